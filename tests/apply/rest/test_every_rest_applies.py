"""A service with every integration and authorizer of REST APIs applies, stays as it is, changes, and goes.

Not applied here, since the emulators lack or misreport them: resource policies (moto 5.2 does not escape
them as AWS does), binary media types, client certificates, documentation versions, canaries, changed quotas
and usage plans with limits of single routes, which `test_settings.py` and `test_stage_settings.py` apply to
a stand-in; and VPC links. Not known to the provider that the tool has (5.100): `endpoint_access_mode`,
`security_policy`, `ip_address_type`. `tests/components/rest` has the graph of all.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

EVERY_REST = Path(__file__).parent / "every_rest"
API = "every-rest-public"
ROLE = {
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:apigateway/account:Account",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EVERY_REST, tmp_path_factory.mktemp("service") / "every-rest"))


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service)


def rewrite(service: Path, old: str, new: str) -> None:
    config = service / "api.yaml"
    text = config.read_text()
    assert old in text
    config.write_text(text.replace(old, new))


def changed(applied: Any) -> set[tuple[str, str]]:
    """What was done besides leaving things as they are: (operation, kind of resource)."""
    return {(step.op, step.type.rpartition(":")[2]) for step in applied.steps if step.op != "same"}


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert {step.op for step in deployed.steps} == {"create"}, deployed.output


def test_P31_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service)
    assert {step.op for step in again.steps} == {"same"}, again.output


def test_P2_P3_P4_a_changed_route_is_deployed_at_once(deployed: Any, apply_check: Any, service: Path) -> None:
    before = apply_check.outputs(service, "aws:apigateway/deployment:Deployment")[API]["id"]
    rewrite(service, "GET /health:", "GET /healthy:")
    after = apply_check.apply(service)
    assert changed(after) == {
        ("update", "RestApi"),
        ("replace", "Deployment"),
        ("update", "Stage"),
        ("delete", "Deployment"),
    }, after.output
    ops = [step.op for step in after.steps if step.type.endswith((":Deployment", "/stage:Stage"))]
    assert ops == ["replace", "update", "delete"]
    newest = apply_check.outputs(service, "aws:apigateway/deployment:Deployment")[API]["id"]
    stage = apply_check.outputs(service, "aws:apigateway/stage:Stage")[f"{API}.dev"]
    assert stage["deployment"] == newest != before


def test_P20_a_usage_plan_changes_without_a_deployment(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    rewrite(service, "rate_limit: 20, burst_limit: 40}", "rate_limit: 30, burst_limit: 60}")
    rewrite(service, "[shop, partner]", "[shop]")
    after = apply_check.apply(service)
    assert changed(after) == {("update", "UsagePlan"), ("delete", "UsagePlanKey")}, after.output
    plan = apply_check.outputs(service, "aws:apigateway/usagePlan:UsagePlan")[f"{API}.dev.gold"]
    assert plan["throttleSettings"] == {"rateLimit": 30, "burstLimit": 60}
    assert plan["apiStages"][0]["stage"] == "dev"


def test_what_a_stage_has_can_be_taken_from_it(deployed: Any, apply_check: Any, service: Path) -> None:
    rewrite(service, "    web_acl_arn: ${ref.web_acl_arn}\n", "")
    rewrite(service, "    tracing: true\n", "")
    rewrite(service, "rate_limit: 300, burst_limit: 200", "rate_limit: 100, burst_limit: 200")
    rewrite(service, ", execution_log: {level: INFO, data_trace: true}", "")
    after = apply_check.apply(service)
    assert changed(after) == {
        ("update", "Stage"),
        ("update", "MethodSettings"),
        ("delete", "MethodSettings"),
        ("delete", "WebAclAssociation"),
    }, after.output


def test_P10_P20_all_of_it_can_be_destroyed_but_the_accounts_role(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    steps = apply_check.destroy(service)
    kept = {(step.type, step.name) for step in steps if step.op == "retain"}
    assert kept == {(type_, "every-rest-access-log-role") for type_ in ROLE}
    assert {step.op for step in steps} == {"delete", "retain"}
