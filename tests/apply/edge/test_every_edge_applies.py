"""A service at two domains, guarded, logged and watched, applies and stays as it is.

Then another stack shares its domain and its role, a base path moves, and both stacks go. Each run of a stack
finds nothing to do but what its test has changed: nothing differs by itself, and no stack changes another's.

HTTP and REST APIs share one domain, whose zone is named; a WebSocket API has another, whose zone is told by
its id. Both certificates are made. Not applied here is what the provider that the tool has (5.100) does not
know: `ip_address_type`, routing rules, the newer TLS policies; nor what the emulators lack: truststores that
are looked into, VPC endpoints that reach private domains, and mappings of edge domains to moto's REST APIs.
`tests/components/domains` has the graphs of all.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .front import ask

EVERY_EDGE = Path(__file__).parent / "every_edge"
DOMAIN = "every-edge-api.example.com"
MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
ROLE = "every-edge-access-log-role"
MAPPED = "apis: {public: v1, admin: admin/v1}"
BESIDE = "apis: {public: [v1, v2], admin: admin/v1}"
MOVED = "apis: {public: v2, admin: [v1, admin/v1]}"
KEPT = {"Role", "RolePolicyAttachment", "Account"}
CARTS = """
service: carts
access_log_role: adopt
apis:
  public:
    protocol: rest
    routes: {GET /health: {authorizer: none, integration: {type: mock, body: '{}'}}}
stages: {dev: {domain: {existing: api.example.com, base_path: carts}}}
"""
PROGRAM = """
from pathlib import Path
import pulumi_apigw

pulumi_apigw.Service.from_file(Path(__file__).parent / "api.yaml").export()
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EVERY_EDGE, tmp_path_factory.mktemp("service") / "every-edge"))


@pytest.fixture(scope="module")
def carts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("service") / "carts"
    project.mkdir()
    (project / "__main__.py").write_text(PROGRAM)
    (project / "api.yaml").write_text(CARTS)
    return project


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service)


def mapped(apply_check: Any, project: Path) -> dict[str, str]:
    """The name of the API that each base path leads to."""
    apis = apply_check.outputs(project, "aws:apigatewayv2/api:Api")
    apis |= apply_check.outputs(project, "aws:apigateway/restApi:RestApi")
    names = {known["id"]: name for name, known in apis.items()}
    mappings = apply_check.outputs(project, MAPPING).items()
    return {name.partition("/")[2]: names[known["apiId"]] for name, known in mappings}


def changed(applied: Any) -> list[tuple[str, str, str]]:
    """What a run did: to which type of resource, by which name."""
    return [(step.op, step.type.rpartition(":")[2], step.name) for step in applied.steps if step.op != "same"]


def kinds(steps: Any, op: str) -> set[str]:
    return {step.type.rpartition(":")[2] for step in steps if step.op == op}


def test_every_resource_applies_and_stays_as_it_is(deployed: Any, apply_check: Any, service: Path) -> None:
    # Where a resource looked changed as soon as it is read again, it would say DIFFERS.
    assert {step.op for step in deployed.steps} == {"create"}, deployed.output
    assert kinds(deployed.steps, "create") > {
        *("Certificate", "CertificateValidation", "Record", "DomainName", "ApiMapping", "WebAclAssociation"),
        *("Account", "LogGroup", "LogMetricFilter", "MetricAlarm", "Dashboard"),
    }
    assert mapped(apply_check, service) == {
        "v1": "every-edge-public",
        "admin/v1": "every-edge-admin",
        "(root)": "every-edge-live",
    }


def where(deployed: Any, path: str) -> Any:
    """What the function knows of where a request to the domain came in, with no base path in `rawPath`."""
    headers = {"Host": "api.example.com"}
    status, _, answer = ask(deployed.http_endpoint, "GET", path, headers=headers)
    assert status == 200, answer
    return json.loads(answer)


def test_P37_callers_reach_the_function_by_the_domain(deployed: Any) -> None:
    assert where(deployed, "/v1/where") == {"path": "/where", "base_paths": "v1"}


def test_P37_another_stack_has_its_mapping_at_the_domain(
    deployed: Any, apply_check: Any, carts: Path
) -> None:
    applied = apply_check.apply(carts)
    assert {step.op for step in applied.steps} == {"create"}, applied.output
    assert mapped(apply_check, carts) == {"carts": "carts-public"}
    # It writes its logs by the account's role, which the other stack has made.
    assert not kinds(applied.steps, "create") & {"DomainName", "Certificate", "Record", *KEPT}
    (stage,) = apply_check.outputs(carts, "aws:apigateway/stage:Stage").values()
    assert stage["accessLogSettings"]


def test_P37_a_second_version_beside_the_first(deployed: Any, apply_check: Any, service: Path) -> None:
    config = service / "api.yaml"
    config.write_text(config.read_text().replace(MAPPED, BESIDE))
    after = apply_check.apply(service)
    # All else is as it was, also what the other stack shares.
    assert changed(after) == [
        ("update", "Function", "every-edge-web"),
        ("update", "Alias", "every-edge-web.dev"),
        ("create", "ApiMapping", f"{DOMAIN}/v2"),
    ], after.output
    for version in ("v1", "v2"):
        assert where(deployed, f"/{version}/where")["base_paths"] == "v1 v2"


def test_P37_a_stack_takes_nothing_with_it_that_another_has_made(
    deployed: Any, apply_check: Any, carts: Path
) -> None:
    steps = apply_check.destroy(carts)
    assert {step.op for step in steps} == {"delete"}
    assert all(step.name.startswith("carts-") for step in steps)
    assert kinds(steps, "delete") == {
        *("ApiMapping", "Deployment", "LogGroup", "MethodSettings", "RestApi", "Stage")
    }
    assert where(deployed, "/v1/where")["base_paths"] == "v1 v2"


def test_P37_a_base_path_that_another_api_takes_over(deployed: Any, apply_check: Any, service: Path) -> None:
    config = service / "api.yaml"
    config.write_text(config.read_text().replace(BESIDE, MOVED))
    after = apply_check.apply(service)
    # The domain stays, with its certificate and records; AWS's provider moves a mapping by deleting it first.
    assert changed(after) == [
        ("update", "Function", "every-edge-web"),
        ("update", "Alias", "every-edge-web.dev"),
        ("replace", "ApiMapping", f"{DOMAIN}/v1"),
    ], after.output
    assert f"{DOMAIN}/v1 (apiId; deleted first)" in after.output
    assert mapped(apply_check, service)["v1"] == "every-edge-admin"
    assert where(deployed, "/v2/where")["base_paths"] == "v2"


def test_P10_P42_all_of_it_goes_but_the_accounts_role(deployed: Any, apply_check: Any, service: Path) -> None:
    arn = apply_check.outputs(service, "aws:apigateway/account:Account")[ROLE]["cloudwatchRoleArn"]
    steps = apply_check.destroy(service)
    assert {step.op for step in steps} == {"delete", "retain"}
    assert kinds(steps, "retain") == KEPT
    assert {step.name for step in steps if step.op == "retain"} == {ROLE}
    status, _, answer = ask(deployed.rest_endpoint, "GET", "/account")
    assert (status, json.loads(answer)["cloudwatchRoleArn"]) == (200, arn)
