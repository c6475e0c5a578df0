"""What a rollback puts back, and how it is deployed."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import Gate, Rollback, VariableChange, git
from pulumi_apigw.releases import release_in_tree

from .conftest import Service, changed


def gate_of(rollback: Rollback, name: str) -> Gate:
    (found,) = (gate for gate in rollback.gates if gate.name == name)
    return found


def test_the_stage_has_what_it_had_before(service: Service, commits: list[str]) -> None:
    then = service.git("show", f"{commits[0]}:api.yaml")
    now = load_config(service.file).stage("prod").stages["prod"]
    rollback = service.roll_back()
    before, pinned = now.promoted and now.promoted.before, rollback.release
    assert before is not None
    assert (rollback.state, rollback.old_release, pinned) == ("pending", now.release, before.release)
    assert rollback.variables == (
        VariableChange("checkout", "classic", "express"),
        VariableChange("color", "red", "blue"),
    )
    assert rollback.commit == commits[0]
    rollback.write()
    prod = load_config(service.file).stage("prod").stages["prod"]
    assert f'release: "{prod.release}"' in then
    assert prod.variables == {"color": "blue", "table": "orders-prod", "checkout": "express"}
    assert prod.promoted is not None
    assert prod.promoted.model_dump(mode="json") == {
        "from": "prod",
        "release": pinned,
        "at": "2026-11-23T12:00:00Z",
        "commit": commits[0],
        "contents": prod.promoted.contents,
        "versions": {},
        "before": {
            "release": now.release,
            "commit": None,
            "variables": {"checkout": "classic", "color": "red"},
            "versions": {},
        },
        "rollback": True,
    }
    assert str(prod.promoted.contents["functions.api"]) in then


def test_the_commit_to_deploy_gives_the_release(service: Service, commits: list[str]) -> None:
    rollback = service.roll_back()
    rollback.write()
    service.commit("roll back")
    service.git("checkout", "--quiet", "--detach", str(rollback.commit))
    file = load_config(service.file)
    assert release_in_tree(file, "prod").id == rollback.release == file.stage("prod").stages["prod"].release


@pytest.fixture
def switched(service: Service) -> list[str]:
    """The ids of commits that pinned prod to one release: of its code first, then of its variables alone."""
    days = (datetime(2026, 11, day, tzinfo=UTC) for day in itertools.count(1))
    found = []
    for old, new in (("express", "express"), ("express", "classic"), ("classic", "express")):
        service.replace(
            f"checkout: {old}, color: blue, table: orders-dev",
            f"checkout: {new}, color: blue, table: orders-dev",
        )
        service.commit()
        prod = service.deployments(service.deployed("prod"))
        service.promote(deployed=prod, now=next(days)).write()
        found.append(service.commit("promote"))
    return found


def variables_of_prod(service: Service) -> dict[str, str]:
    return dict(load_config(service.file).stage("prod").stages["prod"].variables)


def test_the_commit_to_deploy_is_that_of_the_last_promotion_of_the_release(
    service: Service, switched: list[str]
) -> None:
    changed(service)
    prod = service.deployments(service.deployed("prod"))
    service.promote(deployed=prod).write()
    service.commit("promote again")
    assert service.roll_back().commit == switched[-1]


def test_variables_alone_go_back_where_the_files_have_moved_on(service: Service, switched: list[str]) -> None:
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    rollback = service.roll_back()
    assert (rollback.release, rollback.variables) == (
        rollback.old_release,
        (VariableChange("checkout", "express", "classic"),),
    )
    assert rollback.commit == switched[1]
    rollback.write()
    service.commit("roll back")
    back = variables_of_prod(service)
    service.git("checkout", "--quiet", "--detach", switched[1])
    assert variables_of_prod(service) == back


def test_a_promotion_of_the_release_with_other_variables_is_not_the_one_to_deploy(service: Service) -> None:
    """Prod ran the release without the variables, got them, and was rolled back."""
    prod, began = service.deployed("prod"), service.git("rev-parse", "HEAD")
    service.promote(deployed=service.deployments(prod)).write()
    promoted = service.commit("promote")
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.commit()
    for commit in (began, promoted, began):
        rollback = service.roll_back()
        assert (rollback.release, rollback.commit) == (rollback.old_release, commit)
        rollback.write()
        service.commit("roll back")
        assert git.commit_that_pinned(service.file, "prod", str(rollback.release)) == commit
    service.promote(deployed=service.deployments(prod)).write()
    service.commit("promote again")
    service.replace("GET /items:", "GET /new: {authorizer: none}\n      GET /items:")
    service.commit()
    assert service.roll_back().commit == began


def test_all_gates_pass(service: Service, commits: list[str]) -> None:
    rollback, here = service.roll_back(), service.release("prod").id
    assert [(gate.name, gate.passed, gate.text, gate.fix) for gate in rollback.gates] == [
        ("stages", True, "api.yaml has 'prod'.", None),
        ("record", True, f"On 2026-11-23T12:00:00Z 'prod' got '{here}' from 'dev'.", None),
        ("variables", True, "Every variable that was changed is put back.", None),
        ("edit", True, "api.yaml keeps its comments and its layout.", None),
        ("config", True, "api.yaml has no errors then.", None),
        ("stack patch", True, "Pulumi.prod.yaml changes none of it.", None),
        ("files", True, f"Commit {commits[0][:12]} gives that release; the files here give '{here}'.", None),
    ]


def test_a_rollback_is_undone_by_the_next_one(service: Service, commits: list[str]) -> None:
    promoted = load_config(service.file).stage("prod").stages["prod"]
    service.roll_back().write()
    service.commit("roll back")
    again = service.roll_back()
    back = load_config(service.file).stage("prod").stages["prod"].release
    assert again.release == promoted.release
    assert gate_of(again, "record").text == (
        f"On 2026-11-23T12:00:00Z 'prod' went back to '{back}', which is undone."
    )
    assert gate_of(again, "files").text == "The files here give that release."
    assert again.commit is None
    assert again.record["commit"] == commits[1]
    again.write()
    service.commit("forward")
    prod = load_config(service.file).stage("prod").stages["prod"]
    assert (prod.release, prod.variables) == (promoted.release, promoted.variables)
    # What it goes back to is known by the promotion that pinned it first, and not by the rollback.
    assert service.roll_back().commit == commits[0]


def test_a_stage_that_took_every_release(service: Service) -> None:
    service.promote().write()
    rollback = service.roll_back()
    here = service.release("prod").id
    assert (rollback.release, rollback.commit) == ("latest", None)
    assert gate_of(rollback, "files").text == f"'prod' took every release; the files here give '{here}'."
    rollback.write()
    prod = load_config(service.file).stage("prod").stages["prod"]
    assert (prod.release, prod.variables) == ("latest", {"color": "green", "table": "orders-prod"})
    assert service.roll_back().release == here


def test_a_stage_that_took_every_release_goes_back_to_the_one_that_it_ran(service: Service) -> None:
    prod = service.deployed("prod")
    assert prod.release is not None
    changed(service)
    service.promote(deployed=service.deployments(prod)).write()
    service.commit()
    rollback = service.roll_back()
    assert (rollback.release, rollback.commit) == (prod.release.id, prod.release.commit)


def test_a_release_that_git_does_not_know(service: Service) -> None:
    prod = service.deployed("prod", commit=None)
    changed(service)
    service.promote(deployed=service.deployments(prod)).write()
    rollback = service.roll_back()
    here = service.release("prod").id
    assert (rollback.state, rollback.commit) == ("pending", None)
    assert gate_of(rollback, "files").text == (
        f"Git knows no commit that pinned that release, and the files here give '{here}'. "
        "To deploy it, check out the commit that it was made of."
    )


def test_files_that_cannot_be_packed_keep_nobody_from_going_back(
    service: Service, commits: list[str]
) -> None:
    service.replace("source: src}", "source: src, requirements: requirements.txt}")
    (service.folder / "requirements.txt").write_text("not == a == requirement\n")
    rollback = service.roll_back()
    text = f"Commit {commits[0][:12]} gives that release; the files here cannot be packed."
    assert (rollback.state, gate_of(rollback, "files").text) == ("pending", text)


def test_a_variable_that_is_no_longer_declared(service: Service, commits: list[str]) -> None:
    text = service.file.read_text().replace("  color: {promote: true}\n", "")
    service.write(text.replace("color: red, ", ""))
    rollback = service.roll_back()
    assert rollback.variables == (VariableChange("checkout", "classic", "express"),)
    assert gate_of(rollback, "variables").text == "'color' is no longer declared and not put back."
    rollback.write()
    assert load_config(service.file).stage("prod").stages["prod"].variables == {
        "table": "orders-prod",
        "checkout": "express",
    }


def test_a_stage_that_has_what_it_had_already(service: Service, commits: list[str]) -> None:
    rollback = service.roll_back()
    text = service.file.read_text()
    prod = text.index("  prod:")
    values = text[prod:].replace(
        f'    release: "{rollback.old_release}"', f'    release: "{rollback.release}"'
    )
    values = values.replace(
        "{color: red, table: orders-prod, checkout: classic}",
        "{color: blue, table: orders-prod, checkout: express}",
    )
    service.write(text[:prod] + values)
    again = service.roll_back()
    assert (again.state, again.changes) == ("nothing", {})


def test_a_rollback_as_data(service: Service, commits: list[str]) -> None:
    data = service.roll_back().to_data()
    assert list(data) == [
        "stage",
        "state",
        "old_release",
        "release",
        "variables",
        "share",
        "gates",
        "record",
        "files",
        "commit",
    ]
    assert (data["stage"], data["state"], data["commit"]) == ("prod", "pending", commits[0])
