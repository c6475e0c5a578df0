"""Ids, ARNs and endpoints have AWS's shapes and are the same in every run."""

from __future__ import annotations

import re
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture

from .conftest import ACCOUNT, created

INVOKE = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"
LAMBDA = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function"


@pytest.mark.parametrize(
    ("type_", "inputs", "id_", "outputs"),
    [
        (
            "aws:lambda/function:Function",
            {"name": "api", "publish": True},
            "api",
            {
                "arn": f"{LAMBDA}:api",
                "invokeArn": f"{INVOKE}/{LAMBDA}:api/invocations",
                "version": "1",
                "qualifiedArn": f"{LAMBDA}:api:1",
            },
        ),
        ("aws:lambda/function:Function", {"name": "api"}, "api", {"version": "$LATEST"}),
        (
            "aws:lambda/alias:Alias",
            {"name": "live", "functionName": f"{LAMBDA}:api"},
            f"{LAMBDA}:api:live",
            {
                "arn": f"{LAMBDA}:api:live",
                "invokeArn": f"{INVOKE}/{LAMBDA}:api:live/invocations",
            },
        ),
        ("aws:lambda/alias:Alias", {"name": "live", "functionName": "api"}, f"{LAMBDA}:api:live", {}),
        (
            "aws:lambda/alias:Alias",
            {"name": "live", "functionName": f"{LAMBDA}:api:1"},
            f"{LAMBDA}:api:live",
            {},
        ),
        (
            "aws:lambda/layerVersion:LayerVersion",
            {"layerName": "tools"},
            f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools:1",
            {"layerArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools", "version": "1"},
        ),
        (
            "aws:apigatewayv2/stage:Stage",
            {"apiId": "abc", "name": "dev"},
            "dev",
            {
                "arn": "arn:aws:apigateway:eu-west-1::/apis/abc/stages/dev",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:abc/dev",
                "invokeUrl": "https://abc.execute-api.eu-west-1.amazonaws.com/dev",
            },
        ),
        (
            "aws:apigateway/stage:Stage",
            {"restApi": "abc", "stageName": "dev"},
            "ags-abc-dev",
            {
                "arn": "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/dev",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:abc/dev",
                "invokeUrl": "https://abc.execute-api.eu-west-1.amazonaws.com/dev",
            },
        ),
        (
            "aws:apigateway/methodSettings:MethodSettings",
            {"restApi": "abc", "stageName": "dev", "methodPath": "*/*"},
            "abc-dev-*/*",
            {},
        ),
        ("aws:apigateway/account:Account", {}, "api-gateway-account", {}),
        (
            "aws:apigateway/documentationVersion:DocumentationVersion",
            {"restApiId": "abc", "version": "v1"},
            "abc/v1",
            {},
        ),
        ("aws:apigateway/usagePlanKey:UsagePlanKey", {"keyId": "k"}, "k", {}),
        (
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            {"webAclArn": "arn:acl", "resourceArn": "arn:stage"},
            "arn:acl,arn:stage",
            {},
        ),
        (
            "aws:iam/role:Role",
            {"name": "api", "path": "/service/"},
            "api",
            {"arn": f"arn:aws:iam::{ACCOUNT}:role/service/api"},
        ),
        (
            "aws:iam/role:Role",
            {"name": "api"},
            "api",
            {"arn": f"arn:aws:iam::{ACCOUNT}:role/api", "path": "/"},
        ),
        (
            "aws:cloudwatch/logGroup:LogGroup",
            {"name": "/aws/lambda/api"},
            "/aws/lambda/api",
            {"arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/aws/lambda/api"},
        ),
        (
            "aws:sqs/queue:Queue",
            {"name": "orders"},
            f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders",
            {"arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"},
        ),
        ("aws:sns/topic:Topic", {"name": "t"}, f"arn:aws:sns:eu-west-1:{ACCOUNT}:t", {}),
        (
            "aws:dynamodb/table:Table",
            {"name": "t"},
            "t",
            {"arn": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/t", "streamArn": None},
        ),
        (
            "aws:s3/bucket:Bucket",
            {"bucket": "b"},
            "b",
            {"arn": "arn:aws:s3:::b", "bucketDomainName": "b.s3.amazonaws.com"},
        ),
        (
            "aws:sfn/stateMachine:StateMachine",
            {"name": "m"},
            f"arn:aws:states:eu-west-1:{ACCOUNT}:stateMachine:m",
            {},
        ),
        ("aws:kinesis/stream:Stream", {"name": "s"}, f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/s", {}),
        (
            "aws:cloudwatch/eventBus:EventBus",
            {"name": "b"},
            "b",
            {"arn": f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/b"},
        ),
        (
            "aws:ssm/parameter:Parameter",
            {"name": "/app/key"},
            "/app/key",
            {"arn": f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/app/key"},
        ),
        (
            "aws:cognito/resourceServer:ResourceServer",
            {"userPoolId": "p", "identifier": "items", "scopes": [{"scopeName": "read"}]},
            "p|items",
            {"scopeIdentifiers": ["items/read"]},
        ),
        (
            "aws:bedrock/agent:Agent",
            {"name": "a"},
            "a",
            {"arn": f"arn:aws:bedrock:eu-west-1:{ACCOUNT}:agent/a"},
        ),
    ],
)
def test_values_that_follow_from_inputs(
    type_: str, inputs: dict[str, Any], id_: str, outputs: dict[str, Any]
) -> None:
    made_id, made = created(type_, inputs)
    assert made_id == id_
    assert {key: made[key] for key in outputs} == outputs


def test_a_client_has_a_secret_only_if_it_asks_for_one() -> None:
    client = "aws:cognito/userPoolClient:UserPoolClient"
    assert created(client)[1]["clientSecret"] is None
    assert re.fullmatch("[a-z0-9]{52}", created(client, {"generateSecret": True})[1]["clientSecret"])


@pytest.mark.parametrize("type_", ["aws:iam/role:Role", "aws:route53/zone:Zone"])
def test_a_global_resource_has_no_region(type_: str) -> None:
    assert "region" not in created(type_)[1]
    assert created("aws:sqs/queue:Queue")[1]["region"] == "eu-west-1"


def test_a_fifo_queue_is_named_as_one() -> None:
    _, made = created("aws:sqs/queue:Queue", {"fifoQueue": True})
    assert re.fullmatch(r"orders-[0-9a-f]{7}\.fifo", made["name"])


def test_a_name_with_braces_is_taken_as_it_is() -> None:
    assert created("aws:s3/bucket:Bucket", {"bucket": "{id}"})[0] == "{id}"
    assert created("aws:sns/topic:Topic", name="{id}")[1]["name"].startswith("{id}-")


def test_inputs_are_never_overwritten() -> None:
    _, made = created("aws:apigatewayv2/integration:Integration", {"payloadFormatVersion": "2.0"})
    assert "payloadFormatVersion" not in made


def test_a_websocket_api_and_its_stage_answer_by_wss() -> None:
    def program() -> None:
        api = aws.apigatewayv2.Api("chat", protocol_type="WEBSOCKET")
        stage = aws.apigatewayv2.Stage("dev", api_id=api.id, name="dev")
        pulumi.export("endpoint", api.api_endpoint)
        pulumi.export("url", stage.invoke_url)

    graph = capture(program)
    host = f"wss://{graph.find('aws:apigatewayv2/api:Api', 'chat').id}.execute-api.us-east-1.amazonaws.com"
    assert graph.exports == {"endpoint": host, "url": f"{host}/dev"}


@pytest.mark.parametrize(
    ("region", "prefix", "host"),
    [
        ("cn-north-1", "arn:aws-cn:sqs:cn-north-1:", "sqs.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "arn:aws-us-gov:sqs:us-gov-west-1:", "sqs.us-gov-west-1.amazonaws.com"),
    ],
)
def test_other_partitions_have_their_own_arns_and_hosts(region: str, prefix: str, host: str) -> None:
    graph = capture(lambda: aws.sqs.Queue("orders"), region=region)
    queue = graph.find("aws:sqs/queue:Queue", "orders")
    assert queue.outputs["arn"].startswith(prefix)
    assert host in queue.outputs["url"]


def test_the_region_of_one_resource_goes_over_the_stacks() -> None:
    graph = capture(lambda: aws.sqs.Queue("orders", region="eu-north-1"))
    assert graph.find("aws:sqs/queue:Queue", "orders").outputs["arn"].startswith("arn:aws:sqs:eu-north-1:")


def test_resources_of_other_providers_pass_with_their_inputs() -> None:
    class Thing(pulumi.CustomResource):
        length: pulumi.Output[int]

        def __init__(self, name: str) -> None:
            super().__init__("other:index:Thing", name, {"length": 3})

    def program() -> None:
        pulumi.export("length", Thing("a").length)

    graph = capture(program)
    assert graph.exports == {"length": 3}
    assert graph.find("other:index:Thing", "a").outputs == {"length": 3}


def test_the_program_and_the_graph_see_the_same_values() -> None:
    def program() -> None:
        queue = aws.sqs.Queue("orders")
        pulumi.export("all", pulumi.Output.all(queue.id, queue.arn, queue.url, queue.name))

    graph = capture(program)
    queue = graph.find("aws:sqs/queue:Queue", "orders")
    assert graph.exports["all"] == [queue.id, *(queue.outputs[key] for key in ("arn", "url", "name"))]
