"""First-class integrations: the parameters that are sent, and a role for just that call."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from pulumi_apigw.aws.subtypes import SUBTYPES
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import ResourceGraph

from .conftest import INTEGRATION, POLICY, ROLE, ROUTE, api, deployed, policy

IN = "us-east-1:123456789012"
QUEUE = f"arn:aws:sqs:{IN}:orders"
BUS = f"arn:aws:events:{IN}:event-bus/orders"
STREAM = f"arn:aws:kinesis:{IN}:stream/orders"
MACHINE = f"arn:aws:states:{IN}:stateMachine:orders"
URL = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"

Row = tuple[str, dict[str, str], dict[str, str], str, str]
ROWS: list[Row] = [
    (
        "SQS-SendMessage",
        {"queue_arn": QUEUE},
        {"QueueUrl": URL, "MessageBody": "$request.body"},
        "sqs:SendMessage",
        QUEUE,
    ),
    ("SQS-ReceiveMessage", {"queue_arn": QUEUE}, {"QueueUrl": URL}, "sqs:ReceiveMessage", QUEUE),
    (
        "SQS-DeleteMessage",
        {"queue_arn": QUEUE, "receipt_handle": "$request.path.id"},
        {"QueueUrl": URL, "ReceiptHandle": "$request.path.id"},
        "sqs:DeleteMessage",
        QUEUE,
    ),
    ("SQS-PurgeQueue", {"queue_arn": QUEUE}, {"QueueUrl": URL}, "sqs:PurgeQueue", QUEUE),
    (
        "EventBridge-PutEvents",
        {"event_bus_arn": BUS, "detail_type": "ordered", "source": "shop"},
        {"EventBusName": BUS, "Detail": "$request.body", "DetailType": "ordered", "Source": "shop"},
        "events:PutEvents",
        BUS,
    ),
    (
        "Kinesis-PutRecord",
        {"stream_arn": STREAM, "partition_key": "key"},
        {"StreamName": "orders", "Data": "$request.body", "PartitionKey": "key"},
        "kinesis:PutRecord",
        STREAM,
    ),
    (
        "StepFunctions-StartExecution",
        {"state_machine_arn": MACHINE},
        {"StateMachineArn": MACHINE, "Input": "$request.body"},
        "states:StartExecution",
        MACHINE,
    ),
    (
        "StepFunctions-StartSyncExecution",
        {"state_machine_arn": MACHINE},
        {"StateMachineArn": MACHINE, "Input": "$request.body"},
        "states:StartSyncExecution",
        MACHINE,
    ),
    (
        "StepFunctions-StopExecution",
        {"state_machine_arn": MACHINE, "execution_arn": "$request.body.arn"},
        {"ExecutionArn": "$request.body.arn"},
        "states:StopExecution",
        f"arn:aws:states:{IN}:execution:orders:*",
    ),
    (
        "AppConfig-GetConfiguration",
        {"application": "abc", "environment": "def", "configuration": "ghi", "client_id": "me"},
        {"Application": "abc", "Environment": "def", "Configuration": "ghi", "ClientId": "me"},
        "appconfig:GetConfiguration",
        f"arn:aws:appconfig:{IN}:application/abc/environment/def/configuration/ghi",
    ),
]


def calling(subtype: str, fields: dict[str, Any], **options: Any) -> ResourceGraph:
    route = {"integration": {"type": subtype, **fields}, "timeout_ms": 2000}
    return deployed(api({"POST /x/{id}": route}, tags={"team": "shop"}), **options)


def test_every_subtype_is_here() -> None:
    assert [row[0] for row in ROWS] == list(dict.fromkeys(row[0] for row in ROWS))
    assert {row[0] for row in ROWS} == SUBTYPES.keys()


@pytest.mark.parametrize(("subtype", "fields", "parameters", "action", "resource"), ROWS)
def test_what_is_sent_and_what_the_role_may_do(
    subtype: str, fields: dict[str, Any], parameters: dict[str, str], action: str, resource: str
) -> None:
    graph = calling(subtype, fields)
    name = f"orders-public.{subtype} POST /x/{{}}"
    integration = dict(graph.find(INTEGRATION, name).inputs)
    assert integration.pop("apiId")
    # The ARN's region; AppConfig has no ARN.
    region = {} if subtype == "AppConfig-GetConfiguration" else {"Region": "us-east-1"}
    assert integration == {
        "integrationType": "AWS_PROXY",
        "integrationSubtype": subtype,
        "payloadFormatVersion": "1.0",
        "credentialsArn": graph.find(ROLE, name).outputs["arn"],
        "requestParameters": {**parameters, **region},
        "responseParameters": [],
        "timeoutMilliseconds": 2000,
    }
    assert policy(graph, name) == [{"Effect": "Allow", "Action": [action], "Resource": [resource]}]
    assert graph.find(POLICY, name).inputs["role"] == graph.find(ROLE, name).outputs["name"]


def test_a_configuration_in_another_region_is_what_the_role_may_read() -> None:
    fields = {"application": "abc", "environment": "def", "configuration": "ghi", "client_id": "me"}
    graph = calling("AppConfig-GetConfiguration", {**fields, "region": "eu-west-1"})
    (allowed,) = policy(graph, "orders-public.AppConfig-GetConfiguration POST /x/{}")
    arn = "arn:aws:appconfig:eu-west-1:123456789012:application/abc/environment/def/configuration/ghi"
    assert allowed["Resource"] == [arn]


def test_the_role_is_for_api_gateway_alone() -> None:
    graph = calling("SQS-PurgeQueue", {"queue_arn": QUEUE})
    inputs = dict(graph.find(ROLE, "orders-public.SQS-PurgeQueue POST /x/{}").inputs)
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    assert json.loads(inputs.pop("assumeRolePolicy")) == {"Version": "2012-10-17", "Statement": [trust]}
    # At most 38 characters, of those that IAM takes; the provider makes it unique.
    assert inputs == {"namePrefix": "orders-public-SQS-PurgeQueue-POST-x-", "tags": {"team": "shop"}}


def test_the_integration_waits_for_what_its_role_may_do() -> None:
    graph = calling("SQS-PurgeQueue", {"queue_arn": QUEUE})
    (integration,) = graph.of_type(INTEGRATION)
    allowed = graph.find(POLICY, "orders-public.SQS-PurgeQueue POST /x/{}")
    assert allowed.urn in integration.property_dependencies["credentialsArn"]
    assert integration.urn in graph.of_type(ROUTE)[0].property_dependencies["target"]


def test_other_regions_and_partitions_come_from_the_arn() -> None:
    queue = "arn:aws-cn:sqs:cn-north-1:123456789012:orders"
    graph = calling("SQS-PurgeQueue", {"queue_arn": queue})
    assert graph.of_type(INTEGRATION)[0].inputs["requestParameters"] == {
        "QueueUrl": "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders",
        "Region": "cn-north-1",
    }


@pytest.mark.parametrize(
    ("subtype", "fields", "value"),
    [
        ("SQS-PurgeQueue", {"queue_arn": "${ref.arn}"}, "orders"),
        (
            "Kinesis-PutRecord",
            {"stream_arn": "${ref.arn}", "partition_key": "key"},
            "orders",
        ),
        (
            "StepFunctions-StopExecution",
            {"state_machine_arn": "${ref.arn}", "execution_arn": "$request.body.arn"},
            "orders",
        ),
    ],
)
def test_an_arn_that_turns_out_to_be_none_is_told_without_a_traceback(
    subtype: str, fields: dict[str, Any], value: str
) -> None:
    with pytest.raises(ProgramError, match=r"^'orders' is not an ARN\. An example: "):
        calling(subtype, fields, refs=lambda: {"arn": pulumi.Output.from_input(value)})
