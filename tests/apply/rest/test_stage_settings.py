"""What moto lacks of stages and usage plans, applied to the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .stand_in import StandIn, serve

pytestmark = pytest.mark.slow

PROGRAM = """\
from pulumi_apigw import Service

Service.from_file().export()
"""
CONFIG = """\
service: orders
apis:
  public:
    protocol: rest
    authorizers: {signed: {type: iam}}
    defaults: {authorizer: signed}
    access_log: none
    tracing: true
    client_certificate: true
    documentation_version: v1
    cache: {size_gb: 0.5}
    api_keys: {shop: {}}
    usage_plans:
      gold:
        quota: {limit: 10, period: DAY}
        api_keys: [shop]
        routes: {GET /items: {rate_limit: 1, burst_limit: 2}}
    routes:
      GET /items: {api_key: true, integration: {type: mock}, cache: {enabled: false}}
stage_variables: {checkout: {}}
stages:
  dev:
    variables: {checkout: classic}
    canary: {percent_traffic: 10, variables: {checkout: express}}
"""
ALL = {
    "ApiKey",
    "ClientCertificate",
    "Deployment",
    "DocumentationVersion",
    "MethodSettings",
    "RestApi",
    "Stage",
    "UsagePlan",
    "UsagePlanKey",
}


class Service:
    """The program in a folder, and what AWS then has of it."""

    def __init__(self, check: Any, folder: Path, gateway: StandIn) -> None:
        self._check, self._folder, self._gateway = check, folder, gateway
        self.config = CONFIG

    def apply(self) -> Any:
        (self._folder / "api.yaml").write_text(self.config)
        return self._check.apply(self._folder)

    def destroy(self) -> Any:
        return self._check.destroy(self._folder)

    def rewrite(self, old: str, new: str) -> None:
        assert old in self.config
        self.config = self.config.replace(old, new)

    @property
    def stage(self) -> dict[str, Any]:
        return self._gateway.things.stages["dev"]

    def only(self, kind: str) -> dict[str, Any]:
        """The only thing of its kind that AWS has."""
        (found,) = (each for (each_kind, _), each in self._gateway.things.others.items() if each_kind == kind)
        return found

    def is_empty(self) -> bool:
        return not (self._gateway.apis or self._gateway.things.others or self._gateway.things.stages)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, apply_check: Any) -> Iterator[Service]:
    gateway = StandIn()
    server = serve(gateway)
    folder = tmp_path_factory.mktemp("service") / "orders"
    folder.mkdir()
    (folder / "__main__.py").write_text(PROGRAM)
    apply_check.use(f"http://127.0.0.1:{server.server_port}")
    yield Service(apply_check, folder, gateway)
    server.shutdown()
    server.server_close()


def changed(applied: Any) -> set[tuple[str, str]]:
    return {(step.op, step.type.rpartition(":")[2]) for step in applied.steps if step.op != "same"}


def test_all_of_it_applies_and_stays(service: Service) -> None:
    first = service.apply()
    assert changed(first) == {("create", kind) for kind in ALL}, first.output
    assert changed(service.apply()) == set()
    newest = service.only("deployments")["id"]
    assert service.stage["deploymentId"] == service.stage["canarySettings"]["deploymentId"] == newest
    assert service.stage["canarySettings"]["stageVariableOverrides"] == {"checkout": "express"}
    assert service.stage["clientCertificateId"] == service.only("clientcertificates")["id"]
    assert service.stage["documentationVersion"] == "v1"
    assert service.stage["methodSettings"]["~1items/GET"]["cachingEnabled"] is False
    assert service.only("usageplans")["apiStages"][0]["throttle"] == {
        "/items/GET": {"rateLimit": 1, "burstLimit": 2}
    }


def test_P4_P46_stage_and_canary_move_to_the_new_deployment_before_the_old_one_goes(service: Service) -> None:
    service.rewrite(
        "      GET /items:",
        "      GET /health: {integration: {type: mock}, cache: {enabled: false}}\n      GET /items:",
    )
    after = service.apply()
    assert {("replace", "Deployment"), ("update", "Stage"), ("delete", "Deployment")} <= changed(after)
    newest = service.only("deployments")["id"]
    assert service.stage["deploymentId"] == service.stage["canarySettings"]["deploymentId"] == newest


def test_P20_limits_of_a_plans_routes_and_quota_change(service: Service) -> None:
    service.rewrite("{rate_limit: 1, burst_limit: 2}", "{rate_limit: 3, burst_limit: 4}")
    service.rewrite("limit: 10, period", "limit: 20, period")
    assert changed(service.apply()) == {("update", "UsagePlan")}
    plan = service.only("usageplans")
    assert plan["apiStages"][0]["throttle"] == {"/items/GET": {"rateLimit": 3, "burstLimit": 4}}
    assert plan["quota"]["limit"] == 20


def test_P20_a_plan_takes_its_keys_along_under_a_new_name(service: Service) -> None:
    service.rewrite("      gold:", "      silver:")
    after = service.apply()
    assert changed(after) == {("create", "UsagePlan"), ("replace", "UsagePlanKey"), ("delete", "UsagePlan")}
    assert service.only("usageplans")["name"] == "orders-dev-public-silver"
    assert service.only("keys")["id"] == service.only("apikeys")["id"]
    assert changed(service.apply()) == set()


def test_documentation_is_published_anew_under_a_new_version(service: Service) -> None:
    service.rewrite("documentation_version: v1", "documentation_version: v2")
    service.apply()
    assert service.stage["documentationVersion"] == service.only("versions")["id"] == "v2"


def test_P46_all_of_it_can_be_taken_away(service: Service) -> None:
    service.rewrite("    canary: {percent_traffic: 10, variables: {checkout: express}}\n", "")
    service.rewrite(
        "    client_certificate: true\n    documentation_version: v2\n    cache: {size_gb: 0.5}\n", ""
    )
    service.config = service.config.replace(", cache: {enabled: false}", "")
    service.apply()
    assert service.stage.keys().isdisjoint({"canarySettings", "clientCertificateId", "documentationVersion"})
    assert service.stage["cacheClusterEnabled"] is False
    assert service.stage["methodSettings"].keys() == {"*/*"}
    assert changed(service.apply()) == set()


def test_P46_all_of_it_can_be_given_again(service: Service) -> None:
    service.config = CONFIG
    service.apply()
    newest = service.only("deployments")["id"]
    assert service.stage["canarySettings"]["deploymentId"] == newest
    assert service.stage["clientCertificateId"] == service.only("clientcertificates")["id"]
    assert service.stage["cacheClusterEnabled"] is True
    assert changed(service.apply()) == set()


def test_P20_all_of_it_can_be_destroyed(service: Service) -> None:
    assert {step.op for step in service.destroy()} == {"delete"}
    assert service.is_empty()
