from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pulumi_apigw.errors import ApigwError
from pulumi_apigw.graph.aws_shapes import SHAPES

from ..conftest import ALIAS, OPEN, PERMISSION, config, deployed
from .conftest import API_KEY, DOCUMENTATION, REST_API, body, deployment, rest, rest_api

GUARDED = {
    "authorizers": {"gate": {"type": "lambda", "function": "api"}},
    "routes": {"GET /items": {"authorizer": "gate"}},
}
ACCOUNT_POLICY = {"allow_accounts": ["123456789012"]}


def test_every_input_of_a_plain_api() -> None:
    inputs = dict(rest_api(deployed(rest())).inputs)
    assert json.loads(inputs.pop("body"))["info"] == {"title": "orders-public-dev", "version": "1.0"}
    assert inputs == {
        "name": "orders-public-dev",
        "apiKeySource": "HEADER",
        "binaryMediaTypes": [],
        "minimumCompressionSize": "-1",
        "disableExecuteApiEndpoint": False,
        "endpointConfiguration": {"types": "REGIONAL"},
        "tags": {},
    }


@pytest.mark.parametrize(
    ("setting", "argument", "extension"),
    [
        (
            {"api_key_source": "AUTHORIZER", **GUARDED},
            {"apiKeySource": "AUTHORIZER"},
            {"api-key-source": "AUTHORIZER"},
        ),
        (
            {"binary_media_types": ["image/png"]},
            {"binaryMediaTypes": ["image/png"]},
            {"binary-media-types": ["image/png"]},
        ),
        (
            {"minimum_compression_bytes": 0},
            {"minimumCompressionSize": "0"},
            {"minimum-compression-size": 0},
        ),
    ],
)
def test_P18_P19_settings_stand_in_the_body_and_beside_it(
    setting: dict[str, Any], argument: dict[str, Any], extension: dict[str, Any]
) -> None:
    graph = deployed(rest(**setting))
    assert argument.items() <= rest_api(graph).inputs.items()
    assert {f"x-amazon-apigateway-{key}": value for key, value in extension.items()}.items() <= body(
        graph
    ).items()


def test_P18_the_policy_stands_in_the_body_and_beside_it() -> None:
    graph = deployed(rest(policy=ACCOUNT_POLICY))
    assert json.loads(rest_api(graph).inputs["policy"]) == body(graph)["x-amazon-apigateway-policy"]


def test_P31_what_aws_would_complete_is_written_out() -> None:
    written = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "execute-api:Invoke",
                "Resource": ["execute-api:/*", "execute-api:/dev/GET/items", "arn:aws:execute-api:*:*:*/x"],
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "execute-api:Invoke",
                "NotResource": "execute-api:/dev/*",
            },
        ],
    }
    graph = deployed(rest(policy=written), region="cn-north-1")
    found = json.loads(rest_api(graph).inputs["policy"])["Statement"]
    assert found[0]["Resource"] == [
        "*",
        "arn:aws-cn:execute-api:*:*:*/dev/GET/items",
        "arn:aws:execute-api:*:*:*/x",
    ]
    assert found[1]["NotResource"] == "arn:aws-cn:execute-api:*:*:*/dev/*"
    assert body(graph)["x-amazon-apigateway-policy"]["Statement"] == found


def test_P18_a_policy_that_stays_on_aws_is_told_before_anything_is_deployed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The provider answers with the policy that it keeps where a program has taken its own out.
    shape = SHAPES[REST_API]
    outputs = {**shape.outputs, "policy": lambda _: '{"Statement": []}'}
    monkeypatch.setitem(SHAPES, REST_API, replace(shape, outputs=outputs))
    with pytest.raises(ApigwError, match="still has the resource policy that was taken out"):
        deployed(rest())
    assert deployment(deployed(rest(policy=ACCOUNT_POLICY)))


def test_P31_the_body_is_the_same_text_again() -> None:
    text = rest_api(deployed(rest())).inputs["body"]
    written = json.loads(text)
    assert text == json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert rest_api(deployed(rest())).inputs["body"] == text


@pytest.mark.parametrize(
    ("setting", "endpoint"),
    [
        ({"endpoint": "edge"}, {"types": "EDGE"}),
        (
            {
                "endpoint": "private",
                "vpc_endpoint_ids": ["vpce-1"],
                "policy": {"allow_vpc_endpoints": ["vpce-1"]},
            },
            {"types": "PRIVATE", "vpcEndpointIds": ["vpce-1"]},
        ),
        ({"ip_address_type": "dualstack"}, {"types": "REGIONAL", "ipAddressType": "dualstack"}),
    ],
)
def test_endpoints(setting: dict[str, Any], endpoint: dict[str, Any]) -> None:
    assert rest_api(deployed(rest(**setting))).inputs["endpointConfiguration"] == endpoint


def test_a_private_api_stays_with_its_vpc_endpoints_while_it_is_imported() -> None:
    policy = {"allow_vpc_endpoints": "${ref.endpoints}"}
    written = rest(endpoint="private", vpc_endpoint_ids="${ref.endpoints}", policy=policy)
    graph = deployed(written, refs=lambda: {"endpoints": ["vpce-1", "vpce-2"]})
    (server,) = body(graph)["servers"]
    configuration = server["x-amazon-apigateway-endpoint-configuration"]
    assert configuration == {"vpcEndpointIds": ["vpce-1", "vpce-2"]}
    assert rest_api(graph).inputs["endpointConfiguration"]["vpcEndpointIds"] == ["vpce-1", "vpce-2"]


def test_P8_a_deployment_comes_after_all_that_it_needs() -> None:
    graph = deployed(
        rest(
            {"GET /items": {"api_key": True}},
            api_keys={"shop": {}},
            usage_plans={"basic": {"api_keys": ["shop"]}},
            documentation_version="1",
        )
    )
    needed = {each.urn for type_ in (REST_API, PERMISSION, API_KEY) for each in graph.of_type(type_)}
    needed.add(graph.find(DOCUMENTATION, "orders-public.documentation").urn)
    assert needed <= set(deployment(graph).dependencies)


def test_P8_one_permission_for_every_alias_that_a_canary_calls() -> None:
    written = rest()
    written["stages"] = {"dev": {"canary": {"percent_traffic": 10, "variables": {"lambda_alias": "next"}}}}
    graph = deployed(written)
    assert {each.inputs["qualifier"] for each in graph.of_type(PERMISSION)} == {"dev", "next"}
    assert {each.inputs["name"] for each in graph.of_type(ALIAS)} == {"dev", "next"}


def test_P7_300_routes_register_as_many_resources_as_three() -> None:
    def counts(routes: int) -> dict[str, int]:
        return dict(
            deployed(
                rest({f"GET /items/{number}": {} for number in range(routes)}, quotas={"resources": 400})
            ).counts()
        )

    assert counts(300) == counts(3)


def test_P4_P26_old_deployments_are_kept_only_where_the_config_says_so() -> None:
    assert deployment(deployed(rest())).retain_on_delete is False
    assert deployment(deployed(rest(retain_deployments=True))).retain_on_delete is True


def test_P23_mode_uri_and_permission_of_a_stream_go_together() -> None:
    graph = deployed(rest({"GET /feed": {"stream": True}}))
    integration = body(graph)["paths"]["/feed"]["get"]["x-amazon-apigateway-integration"]
    assert integration["responseTransferMode"] == "STREAM"
    assert integration["uri"].endswith(
        "lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:123456789012:function:orders-dev-api"
        ":${stageVariables.lambda_alias}/response-streaming-invocations"
    )
    # InvokeWithResponseStream is allowed by the action of Invoke:
    # https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
    (permission,) = graph.of_type(PERMISSION)
    assert permission.inputs["action"] == "lambda:InvokeFunction"


def test_apis_of_both_kinds_stand_in_one_service() -> None:
    graph = deployed(
        config(
            apis={
                "web": {"routes": {"GET /": OPEN}},
                "public": {"protocol": "rest", "routes": {"GET /": OPEN}},
            }
        )
    )
    assert graph.exports["urls"].keys() == graph.exports["api_ids"].keys() == {"web", "public"}
    assert graph.exports["urls"]["public"]["dev"].endswith(".execute-api.us-east-1.amazonaws.com/dev")
    assert graph.exports["execution_arns"]["public"].endswith(f":{rest_api(graph).id}")
    assert "api_keys" not in graph.exports


def test_an_api_that_calls_nothing_has_a_body_too() -> None:
    graph = deployed(rest({"GET /": {"integration": {"type": "mock"}}}, defaults={}))
    assert list(body(graph)["paths"]) == ["/"]
