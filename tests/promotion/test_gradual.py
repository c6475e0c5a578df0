"""Gradual moves of stages that have stacks of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import Deployments, Promotion, Share, ShareChange
from pulumi_apigw.releases import Release, release_in_tree
from pulumi_apigw.releases.files import read_release, release_ids
from pulumi_apigw.releases.running import stage_runs

from .conftest import Service

VALUES = {"checkout": "classic", "color": "green"}


def runs_old(service: Service, **changes: Any) -> Deployments:
    """What is known after dev got another function: prod runs the old one."""
    prod = service.deployed("prod", **changes)
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    return service.deployments(prod)


def start(service: Service, deployed: Deployments) -> Promotion:
    promotion = service.promote(deployed=deployed, share=Share(10, "2026-12-01T12:00:00Z"))
    assert promotion.state == "pending", promotion.refusals
    promotion.write()
    service.commit("begin")
    return promotion


def old(deployed: Deployments) -> Release:
    release = deployed.runs("prod")
    assert release is not None
    return release


def prod(service: Service) -> Any:
    return load_config(service.file).stage("prod").stages["prod"]


def test_a_share_goes_to_what_the_files_give_and_the_rest_stays(service: Service) -> None:
    deployed = runs_old(service)
    promotion = start(service, deployed)
    dev = service.release("dev")
    assert promotion.share == ShareChange(dev.id, None, 10, "2026-12-01T12:00:00Z")
    stage = prod(service)
    assert stage.release == old(deployed).id
    assert stage.gradual.model_dump(exclude_defaults=True) == {
        "release": dev.id,
        "percent": 10,
        "until": "2026-12-01T12:00:00Z",
        "from": "dev",
        "at": "2026-11-23T12:00:00Z",
        "commit": service.git("rev-parse", "HEAD~1"),
        "variables": {"checkout": "express", "color": "blue"},
    }
    assert stage.variables == {"color": "green", "table": "orders-prod"}
    assert stage.promoted is None
    assert read_release(service.folder, stage.release, service="orders") == old(deployed)
    file = load_config(service.file)
    run = stage_runs(file.stage("prod"), release_in_tree(file, "prod"), file.folder)["prod"]
    assert (run.stable, run.gradual, run.percent) == (old(deployed), None, 10)


def test_it_is_completed_as_one_promotion(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    promotion = service.promote(deployed=deployed, share=Share(100))
    assert promotion.share == ShareChange(service.release("dev").id, 10, 100)
    (gate,) = (gate for gate in promotion.gates if gate.name == "release files")
    assert gate.text.endswith(".json goes, which no stage needs any more.")
    promotion.write()
    stage = prod(service)
    assert (stage.release, stage.gradual) == (service.release("dev").id, None)
    assert stage.promoted.before.release == old(deployed).id
    assert stage.variables == {"color": "blue", "table": "orders-prod", "checkout": "express"}
    # To go back is to deploy other files: only a move needs what two releases are.
    assert list(release_ids(service.folder, "orders")) == []


def test_variables_that_are_the_same_are_not_shown_as_gone(service: Service) -> None:
    service.replace("variables: {color: green", "variables: {checkout: express, color: green")
    service.commit()
    deployed = runs_old(service)
    start(service, deployed)
    # What dev ran then is known by the record of the move, which has what changes alone.
    unknown = replace(deployed, found={"prod": deployed.found["prod"]}, unknown={"dev": "no Pulumi."})
    promotion = service.promote(deployed=unknown, share=Share(100))
    assert promotion.differences is not None
    told = [each.what for each in promotion.differences.changes if each.kind == "variable"]
    assert told == ["color is 'blue' instead of 'green'."]


def test_it_is_completed_where_nobody_tells_what_the_source_runs(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    unknown = replace(deployed, found={"prod": deployed.found["prod"]}, unknown={"dev": "no Pulumi."})
    promotion = service.promote(deployed=unknown, share=Share(100))
    assert (promotion.state, promotion.release) == ("pending", service.release("dev").id)
    assert promotion.record["from"] == "dev"
    (refusal, other) = service.promote(deployed=unknown).refusals
    assert (refusal.name, other.name) == ("deployed", "gradual")
    assert other.text.endswith("and it is not known what 'dev' runs.")


def test_it_is_ended_as_the_stage_was(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    rollback = service.roll_back()
    assert (rollback.state, rollback.release) == ("pending", old(deployed).id)
    assert rollback.commit == old(deployed).commit
    assert rollback.share == ShareChange(service.release("dev").id, 10, None)
    assert list(rollback.changes) == [("stages", "prod", "gradual")]
    rollback.write()
    assert (prod(service).release, prod(service).gradual) == (old(deployed).id, None)
    assert list(release_ids(service.folder, "orders")) == []


def test_a_release_that_was_promoted_is_deployed_from_its_own_commit(service: Service) -> None:
    service.promote().write()
    pinned = service.commit("promote")
    deployed = runs_old(service)
    start(service, deployed)
    rollback = service.roll_back()
    assert rollback.commit == pinned
    rollback.write()
    service.commit("end")
    # The move was no promotion: its files gave the other release.
    service.git("checkout", "--quiet", "--detach", str(rollback.commit))
    assert service.release("prod").id == prod(service).release


def test_the_share_changes_where_the_files_give_the_release(service: Service) -> None:
    deployed = runs_old(service)
    start(service, deployed)
    promotion = service.promote(deployed=deployed, share=Share(50.5))
    moves = f"'prod' moves to release '{promotion.release}' (10% of its requests since 2026-11-23T12:00:00Z)."
    assert [(gate.name, gate.text) for gate in promotion.gates if gate.name in ("files", "gradual")] == [
        ("gradual", moves),
        ("files", "The files here give that release."),
    ]
    promotion.write()
    assert (prod(service).gradual.percent, prod(service).gradual.until) == (50.5, "2026-12-01T12:00:00Z")
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return {}, 1\n")
    service.commit()
    moved_on = service.deployments(deployed.found["prod"])
    for share in (Share(70), Share(100)):
        (refusal,) = service.promote(deployed=moved_on, share=share).refusals
        assert refusal.text == (
            f"The files here give release '{service.release('prod').id}', and a stage of its own stack runs "
            "nothing else."
        )
        assert refusal.fix == "Check out the commit that began the move, or end it: apigw rollback prod"


def shared(service: Service, deployed: Deployments) -> tuple[str, bool, str, str | None]:
    gates = {gate.name: gate for gate in service.promote(deployed=deployed, share=Share(10)).gates}
    gate = gates["gradual"]
    text = gate.text.replace(service.release("dev").id, "DEV")
    return gate.name, gate.passed, text, gate.fix


WHOLE = "Promote it as a whole, without --percent."


def test_nothing_to_move_from(service: Service) -> None:
    fact = "It is not known that 'prod' runs anything to move from."
    assert shared(service, service.deployments()) == ("gradual", False, fact, WHOLE)


def test_a_variable_alone_has_no_share(service: Service) -> None:
    deployed = service.deployments(service.deployed("prod", variables=VALUES))
    fact = "'prod' runs that release already, so there is nothing to share."
    assert shared(service, deployed) == ("gradual", False, fact, WHOLE)


def test_routes_of_an_http_api_have_no_share(service: Service) -> None:
    deployed = service.deployed("prod")
    service.replace("      GET /items: ", "      GET /new: {authorizer: none}\n      GET /items: ")
    service.commit()
    fact = "Only apis.public would change, whose routes AWS moves at once."
    assert shared(service, service.deployments(deployed)) == ("gradual", False, fact, WHOLE)


def test_routes_that_move_at_once_are_told(service: Service) -> None:
    was = service.deployed("prod")
    service.replace("      GET /items: ", "      GET /new: {authorizer: none}\n      GET /items: ")
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    assert shared(service, service.deployments(was)) == (
        "gradual",
        True,
        f"'prod' moves from '{was.release and was.release.id}' to 'DEV' bit by bit. "
        "Routes of apis.public: all at once now. "
        "'checkout' and 'color' of apis.public: when it is completed.",
        None,
    )


def test_routes_of_a_rest_api_have_no_share_in_a_stack_of_their_own(service: Service) -> None:
    service.replace("    defaults: {function: api}\n", "    protocol: rest\n    defaults: {function: api}\n")
    service.commit()
    was = service.deployed("prod")
    service.replace("      GET /items: ", "      GET /new: {authorizer: none}\n      GET /items: ")
    service.commit()
    fact = "Only apis.public would change, whose routes AWS moves at once."
    assert shared(service, service.deployments(was)) == ("gradual", False, fact, WHOLE)
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    name, passed, text, _ = shared(service, service.deployments(was))
    assert (name, passed) == ("gradual", True)
    assert text.endswith("bit by bit. Routes of apis.public: all at once now.")


def test_a_pin_that_is_not_deployed(service: Service) -> None:
    service.promote().write()
    pinned = prod(service).release
    service.commit()
    deployed = runs_old(service, id="0123456789ab")
    fact = f"'prod' is pinned to release '{pinned}', and '0123456789ab' runs."
    assert shared(service, deployed) == ("gradual", False, fact, "Deploy what is pinned first.")


@pytest.mark.parametrize(("percent", "text"), [(10, "percent: 10,"), (12.5, "percent: 12.5,")])
def test_a_number_is_written_as_it_is_said(service: Service, percent: float, text: str) -> None:
    deployed = runs_old(service)
    service.promote(deployed=deployed, share=Share(float(percent))).write()
    assert text.rstrip(",") in service.file.read_text()


def test_a_stage_in_brackets_is_as_it_was_when_the_move_has_ended(service: Service) -> None:
    release = service.release("prod").id
    own = f'prod: {{variables: {{color: green, table: orders-prod}}, release: "{release}"}}'
    text = service.file.read_text()
    service.write(f"{text[: text.index('prod: # with care')]}{own} # mine\n")
    service.commit()
    before = service.file.read_text()
    start(service, runs_old(service))
    assert "gradual: {" in service.file.read_text()
    service.roll_back().write()
    assert service.file.read_text() == before
