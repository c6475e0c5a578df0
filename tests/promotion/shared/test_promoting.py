"""Promotions where one stack runs all stages: what is written, and what runs after it."""

from __future__ import annotations

import json

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import FunctionChange
from pulumi_apigw.releases.files import read_release, release_path

from ..conftest import Service
from .stack import SERVICE, Stack


def files(service: Service) -> set[str]:
    return {path.stem for path in (service.folder / "releases").glob("*.json")}


def test_a_stage_is_pinned_by_a_release_file(service: Service, stack: Stack) -> None:
    dev = stack.release("dev")
    promotion = stack.plan()
    path = release_path(service.folder, dev.id)
    assert list(promotion.files.written) == [path]
    promotion.write()
    held = read_release(service.folder, dev.id, service="orders")
    assert held == dev
    assert held is not None
    assert held.deployments == {"admin": f"sha256 of {dev.contents['apis.admin']}"}
    assert json.loads(path.read_text())["functions"]["api"]["version"] == "1"
    added = f"""\
  staging:
    release: "{dev.id}"
    variables: {{checkout: express}}
"""
    text = service.file.read_text()
    before, _, after = SERVICE.partition("  staging: {}\n")
    assert text.startswith(before + added)
    assert text.endswith(after)


def test_a_pinned_stage_stays_where_it_is(service: Service, stack: Stack) -> None:
    first = stack.release("dev")
    stack.promote()
    stack.change_code("two")
    stack.change_routes("new")
    assert stack.release("dev").functions["api"].version == "2"
    assert (stack.release("staging").id, stack.release("staging").functions["api"].version) == (first.id, "1")
    assert ("public", first.contents["apis.public"]) in stack.deployments


def test_a_release_goes_on_to_the_next_stage_though_the_files_have_moved_on(
    service: Service, stack: Stack
) -> None:
    stack.promote()
    stack.promote("staging", "prod")
    stack.change_code("one and a half")
    stack.promote()
    first = stack.release("staging")
    stack.change_code("two")
    stack.change_routes("new")
    promotion = stack.promote("staging", "prod")
    gate = next(gate for gate in promotion.gates if gate.name == "files")
    assert gate.text == (
        f"The files here give release '{stack.release('dev').id}', which differs in apis.admin, apis.public, "
        f"functions.api. AWS keeps release '{first.id}'."
    )
    prod = stack.release("prod")
    assert (prod.id, prod.functions["api"].version, prod.variables) == (
        first.id,
        "2",
        {"checkout": "express"},
    )


def test_files_that_no_stage_names_any_more_go(service: Service, stack: Stack) -> None:
    ids = []
    for answer in ("two", "three", "four"):
        stack.change_code(answer)
        stack.promote()
        ids.append(stack.release("dev").id)
        assert files(service) == set(ids[-2:]) | ({first} if (first := _before(service)) else set())
    assert read_release(service.folder, ids[0], service="orders") is None


def _before(service: Service) -> str | None:
    record = load_config(service.file).stage("dev").stages["staging"].promoted
    return record.before.release if record else None


def test_another_version_of_the_same_code_is_a_change(service: Service, stack: Stack) -> None:
    stack.promote()
    stack.promote("staging", "prod")
    service.replace("source: src}", "source: src, memory_mb: 512}")
    service.commit()
    stack.up()
    assert stack.release("dev").id == stack.release("prod").id
    promotion = stack.promote()
    code = stack.release("dev").functions["api"].code_sha256
    assert promotion.functions == (FunctionChange("api", code, code, "1", "2"),)
    assert promotion.record["versions"] == {"api": "2"}
    assert promotion.files.written == {}
    versions = {stage: stack.release(stage).functions["api"].version for stage in ("staging", "prod")}
    assert versions == {"staging": "2", "prod": "1"}
    assert stack.plan().state == "nothing"
    stack.roll_back("staging")
    assert stack.release("staging").functions["api"].version == "1"
    stack.roll_back("staging")
    assert stack.release("staging").functions["api"].version == "2"


def test_what_has_been_promoted_is_nothing_to_do(service: Service, stack: Stack) -> None:
    told = stack.told()
    stack.plan(deployed=told).write()
    again = stack.plan(deployed=told)
    assert (again.state, again.changes, bool(again.files)) == ("nothing", {}, False)
    stack.up()
    assert stack.plan().state == "nothing"


def test_a_promotion_that_was_killed_before_it_removed_files_removes_them(
    service: Service, stack: Stack
) -> None:
    stack.promote()
    stale = release_path(service.folder, "0123456789ab")
    stale.write_text("{}")
    promotion = stack.plan()
    assert (promotion.state, promotion.changes, promotion.files.removed) == ("pending", {}, (stale,))
    before = service.file.read_bytes()
    promotion.write()
    assert not stale.exists()
    assert service.file.read_bytes() == before


def test_no_commit_is_recorded_of_what_was_deployed_from_changes(service: Service, stack: Stack) -> None:
    del stack.outputs["releases"]["dev"]["commit"]
    told = stack.told()
    stack.change_code("two")
    promotion = stack.plan(deployed=told)
    assert promotion.state == "pending"
    # That of the files here gives another release by now.
    assert "commit" not in promotion.record


def test_files_of_another_service_in_the_same_folder_stay(service: Service, stack: Stack) -> None:
    stack.promote()
    other = release_path(service.folder, "0123456789ab")
    other.write_text('{"service": "billing"}')
    promotion = stack.plan()
    assert (promotion.state, promotion.files.removed) == ("nothing", ())


def test_a_promotion_that_was_killed_after_it_had_written_files_goes_on(
    service: Service, stack: Stack
) -> None:
    stack.promote()
    stack.change_code("two")
    promotion = stack.plan()
    for path, content in promotion.files.written.items():
        path.write_bytes(content)
    again = stack.plan()
    assert (again.state, again.refusals, again.changes) == ("pending", (), promotion.changes)


def test_what_aws_was_sent_since_is_in_the_file_then(service: Service, stack: Stack) -> None:
    """A ref that got another value is sent anew: what is kept is what was sent last."""
    stack.promote()
    held = read_release(service.folder, stack.release("dev").id, service="orders")
    for stage in ("dev", "staging"):
        stack.outputs["releases"][stage]["deployments"]["admin"] = "other"
    promotion = stack.plan()
    assert promotion.state == "pending"
    promotion.write()
    now = read_release(service.folder, stack.release("dev").id, service="orders")
    assert held is not None
    assert now is not None
    assert now.deployments == {"admin": "other"}
    assert stack.plan().state == "nothing"


def test_rows_as_data(service: Service, stack: Stack) -> None:
    data = stack.plan().to_data()
    assert data["files"] == {"written": [f"releases/{stack.release('dev').id}.json"], "removed": []}
    assert data["share"] is None


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
def test_comments_and_order_stay(service: Service, stack: Stack, stage: str) -> None:
    stack.promote()
    text = service.file.read_text()
    for comment in ("# one API, all stages", "# with care", "# their own"):
        assert comment in text
    assert text.index("  dev:") < text.index("  staging:") < text.index("  prod:")
    assert load_config(service.file).stage(stage)


def test_a_file_that_was_removed_is_written_again_by_what_aws_has(service: Service, stack: Stack) -> None:
    stack.promote()
    pinned = stack.release("staging")
    stack.change_code("two")
    release_path(service.folder, pinned.id).unlink()
    promotion = stack.plan()
    assert promotion.state == "pending", promotion.refusals
    promotion.write()
    held = read_release(service.folder, pinned.id, service="orders")
    assert held is not None
    assert (held.functions, held.deployments) == (pinned.functions, pinned.deployments)
