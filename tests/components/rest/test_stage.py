from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import LOG_GROUP, PERMISSION, deployed
from .conftest import (
    ACL,
    CERTIFICATE,
    DOCUMENTATION,
    SETTINGS,
    WEB_ACL,
    deployment,
    rest,
    rest_api,
    stage,
)

POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"


def staged(
    own: dict[str, Any] | None = None, routes: dict[str, Any] | None = None, **parts: Any
) -> ResourceGraph:
    """A REST API with a stage of its own making."""
    return deployed({**rest(routes, **parts), "stages": {"dev": own or {}}})


def settings(graph: ResourceGraph, path: str = "*/*") -> dict[str, Any]:
    return dict(graph.find(SETTINGS, f"orders-public.dev.{path}").inputs["settings"])


def test_every_input_of_a_plain_stage() -> None:
    graph = staged()
    inputs = dict(stage(graph).inputs)
    log = inputs.pop("accessLogSettings")
    assert inputs == {
        "restApi": rest_api(graph).id,
        "deployment": deployment(graph).id,
        "stageName": "dev",
        "variables": {"lambda_alias": "dev"},
        "cacheClusterEnabled": False,
        "xrayTracingEnabled": False,
        "tags": {},
    }
    group = graph.find(LOG_GROUP, "orders-public.dev.access-log")
    assert log["destinationArn"] == group.outputs["arn"]
    assert "requestId" in json.loads(log["format"])
    (only,) = graph.of_type(SETTINGS)
    assert only.inputs == {
        "restApi": rest_api(graph).id,
        "stageName": "dev",
        "methodPath": "*/*",
        "settings": {
            "metricsEnabled": True,
            "loggingLevel": "OFF",
            "dataTraceEnabled": False,
            "throttlingRateLimit": 1000,
            "throttlingBurstLimit": 500,
            "cachingEnabled": False,
        },
    }


def test_P4_a_stage_serves_the_newest_deployment_and_waits_for_its_permissions() -> None:
    graph = staged()
    assert stage(graph).inputs["deployment"] == deployment(graph).id
    assert deployment(graph).urn in stage(graph).dependencies
    assert {each.urn for each in graph.of_type(PERMISSION)} <= set(deployment(graph).dependencies)


def test_P5_a_routes_own_limits_are_whole() -> None:
    graph = staged(
        {"throttle": {"rate_limit": 20}},
        {"GET /": {"throttle": {"burst_limit": 5}}, "GET /items/{id}": {"detailed_metrics": False}},
    )
    assert settings(graph)["throttlingRateLimit"] == 20
    assert graph.find(SETTINGS, "orders-public.dev./GET").inputs["methodPath"] == "~1/GET"
    assert settings(graph, "/GET").items() >= {"throttlingRateLimit": 20, "throttlingBurstLimit": 5}.items()
    own = graph.find(SETTINGS, "orders-public.dev.items/{id}/GET")
    assert own.inputs["methodPath"] == "~1items~1{id}/GET"
    assert own.inputs["settings"]["metricsEnabled"] is False


def test_a_cache() -> None:
    cache = {"size_gb": 1.6, "ttl_seconds": 60, "invalidation": "anyone"}
    graph = staged(routes={"GET /a": {}, "GET /b": {"cache": {"enabled": False}}}, cache=cache)
    assert stage(graph).inputs.items() >= {"cacheClusterEnabled": True, "cacheClusterSize": "1.6"}.items()
    assert (
        settings(graph).items()
        >= {
            "cachingEnabled": True,
            "cacheTtlInSeconds": 60,
            "cacheDataEncrypted": True,
            "requireAuthorizationForCacheControl": False,
        }.items()
    )
    assert settings(graph, "b/GET")["cachingEnabled"] is False


def test_a_canary_serves_the_newest_deployment_with_variables_of_its_own() -> None:
    canary = {"percent_traffic": 5, "variables": {"lambda_alias": "next"}, "use_stage_cache": True}
    graph = staged({"canary": canary, "cache": {"size_gb": 0.5}})
    assert stage(graph).inputs["deployment"] == deployment(graph).id
    assert stage(graph).inputs["canarySettings"] == {
        "deploymentId": deployment(graph).id,
        "percentTraffic": 5,
        "stageVariableOverrides": {"lambda_alias": "next"},
        "useStageCache": True,
    }


def test_a_canary_beside_a_stable_deployment() -> None:
    graph = staged(
        {"canary": {"percent_traffic": 5, "stable_deployment_id": "abc123"}}, retain_deployments=True
    )
    assert stage(graph).inputs["deployment"] == "abc123"
    assert stage(graph).inputs["canarySettings"]["deploymentId"] == deployment(graph).id


def test_P43_one_web_acl_after_the_stage_and_before_the_url() -> None:
    graph = staged(web_acl_arn=ACL)
    (association,) = graph.of_type(WEB_ACL)
    assert association.inputs == {"resourceArn": stage(graph).outputs["arn"], "webAclArn": ACL}
    assert stage(graph).urn in association.dependencies
    # AWS takes off whichever web ACL the stage has: made first and deleted then, the new one would go too.
    assert association.delete_before_replace


def test_P43_a_web_acl_of_the_program_guards_the_stage_and_nothing_else() -> None:
    authorizer = {"type": "cognito", "user_pool_arns": ["${ref.pool}"]}
    graph = deployed(
        rest(
            {"GET /": {"authorizer": "people"}}, web_acl_arn="${ref.acl}", authorizers={"people": authorizer}
        ),
        refs=lambda: {"acl": pulumi.Output.from_input(ACL), "pool": POOL},
    )
    (association,) = graph.of_type(WEB_ACL)
    assert association.inputs == {"resourceArn": stage(graph).outputs["arn"], "webAclArn": ACL}


def test_a_log_to_firehose_has_no_log_group() -> None:
    stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-logs"
    graph = deployed(
        {**rest(access_log={"firehose_arn": "${ref.stream}"}), "access_log_role": "none"},
        refs=lambda: {"stream": pulumi.Output.from_input(stream)},
    )
    assert stage(graph).inputs["accessLogSettings"]["destinationArn"] == stream
    assert "requestId" in json.loads(stage(graph).inputs["accessLogSettings"]["format"])
    assert [each.name for each in graph.of_type(LOG_GROUP)] == ["orders-api.logs"]


def test_a_client_certificate() -> None:
    graph = staged(client_certificate=True)
    certificate = graph.find(CERTIFICATE, "orders-public.dev.certificate")
    assert stage(graph).inputs["clientCertificateId"] == certificate.id


def test_documentation_is_published_under_its_version() -> None:
    graph = staged(documentation_version="v2")
    version = graph.find(DOCUMENTATION, "orders-public.documentation")
    assert version.inputs == {"restApiId": rest_api(graph).id, "version": "v2"}
    assert stage(graph).inputs["documentationVersion"] == "v2"


def test_tracing_description_and_tags() -> None:
    graph = staged({"description": "For us", "tags": {"a": "stage"}}, tracing=True, tags={"b": "api"})
    assert (
        stage(graph).inputs.items()
        >= {
            "description": "For us",
            "xrayTracingEnabled": True,
            "tags": {"a": "stage", "b": "api"},
        }.items()
    )


@pytest.mark.parametrize("log", [{"access_log": "none"}, {"own": {"access_log": "none"}}])
def test_no_log(log: dict[str, Any]) -> None:
    graph = staged(**log)
    assert "accessLogSettings" not in stage(graph).inputs
    assert [each.name for each in graph.of_type(LOG_GROUP)] == ["orders-api.logs"]


def test_the_execution_log_and_a_routes_own() -> None:
    graph = staged(
        routes={"GET /a": {"execution_log": {"level": "INFO", "data_trace": True}}},
        execution_log={"level": "ERROR"},
    )
    assert settings(graph).items() >= {"loggingLevel": "ERROR", "dataTraceEnabled": False}.items()
    assert settings(graph, "a/GET").items() >= {"loggingLevel": "INFO", "dataTraceEnabled": True}.items()
