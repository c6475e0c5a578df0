from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.aws.subtypes import SUBTYPES

ServiceModels = Callable[[str], Any]

# Subtype → botocore's service, and the member of the request that holds the parameters where one does.
SERVICES = {
    "EventBridge-PutEvents": ("events", "Entries"),
    "SQS-SendMessage": ("sqs", None),
    "SQS-ReceiveMessage": ("sqs", None),
    "SQS-DeleteMessage": ("sqs", None),
    "SQS-PurgeQueue": ("sqs", None),
    "AppConfig-GetConfiguration": ("appconfig", None),
    "Kinesis-PutRecord": ("kinesis", None),
    "StepFunctions-StartExecution": ("stepfunctions", None),
    "StepFunctions-StartSyncExecution": ("stepfunctions", None),
    "StepFunctions-StopExecution": ("stepfunctions", None),
}
IAM_PREFIXES = {
    "appconfig": "appconfig",
    "events": "events",
    "kinesis": "kinesis",
    "sqs": "sqs",
    "stepfunctions": "states",
}


def test_the_ten_subtypes_of_http_apis_are_here() -> None:
    assert set(SUBTYPES) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_parameters_are_those_of_the_services_own_action(service_model: ServiceModels, name: str) -> None:
    service, member = SERVICES[name]
    shape = service_model(service).operation_model(name.partition("-")[2]).input_shape
    if member is not None:
        shape = shape.members[member].member
    # Step Functions writes its names with a small letter, API Gateway never does.
    taken = {parameter[0].upper() + parameter[1:] for parameter in shape.members}
    needed = {parameter[0].upper() + parameter[1:] for parameter in shape.required_members}
    subtype = SUBTYPES[name]

    assert subtype.parameters - {"Region"} <= taken
    assert needed <= subtype.required
    assert not subtype.required & subtype.optional


@pytest.mark.parametrize("name", SERVICES)
def test_the_iam_action_and_the_page_follow_the_name(name: str) -> None:
    subtype = SUBTYPES[name]

    assert subtype.action == f"{IAM_PREFIXES[SERVICES[name][0]]}:{name.partition('-')[2]}"
    assert subtype.page == (
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
        f"http-api-develop-integrations-aws-services-reference.html#{name}"
    )


def test_required_and_optional_parameters_of_a_message() -> None:
    send = SUBTYPES["SQS-SendMessage"]

    assert send.required == {"QueueUrl", "MessageBody"}
    assert send.optional == {
        "DelaySeconds",
        "MessageAttributes",
        "MessageDeduplicationId",
        "MessageGroupId",
        "MessageSystemAttributes",
        "Region",
    }
