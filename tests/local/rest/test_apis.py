"""Programs written by hand with pulumi_aws, read into the REST APIs that the gateway serves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture
from pulumi_apigw.local import serve
from pulumi_apigw.local.addresses import Addresses
from pulumi_apigw.local.apis import Served, read_graph
from pulumi_apigw.local.model import LocalStage
from pulumi_apigw.local.rest.model import (
    GatewayResponse,
    IntegrationResponse,
    LocalRestApi,
    RestAuthorizer,
    RestIntegration,
    Validator,
)

X = "x-amazon-apigateway-"
POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_X"


def body(**document: Any) -> str:
    return json.dumps({"openapi": "3.0.1", "paths": {"/a": {"get": {"responses": {}}}}, **document})


def stage(name: str, api: aws.apigateway.RestApi, stage_name: str = "dev") -> aws.apigateway.Stage:
    deployment = aws.apigateway.Deployment(name, rest_api=api.id)
    return aws.apigateway.Stage(
        name, rest_api=api.id, deployment=deployment.id, stage_name=stage_name, variables={"x": "y"}
    )


def served(program: Callable[[], object]) -> tuple[LocalRestApi, Served]:
    found = read_graph(capture(lambda: program() and None))
    (api,) = found.apis
    assert isinstance(api, LocalRestApi)
    return api, found


def test_a_body_and_what_belongs_to_it() -> None:
    def program() -> None:
        api = aws.apigateway.RestApi("orders", name="orders-api", body=body())
        stage("dev", api)
        stage("other", aws.apigateway.RestApi("other", body=body()), "prod")

    orders, other = read_graph(capture(program)).apis
    assert (orders.name, orders.aliases, orders.protocol) == ("orders-api", ("orders",), "rest")
    (found,) = orders.stages
    assert found == LocalStage("dev", {"x": "y"}, True, found.deployment_id)
    assert found.deployment_id
    assert [route.key for route in orders.routes] == ["GET /a"]
    assert [each.name for each in other.stages] == ["prod"]


@pytest.mark.parametrize(
    ("arguments", "document", "expected"),
    [
        ({}, {}, ((), None, "HEADER")),
        (
            {},
            {
                f"{X}binary-media-types": ["a/b"],
                f"{X}minimum-compression-size": 5,
                f"{X}api-key-source": "AUTHORIZER",
            },
            (("a/b",), 5, "AUTHORIZER"),
        ),
        (
            {"binary_media_types": ["*/*"], "minimum_compression_size": "9", "api_key_source": "HEADER"},
            {
                f"{X}binary-media-types": ["a/b"],
                f"{X}minimum-compression-size": 5,
                f"{X}api-key-source": "AUTHORIZER",
            },
            (("*/*",), 9, "HEADER"),
        ),
        ({"minimum_compression_size": "-1"}, {f"{X}minimum-compression-size": 5}, ((), None, "HEADER")),
    ],
)
def test_P19_arguments_win_over_the_body(
    arguments: dict[str, Any], document: dict[str, Any], expected: Any
) -> None:
    api, _ = served(lambda: aws.apigateway.RestApi("a", body=body(**document), **arguments))
    assert (api.binary_types, api.minimum_compression_size, api.api_key_source) == expected


def test_keys_of_the_plans_that_have_a_stage() -> None:
    def program() -> None:
        api = aws.apigateway.RestApi("a", body=body())
        dev = stage("dev", api)
        plan = aws.apigateway.UsagePlan("plan", api_stages=[{"api_id": api.id, "stage": dev.stage_name}])
        empty = aws.apigateway.UsagePlan("empty")
        for name, planned, settings in (
            ("made", plan, {}),
            ("given", plan, {"value": pulumi.Output.secret("a-value-of-20-characters")}),
            ("off", plan, {"enabled": False}),
            ("unplanned", empty, {}),
        ):
            key = aws.apigateway.ApiKey(name, name=name, **settings)
            aws.apigateway.UsagePlanKey(name, key_id=key.id, key_type="API_KEY", usage_plan_id=planned.id)

    api, _ = served(program)
    keys = {key.name: key for key in api.api_keys}
    assert sorted(keys) == ["given", "made", "off"]
    assert (keys["given"].value, keys["given"].secret) == ("a-value-of-20-characters", True)
    assert (len(keys["made"].value), keys["made"].secret, keys["made"].stages) == (
        40,
        False,
        frozenset({"dev"}),
    )
    assert [key.name for key in api.keys_of("dev")] == [name for name in keys if name in ("made", "given")]
    assert api.keys_of("prod") == ()
    (described,) = Addresses("127.0.0.1", {api.id: 3000}).described(api)["stages"]
    assert described == {
        "name": "dev",
        "url": "http://127.0.0.1:3000/dev",
        "api_keys": {"made": keys["made"].value, "given": None},
    }


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (
            {"body": body()},
            "no stage, so nothing is served. Add an aws.apigateway.Stage with its deployment.",
        ),
        ({"body": body(security=[{"a": []}])}, "API Gateway does not apply the `security` at the root"),
    ],
)
def test_says_what_will_not_work(arguments: dict[str, Any], note: str) -> None:
    _, found = served(lambda: aws.apigateway.RestApi("a", name="a", **arguments))
    assert any(line.startswith(f"API 'a': {note}") for line in found.notes)


def test_a_body_that_is_no_document_is_not_served() -> None:
    found = read_graph(capture(lambda: aws.apigateway.RestApi("a", name="a", body="[]") and None))
    assert found.apis == ()
    assert found.notes == ("API 'a': not served: its `body` has neither `openapi` nor `swagger`.",)


def test_a_model_that_is_no_json_is_named() -> None:
    def program() -> None:
        api = aws.apigateway.RestApi("a", name="a")
        aws.apigateway.Model("m", rest_api=api.id, name="M", content_type="a/b", schema="{")

    (note,) = read_graph(capture(program)).notes
    assert note.startswith("API 'a': not served: the schema of model 'M' is no JSON: ")


def by_hand() -> None:
    """An API of resources, with one of each kind."""
    api = aws.apigateway.RestApi("a", name="a")
    items = aws.apigateway.Resource(
        "items", rest_api=api.id, parent_id=api.root_resource_id, path_part="items"
    )
    item = aws.apigateway.Resource("item", rest_api=api.id, parent_id=items.id, path_part="{id}")
    people = aws.apigateway.Authorizer(
        "people", name="people", rest_api=api.id, type="COGNITO_USER_POOLS", provider_arns=[POOL]
    )
    aws.apigateway.Authorizer(
        "judge",
        name="judge",
        rest_api=api.id,
        type="REQUEST",
        authorizer_uri="arn:x",
        identity_source="method.request.header.a,context.identity.sourceIp",
        authorizer_result_ttl_in_seconds=0,
    )
    validator = aws.apigateway.RequestValidator("v", rest_api=api.id, validate_request_body=True)
    aws.apigateway.Model(
        "m", rest_api=api.id, name="M", content_type="application/json", schema='{"type": "object"}'
    )
    get = aws.apigateway.Method(
        "get",
        rest_api=api.id,
        resource_id=item.id,
        http_method="GET",
        authorization="COGNITO_USER_POOLS",
        authorizer_id=people.id,
        authorization_scopes=["a/b"],
        api_key_required=True,
        request_parameters={"method.request.querystring.q": True, "method.request.header.h": False},
        request_models={"application/json": "M"},
        request_validator_id=validator.id,
    )
    place: dict[str, Any] = {"rest_api": api.id, "resource_id": item.id, "http_method": get.http_method}
    aws.apigateway.Integration(
        "get", type="MOCK", request_templates={"application/json": '{"statusCode": 200}'}, **place
    )
    aws.apigateway.IntegrationResponse(
        "get",
        status_code="201",
        selection_pattern="2..",
        response_parameters={"method.response.header.X-A": "'b'"},
        response_templates={"application/json": "{}"},
        **place,
    )
    aws.apigateway.Method(
        "root", rest_api=api.id, resource_id=api.root_resource_id, http_method="ANY", authorization="NONE"
    )
    aws.apigateway.Response(
        "denied",
        rest_api_id=api.id,
        response_type="UNAUTHORIZED",
        status_code="404",
        response_parameters={"gatewayresponse.header.X-A": "'b'"},
    )


def test_methods_can_be_resources_of_their_own() -> None:
    api, _ = served(by_hand)
    routes = {route.key: route for route in api.routes}
    assert sorted(routes) == ["ANY /", "GET /items/{id}"]
    get = routes["GET /items/{id}"]
    assert get.integration == RestIntegration(
        "MOCK",
        timeout_ms=29_000,
        request_templates={"application/json": '{"statusCode": 200}'},
        responses=(IntegrationResponse("2..", 201, {"X-A": "'b'"}, {"application/json": "{}"}),),
    )
    assert (get.authorization_type, get.scopes, get.api_key) == ("COGNITO_USER_POOLS", ("a/b",), True)
    assert (get.required, get.models) == ((("querystring", "q"),), {"application/json": {"type": "object"}})
    assert get.validator == Validator(body=True)
    assert (routes["ANY /"].integration, routes["ANY /"].authorization_type) == (None, "NONE")
    people, judge = sorted(api.authorizers, key=lambda each: each.name, reverse=True)
    assert get.authorizer == people
    assert people.issuers == ("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_X",)
    assert judge == RestAuthorizer(
        judge.id,
        "judge",
        "REQUEST",
        ("method.request.header.a", "context.identity.sourceIp"),
        uri="arn:x",
        ttl_seconds=0,
    )
    assert api.gateway_responses == {"UNAUTHORIZED": GatewayResponse(404, {"X-A": "'b'"})}


def test_methods_of_their_own_are_served(tmp_path: Path) -> None:
    def program() -> None:
        api = aws.apigateway.RestApi("a", name="a")
        place: dict[str, Any] = {"rest_api": api.id, "resource_id": api.root_resource_id}
        base = pulumi.Output.concat("https://apigateway.amazonaws.com/restapis/", api.id, "/models/")
        item = base.apply(
            lambda url: json.dumps({"type": "object", "properties": {"part": {"$ref": f"{url}Part"}}})
        )
        for name, schema in (("Item", item), ("Part", '{"type": "integer"}')):
            aws.apigateway.Model(
                name, rest_api=api.id, name=name, content_type="application/json", schema=schema
            )
        validator = aws.apigateway.RequestValidator("v", rest_api=api.id, validate_request_body=True)
        method = aws.apigateway.Method(
            "post",
            http_method="POST",
            authorization="NONE",
            request_models={"application/json": "Item"},
            request_validator_id=validator.id,
            **place,
        )
        place["http_method"] = method.http_method
        template = {"application/json": '{"statusCode": 201}'}
        aws.apigateway.Integration("post", type="MOCK", request_templates=template, **place)
        aws.apigateway.IntegrationResponse("post", status_code="201", **place)
        stage("dev", api)

    with serve(capture(program), project_dir=tmp_path, on_log=lambda line: None) as gateway:
        assert httpx.post(gateway.url(), json={"part": 1}).status_code == 201
        refused = httpx.post(gateway.url(), json={"part": "one"})
        assert (refused.status_code, refused.json()) == (400, {"message": "Invalid request body"})
