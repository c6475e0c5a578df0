"""Programs written by hand with pulumi_aws, read into the APIs that the gateway serves."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import capture
from pulumi_apigw.local.apis import read_graph
from pulumi_apigw.local.model import Cors, LocalApi, LocalIntegration, LocalStage, Permission


def api(logical_name: str, /, **arguments: Any) -> aws.apigatewayv2.Api:
    return aws.apigatewayv2.Api(logical_name, protocol_type="HTTP", **arguments)


def test_joins_what_belongs_to_an_api() -> None:
    def program() -> None:
        orders = api(
            "orders",
            name="orders-api",
            cors_configuration={
                "allow_origins": ["https://a.example"],
                "max_age": 60,
                "allow_credentials": True,
            },
        )
        integration = aws.apigatewayv2.Integration(
            "backend",
            api_id=orders.id,
            integration_type="HTTP_PROXY",
            integration_method="ANY",
            integration_uri="https://b.example",
            timeout_milliseconds=5000,
            request_parameters={"overwrite:path": "$request.path"},
            response_parameters=[{"status_code": "500", "mappings": {"overwrite:statuscode": "503"}}],
        )
        authorizer = aws.apigatewayv2.Authorizer(
            "customers",
            api_id=orders.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": "https://i.example", "audiences": ["web"]},
        )
        aws.apigatewayv2.Route(
            "get",
            api_id=orders.id,
            route_key="GET /items",
            target=integration.id.apply(lambda id_: f"integrations/{id_}"),
            authorization_type="JWT",
            authorizer_id=authorizer.id,
            authorization_scopes=["read"],
        )
        aws.apigatewayv2.Stage(
            "dev", api_id=orders.id, name="dev", auto_deploy=True, stage_variables={"backend": "dev"}
        )
        api("other")

    found, other = read_graph(capture(program)).apis
    assert isinstance(found, LocalApi)
    assert isinstance(other, LocalApi)
    assert (found.name, found.aliases, found.domain_name) == (
        "orders-api", ("orders",), f"{found.id}.execute-api.us-east-1.amazonaws.com"
    )  # fmt: skip
    assert found.cors == Cors(
        allow_origins=("https://a.example",), max_age_seconds=60, allow_credentials=True
    )
    assert found.stages == (LocalStage("dev", {"backend": "dev"}, deployed=True),)
    (route,) = found.routes
    assert (route.key, route.method, route.path) == ("GET /items", "GET", "/items")
    assert (route.authorization_type, route.scopes) == ("JWT", ("read",))
    assert route.authorizer is not None
    assert (route.authorizer.issuer, route.authorizer.audience) == ("https://i.example", ("web",))
    assert route.integration == LocalIntegration(
        type="HTTP_PROXY",
        uri="https://b.example",
        timeout_ms=5000,
        request_parameters={"overwrite:path": "$request.path"},
        response_parameters={"500": {"overwrite:statuscode": "503"}},
    )
    assert (other.routes, other.stages, other.cors) == ((), (), None)


class Part(pulumi.ComponentResource):
    def __init__(self, name: str, parent: pulumi.Resource | None = None) -> None:
        super().__init__("test:index:Part", name, None, pulumi.ResourceOptions(parent=parent))
        self.register_outputs({})


def test_an_api_goes_by_its_components_names_and_without_them() -> None:
    def program() -> None:
        part = Part("orders-public", Part("orders"))
        api("orders-public-api", name="aws-name", opts=pulumi.ResourceOptions(parent=part))

    (found,) = read_graph(capture(program)).apis
    assert found.name == "aws-name"
    assert found.aliases == ("orders-public-api", "orders-public", "api", "public-api", "public")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (
            "arn:aws:lambda:us-east-1:123456789012:function:orders",
            LocalIntegration(
                "AWS_PROXY", "arn:aws:lambda:us-east-1:123456789012:function:orders", payload_format="2.0"
            ),
        ),
        ("https://b.example", LocalIntegration("HTTP_PROXY", "https://b.example")),
    ],
)
def test_quick_create_makes_a_route_and_a_stage(target: str, expected: LocalIntegration) -> None:
    (found,) = read_graph(capture(lambda: pulumi.export("api", api("quick", target=target).id))).apis
    assert found.stages == (LocalStage("$default"),)
    assert [(route.key, route.integration) for route in found.routes] == [("$default", expected)]


def test_quick_create_takes_a_route_key() -> None:
    (found,) = read_graph(
        capture(lambda: pulumi.export("api", api("q", target="https://b.example", route_key="GET /a").id))
    ).apis
    assert [route.key for route in found.routes] == ["GET /a"]


def test_a_stage_is_deployed_by_auto_deploy_or_by_a_deployment() -> None:
    def program() -> None:
        orders = api("orders")
        deployment = aws.apigatewayv2.Deployment("release", api_id=orders.id)
        aws.apigatewayv2.Stage("auto", api_id=orders.id, name="auto", auto_deploy=True)
        aws.apigatewayv2.Stage("pinned", api_id=orders.id, name="pinned", deployment_id=deployment.id)
        aws.apigatewayv2.Stage("bare", api_id=orders.id, name="bare")

    (found,) = read_graph(capture(program)).apis
    assert {stage.name: stage.deployed for stage in found.stages} == {
        "auto": True,
        "pinned": True,
        "bare": False,
    }


def test_reads_the_policy_of_every_function() -> None:
    def program() -> None:
        aws.lambda_.Permission(
            "alias",
            action="lambda:InvokeFunction",
            function="arn:aws:lambda:us-east-1:123456789012:function:orders",
            qualifier="dev",
            principal="apigateway.amazonaws.com",
            source_arn="arn:aws:execute-api:us-east-1:123456789012:abc/*",
        )
        aws.lambda_.Permission("any", action="lambda:*", function="orders", principal="*")

    found = read_graph(capture(program)).permissions
    assert sorted(found, key=lambda permission: permission.action) == [
        Permission("orders", "lambda:*", "*"),
        Permission(
            "orders",
            "lambda:InvokeFunction",
            "apigateway.amazonaws.com",
            "dev",
            "arn:aws:execute-api:us-east-1:123456789012:abc/*",
        ),
    ]


def test_says_what_it_does_not_serve() -> None:
    def program() -> None:
        api("spec", body="{}")

    found = read_graph(capture(program))
    assert [served.name.partition("-")[0] for served in found.apis] == ["spec"]
    assert len(found.notes) == 1
    assert "the routes of its OpenAPI `body` are not served locally yet." in found.notes[0]


def test_a_services_apis_keep_the_order_of_its_config() -> None:
    """The first has the port that its callers know, whatever it waits for in the program."""
    route = {"authorizer": "none", "integration": {"type": "mock"}}
    keyed = {"api_keys": {"acme": {}}, "usage_plans": {"gold": {"api_keys": ["acme"]}}}
    open_to_all = {"protocol": "rest", "routes": {"GET /": route}}
    waiting = {"protocol": "rest", "routes": {"GET /": {**route, "api_key": True}}, **keyed}
    config = {"service": "shop", "apis": {"public": waiting, "inside": open_to_all}, "stages": {"dev": {}}}
    graph = capture(lambda: Service("shop", ServiceArgs(config=config)), stack="dev")
    assert [each.name for each in read_graph(graph).apis] == ["shop-public-dev", "shop-inside-dev"]
