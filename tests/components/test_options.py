"""Resource options of a component reach every child."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import Resource, ResourceGraph, capture

from .conftest import BUILT, api, config, deployed, ours

QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
REST: dict[str, Any] = {
    "protocol": "rest",
    "documentation_version": "1",
    "client_certificate": True,
    "web_acl_arn": "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1a2b",
    "vpc_links": {
        "old": {"target_arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/x/1"}
    },
    "authorizers": {"gate": {"type": "lambda", "function": "api"}},
    "defaults": {"authorizer": "gate"},
    "api_keys": {"shop": {}},
    "usage_plans": {"gold": {"api_keys": ["shop"]}},
    "routes": {
        "GET /": {"function": "api", "api_key": True},
        "POST /queue": {"integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE}},
        "GET /private": {
            "integration": {"type": "private", "vpc_link": "old", "url": "http://x.example.com/"}
        },
    },
}
WEBSOCKET: dict[str, Any] = {
    "protocol": "websocket",
    "auto_deploy": False,
    "authorizers": {
        "gate": {"type": "lambda", "function": "api", "identity_sources": ["$request.querystring.token"]}
    },
    "models": {"Message": {"type": "object"}},
    "push": ["api"],
    "connections": "dynamodb",
    "api_keys": {"shop": {}},
    "usage_plans": {"gold": {"api_keys": ["shop"]}},
    "routes": {
        "$connect": {"function": "api", "authorizer": "gate", "api_key": True},
        "say": {"function": "api", "reply": True, "body": "Message"},
        "queue": {
            "integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE},
            "reply": True,
            "replies": {"$default": {}},
        },
    },
}
WRITTEN: dict[str, Any] = api(
    {
        "GET /": {},
        "GET /guarded": {"authorizer": "gate"},
        "POST /queue": {"integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE}},
        "GET /private": {
            "integration": {
                "type": "private",
                "vpc_link": "inside",
                "target_arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/x/1/2",
            }
        },
    },
    authorizers={"gate": {"type": "lambda", "function": "api"}},
    vpc_links={"inside": {"subnet_ids": ["subnet-1"]}},
) | {
    "functions": {
        "api": {
            **BUILT,
            "managed_policy_arns": ["arn:aws:iam::aws:policy/A"],
            "vpc": {"subnet_ids": ["subnet-s"], "security_group_ids": ["sg-g"]},
        }
    },
    "tags": {"team": "shop"},
}
WRITTEN["apis"] |= {"orders": REST, "live": WEBSOCKET}
KINDS = 29
"""How many types of AWS resources are in it: each that the components can make."""


def children(graph: ResourceGraph) -> list[Resource]:
    found = [each for each in ours(graph) if each.custom]
    assert len({each.type for each in found}) == KINDS
    return found


def test_protect() -> None:
    graph = deployed(WRITTEN, opts=lambda: pulumi.ResourceOptions(protect=True))
    # Pulumi replaces nothing that is protected, and every change replaces a deployment.
    deployments = {"aws:apigateway/deployment:Deployment", "aws:apigatewayv2/deployment:Deployment"}
    assert {each.type for each in children(graph) if not each.protect} == deployments
    assert not any(each.protect for each in children(deployed(WRITTEN)))


def test_retain_on_delete() -> None:
    graph = deployed(WRITTEN, opts=lambda: pulumi.ResourceOptions(retain_on_delete=True))
    assert all(each.retain_on_delete for each in children(graph))
    assert not any(each.retain_on_delete for each in children(deployed(WRITTEN)))


@pytest.mark.parametrize("option", ["provider", "providers", "named"])
def test_a_provider_with_its_region_and_tags(option: str) -> None:
    def opts() -> pulumi.ResourceOptions:
        provider = aws.Provider("eu", region="eu-central-1", default_tags={"tags": {"owner": "us"}})
        if option == "provider":
            return pulumi.ResourceOptions(provider=provider)
        return pulumi.ResourceOptions(providers=[provider] if option == "providers" else {"aws": provider})

    graph = deployed(WRITTEN, opts=opts)
    provider = graph.find("pulumi:providers:aws", "eu").urn
    for each in children(graph):
        assert each.provider == provider, each.urn
        if "tags" in each.inputs:
            assert each.outputs["tagsAll"] == {"team": "shop", "owner": "us"}
    assert ".eu-central-1." in graph.exports["urls"]["public"]["dev"]
    uri = graph.find("aws:apigatewayv2/integration:Integration", "orders-public.api").inputs["integrationUri"]
    assert uri.startswith("arn:aws:apigateway:eu-central-1:lambda:path/")


def test_tags_of_the_config() -> None:
    tagged = [each for each in children(deployed(WRITTEN)) if "tags" in each.inputs]
    assert {each.type.rpartition(":")[2] for each in tagged} == {
        "Api",
        "ApiKey",
        "ClientCertificate",
        "Function",
        "LogGroup",
        "RestApi",
        "Role",
        "Stage",
        "Table",
        "UsagePlan",
        "VpcLink",
    }
    assert all(each.inputs["tags"] == {"team": "shop"} for each in tagged)


def test_aliases_follow_a_service_that_has_a_new_name() -> None:
    def renamed() -> None:
        Service(
            "shop", ServiceArgs(config=WRITTEN), pulumi.ResourceOptions(aliases=[pulumi.Alias(name="orders")])
        )

    before = {each.urn for each in ours(deployed(WRITTEN))}
    after = ours(capture(renamed, project="orders"), "shop")
    assert before == {urn for each in after for urn in each.aliases} & before
    assert len(before) == len(after)


def test_aliases_follow_a_service_that_has_a_new_parent() -> None:
    class Shop(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("my:index:Shop", "shop")
            moved = pulumi.ResourceOptions(
                parent=self, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]
            )
            Service("orders", ServiceArgs(config=WRITTEN), moved)

    before = {each.urn for each in ours(deployed(WRITTEN))}
    graph = capture(Shop, project="orders")
    after = {urn for each in ours(graph) for urn in each.aliases}
    assert before <= after


def setting(type_: str, **props: Any) -> pulumi.ResourceTransform:
    """A transform that changes arguments of one type of resources."""

    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != type_:
            return None
        return pulumi.ResourceTransformResult(props={**args.props, **props}, opts=args.opts)

    return transform


@pytest.mark.parametrize(
    ("type_", "props"),
    [
        ("aws:apigatewayv2/stage:Stage", {"autoDeploy": False}),
        ("aws:lambda/function:Function", {"memorySize": 2048, "snapStart": {"applyOn": "PublishedVersions"}}),
        ("aws:iam/role:Role", {"permissionsBoundary": "arn:aws:iam::123456789012:policy/boundary"}),
        ("aws:apigatewayv2/route:Route", {"operationName": "changed"}),
        ("aws:apigatewayv2/integration:Integration", {"description": "changed"}),
        ("aws:apigatewayv2/authorizer:Authorizer", {"authorizerResultTtlInSeconds": 7}),
        ("aws:lambda/permission:Permission", {"sourceAccount": "123456789012"}),
        ("aws:apigateway/restApi:RestApi", {"failOnWarnings": True}),
        ("aws:apigateway/stage:Stage", {"description": "changed"}),
        ("aws:apigateway/methodSettings:MethodSettings", {"methodPath": "*/*"}),
        ("aws:dynamodb/table:Table", {"deletionProtectionEnabled": True}),
    ],
)
def test_a_users_transform_changes_any_childs_arguments(type_: str, props: dict[str, Any]) -> None:
    graph = deployed(WRITTEN, opts=lambda: pulumi.ResourceOptions(transforms=[setting(type_, **props)]))
    found = [each for each in children(graph) if each.type == type_]
    assert found
    for each in found:
        assert props.items() <= each.inputs.items()


def test_a_transform_of_the_stack_does_so_too() -> None:
    def program() -> None:
        pulumi.runtime.register_resource_transform(setting("aws:lambda/function:Function", memorySize=2048))
        Service("orders", ServiceArgs(config=config()))

    graph = capture(program)
    assert graph.find("aws:lambda/function:Function", "orders-api").inputs["memorySize"] == 2048


def test_a_transform_changes_a_childs_options() -> None:
    def retained(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != "aws:cloudwatch/logGroup:LogGroup":
            return None
        kept = pulumi.ResourceOptions(retain_on_delete=True)
        return pulumi.ResourceTransformResult(
            props=args.props, opts=pulumi.ResourceOptions.merge(args.opts, kept)
        )

    graph = deployed(WRITTEN, opts=lambda: pulumi.ResourceOptions(transforms=[retained]))
    assert {each.type for each in children(graph) if each.retain_on_delete} == {
        "aws:cloudwatch/logGroup:LogGroup"
    }
