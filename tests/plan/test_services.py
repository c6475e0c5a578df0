"""First-class integrations: fields of the config → AWS's parameters."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.aws.subtypes import SUBTYPES
from pulumi_apigw.plan.model import ServiceIntegrationPlan

from .conftest import http_api

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"
BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/orders"
STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders"
APPCONFIG = {"application": "abc", "environment": "def", "configuration": "ghi"}

Row = tuple[str, dict[str, str], dict[str, str], str, str | None]
ROWS: list[Row] = [
    ("SQS-SendMessage", {"queue_arn": QUEUE}, {"MessageBody": "$request.body"}, QUEUE, "QueueUrl"),
    (
        "SQS-SendMessage",
        {
            "queue_arn": QUEUE,
            "message_group_id": "$request.body.id",
            "delay_seconds": "5",
        },
        {
            "MessageBody": "$request.body",
            "MessageGroupId": "$request.body.id",
            "DelaySeconds": "5",
        },
        QUEUE,
        "QueueUrl",
    ),
    (
        "SQS-ReceiveMessage",
        {"queue_arn": QUEUE, "wait_time_seconds": "20"},
        {"WaitTimeSeconds": "20"},
        QUEUE,
        "QueueUrl",
    ),
    (
        "SQS-DeleteMessage",
        {"queue_arn": QUEUE, "receipt_handle": "$request.body.handle"},
        {"ReceiptHandle": "$request.body.handle"},
        QUEUE,
        "QueueUrl",
    ),
    ("SQS-PurgeQueue", {"queue_arn": QUEUE}, {}, QUEUE, "QueueUrl"),
    (
        "EventBridge-PutEvents",
        {"event_bus_arn": BUS, "detail_type": "ordered", "source": "shop"},
        {"Detail": "$request.body", "DetailType": "ordered", "Source": "shop"},
        BUS,
        "EventBusName",
    ),
    (
        "Kinesis-PutRecord",
        {"stream_arn": STREAM, "partition_key": "$request.header.key"},
        {"Data": "$request.body", "PartitionKey": "$request.header.key"},
        STREAM,
        "StreamName",
    ),
    (
        "StepFunctions-StartExecution",
        {"state_machine_arn": MACHINE, "name": "run"},
        {"Input": "$request.body", "Name": "run"},
        MACHINE,
        "StateMachineArn",
    ),
    (
        "StepFunctions-StartSyncExecution",
        {"state_machine_arn": MACHINE},
        {"Input": "$request.body"},
        MACHINE,
        "StateMachineArn",
    ),
    (
        "StepFunctions-StopExecution",
        {"state_machine_arn": MACHINE, "execution_arn": "$request.body.arn", "cause": "asked"},
        {"ExecutionArn": "$request.body.arn", "Cause": "asked"},
        MACHINE,
        None,
    ),
    (
        "AppConfig-GetConfiguration",
        {**APPCONFIG, "client_id": "$context.requestId"},
        {
            "Application": "abc",
            "Environment": "def",
            "Configuration": "ghi",
            "ClientId": "$context.requestId",
        },
        "application/abc/environment/def/configuration/ghi",
        None,
    ),
]


@pytest.mark.parametrize(("subtype", "fields", "parameters", "resource", "resource_parameter"), ROWS)
def test_parameters_and_resource(
    subtype: str,
    fields: dict[str, Any],
    parameters: dict[str, str],
    resource: str,
    resource_parameter: str | None,
) -> None:
    plan = http_api({"POST /x/{id}": {"integration": {"type": subtype, **fields}, "timeout_ms": 2000}})
    assert plan.integrations == (
        ServiceIntegrationPlan(
            name=f"{subtype} POST /x/{{}}",
            subtype=subtype,
            parameters=parameters,
            resource=resource,
            resource_parameter=resource_parameter,
            timeout_ms=2000,
        ),
    )


@pytest.mark.parametrize(("subtype", "fields", "parameters", "resource", "resource_parameter"), ROWS)
def test_what_is_sent_is_what_the_subtype_takes(
    subtype: str,
    fields: dict[str, Any],
    parameters: dict[str, str],
    resource: str,
    resource_parameter: str | None,
) -> None:
    sent = {*parameters, resource_parameter} - {None}
    assert SUBTYPES[subtype].required <= sent <= SUBTYPES[subtype].required | SUBTYPES[subtype].optional


def test_every_subtype_is_here() -> None:
    assert {row[0] for row in ROWS} == SUBTYPES.keys()


def test_each_route_has_an_integration_of_its_own_with_a_service() -> None:
    purge = {"integration": {"type": "SQS-PurgeQueue", "queue_arn": QUEUE}}
    plan = http_api({"POST /a": purge, "POST /b": purge})
    assert [each.name for each in plan.integrations] == ["SQS-PurgeQueue POST /a", "SQS-PurgeQueue POST /b"]
