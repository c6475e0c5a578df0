"""Two services of an account and region write their logs by one role, whichever of them goes first.

The tool knows no import: what the engine reads of AWS when a role is imported is put into its state by the
test, which then shows that this is all there is to it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
from pathlib import Path
import pulumi_apigw

pulumi_apigw.Service.from_file(Path(__file__).parent / "api.yaml").export()
"""
CONFIG = """
service: {service}
access_log_role: {word}
apis:
  public:
    protocol: rest
    routes: {{GET /health: {{authorizer: none, integration: {{type: mock, body: '{{}}'}}}}}}
stages: {{dev: {{}}, prod: {{}}}}
"""
KEPT = {"Role", "RolePolicyAttachment", "Account"}


def service(folder: Path, name: str, word: str) -> Path:
    project = folder / name
    project.mkdir()
    (project / "__main__.py").write_text(PROGRAM)
    (project / "api.yaml").write_text(CONFIG.format(service=name, word=word))
    return project


def kinds(steps: Any, op: str) -> set[str]:
    return {step.type.rpartition(":")[2] for step in steps if step.op == op}


def kept(state: Path) -> dict[str, Any]:
    """What the state says of the role of a stack: the entry that an import of the role would make."""
    entries = json.loads(state.read_text()).items()
    return {urn: entry for urn, entry in entries if urn.split("::")[2].endswith("aws:iam/role:Role")}


def test_P10_one_role_for_two_stacks(apply_check: Any, tmp_path: Path) -> None:
    owner, other = service(tmp_path, "owner", "create"), service(tmp_path, "other", "adopt")
    apply_check.apply(owner)
    first = apply_check.apply(other)
    assert not kinds(first.steps, "create") & KEPT
    for project in (owner, other, owner):
        again = apply_check.apply(project)
        assert {step.op for step in again.steps} == {"same"}, again.output

    # A second stack that would make it is stopped before it has made anything.
    thief = service(tmp_path, "thief", "create")
    with pytest.raises(
        AssertionError, match=r"stack organization/owner/dev made it\. Say 'access_log_role: a"
    ):
        apply_check.apply(thief)
    assert not apply_check.outputs(thief, "aws:iam/role:Role")

    # The owner goes, and the other's stage and the role it writes by stay as they are.
    state = apply_check.state(owner)
    role = kept(state)
    assert len(role) == 1
    steps = apply_check.destroy(owner)
    assert kinds(steps, "retain") == KEPT
    assert not kinds(steps, "delete") & KEPT
    again = apply_check.apply(other)
    assert {step.op for step in again.steps} == {"same"}, again.output

    # The owner comes back: it imports the role, and gives it to the account as it is given already.
    state.write_text(json.dumps(role))
    back = apply_check.apply(owner)
    assert kinds(back.steps, "same") == {"Role"}, back.output
    assert {step.op for step in apply_check.apply(owner).steps} == {"same"}
    assert {step.op for step in apply_check.apply(other).steps} == {"same"}

    # The other goes, and nothing of the owner's with it.
    assert not kinds(apply_check.destroy(other), "delete") & KEPT
    assert {step.op for step in apply_check.apply(owner).steps} == {"same"}
