"""Integrations with functions, URLs and private targets."""

from __future__ import annotations

from typing import Any

import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import Resource, ResourceGraph

from .conftest import API, INTEGRATION, ROUTE, STAGE, VPC_LINK, api, deployed, uri

LISTENER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/inside/1a2b/3c4d"
MADE = {"inside": {"subnet_ids": "${ref.subnets}", "security_group_ids": ["${ref.group}"]}}


def inputs(graph: ResourceGraph) -> dict[str, Any]:
    """The inputs of the only integration, less the API that it belongs to."""
    (integration,) = graph.of_type(INTEGRATION)
    found = dict(integration.inputs)
    assert found.pop("apiId") == graph.find(API, "orders-public").id
    return found


def private(**settings: Any) -> dict[str, Any]:
    return {
        "integration": {"type": "private", "vpc_link": "inside", "target_arn": "${ref.target}", **settings}
    }


def network() -> dict[str, Any]:
    subnet = aws.ec2.Subnet("subnet", vpc_id="vpc-1")
    group = aws.ec2.SecurityGroup("group", vpc_id="vpc-1")
    return {"subnets": [subnet.id, "subnet-2"], "group": group.id, "target": LISTENER}


def privately(route: dict[str, Any], **more: Any) -> ResourceGraph:
    return deployed(api({"ANY /{proxy+}": route}, vpc_links=MADE, **more), refs=network)


def test_a_function() -> None:
    assert inputs(deployed(api({"GET /": {"payload_format": "1.0", "timeout_ms": 2500}}))) == {
        "integrationType": "AWS_PROXY",
        "integrationMethod": "POST",
        "integrationUri": uri("orders-dev-api", "${stageVariables.lambda_alias}"),
        "payloadFormatVersion": "1.0",
        "timeoutMilliseconds": 2500,
        "requestParameters": {},
        "responseParameters": [],
    }


def test_a_url() -> None:
    route = {
        "integration": {"type": "http", "url": "https://${ref.host}/{id}"},
        "request_parameters": {"append:header.x-key": "${ref.key}", "remove:querystring.debug": ""},
        "response_parameters": {"500": {"overwrite:statuscode": "503"}, "200": {"remove:header.server": ""}},
    }
    graph = deployed(api({"ANY /{id}": route}), refs=lambda: {"host": "a.example.com", "key": "k"})
    assert inputs(graph) == {
        "integrationType": "HTTP_PROXY",
        "integrationMethod": "ANY",
        "integrationUri": "https://a.example.com/{id}",
        "payloadFormatVersion": "1.0",
        "timeoutMilliseconds": 30_000,
        "requestParameters": {"append:header.x-key": "k", "remove:querystring.debug": "''"},
        "responseParameters": [
            {"statusCode": "500", "mappings": {"overwrite:statuscode": "503"}},
            {"statusCode": "200", "mappings": {"remove:header.server": "''"}},
        ],
    }


def test_P32_a_private_target_gets_the_path_without_the_stage() -> None:
    graph = privately(private(tls_server_name="${ref.target}", method="GET"))
    assert inputs(graph) == {
        "integrationType": "HTTP_PROXY",
        "integrationMethod": "GET",
        "integrationUri": LISTENER,
        "payloadFormatVersion": "1.0",
        "connectionType": "VPC_LINK",
        "connectionId": graph.find(VPC_LINK, "orders-public.inside").id,
        "timeoutMilliseconds": 30_000,
        "requestParameters": {"overwrite:path": "$request.path"},
        "responseParameters": [],
        "tlsConfig": {"serverNameToVerify": LISTENER},
    }


def test_P32_the_default_stage_has_no_name_to_take_out() -> None:
    graph = privately(private(), default_stage=True)
    assert inputs(graph)["requestParameters"] == {}
    assert graph.of_type(STAGE)[0].inputs["name"] == "$default"


def test_a_link_that_is_made() -> None:
    graph = privately(private())
    link = graph.find(VPC_LINK, "orders-public.inside")
    assert link.inputs == {
        "subnetIds": [graph.find("aws:ec2/subnet:Subnet", "subnet").id, "subnet-2"],
        "securityGroupIds": [graph.find("aws:ec2/securityGroup:SecurityGroup", "group").id],
        "tags": {},
    }


def test_a_link_that_exists() -> None:
    links = {"inside": {"id": "${ref.link}"}}
    graph = deployed(
        api({"GET /": private()}, vpc_links=links), refs=lambda: {"link": "abc123", "target": LISTENER}
    )
    assert inputs(graph)["connectionId"] == "abc123"
    assert graph.of_type(VPC_LINK) == ()


def test_P26_a_new_link_is_made_before_the_old_one_goes() -> None:
    graph = privately(private())
    link = graph.find(VPC_LINK, "orders-public.inside")
    assert not link.delete_before_replace
    # The old one is deleted last: no integration, and so no route and no stage, refers to it by then.
    (integration,), (route,), (stage,) = (graph.of_type(each) for each in (INTEGRATION, ROUTE, STAGE))
    assert integration.property_dependencies["connectionId"] == (link.urn,)
    assert integration.urn in route.property_dependencies["target"]
    assert route.urn in stage.dependencies


def test_P26_the_new_link_can_be_there_beside_the_old_one() -> None:
    # Pulumi gives each a name of its own: none is set here that two of them would share.
    assert "name" not in privately(private()).find(VPC_LINK, "orders-public.inside").inputs


def integration_of(graph: ResourceGraph, key: str) -> Resource:
    target = graph.find(ROUTE, f"orders-public.{key}").inputs["target"]
    return next(each for each in graph.of_type(INTEGRATION) if f"integrations/{each.id}" == target)


@pytest.mark.parametrize(("key", "name"), [("GET /a", "api"), ("GET /b", "api 5000ms"), ("GET /c", "api")])
def test_routes_point_at_what_they_call(key: str, name: str) -> None:
    graph = deployed(api({"GET /a": {}, "GET /b": {"timeout_ms": 5000}, "GET /c": {}}))
    assert integration_of(graph, key).name == f"orders-public.{name}"
    assert len(graph.of_type(INTEGRATION)) == 2
