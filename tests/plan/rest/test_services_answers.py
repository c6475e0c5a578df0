"""What callers get of a service's answer, evaluated."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pulumi_apigw.plan.rest.model import AwsIntegrationPlan, IntegrationResponsePlan

from .service_calls import ROWS
from .service_plans import BUCKET, BUS, MACHINE, QUEUE, STREAM, TABLE, TOPIC, plan
from .test_vtl import HOSTILE
from .velocity import render

CALLS: dict[str, dict[str, Any]] = {type_: fields for type_, fields, *_ in ROWS}
MESSAGES = {
    200: None,
    400: {"message": "Bad Request"},
    404: {"message": "Not Found"},
    429: {"message": "Too Many Requests"},
    502: {"message": "Bad Gateway"},
    504: {"message": "Gateway Timeout"},
}


def chosen(found: AwsIntegrationPlan, status: int) -> IntegrationResponsePlan:
    """The one response that API Gateway takes for a service's status."""
    matching = [each for each in found.responses if re.fullmatch(each.selection, str(status))]
    assert len(matching) <= 1, "no two patterns match one status"
    return matching[0] if matching else next(each for each in found.responses if each.selection == "default")


def answered(found: AwsIntegrationPlan, body: Any, status: int = 200) -> tuple[int, Any]:
    """Status and body that a caller gets."""
    response = chosen(found, status)
    text = body if isinstance(body, str) else json.dumps(body)
    rendered = render(response.templates["application/json"], text)
    return rendered.status or int(response.status), rendered.json


def call(type_: str) -> AwsIntegrationPlan:
    return plan(type_, **CALLS[type_])


SENT = {
    "SendMessageResponse": {"SendMessageResult": {"MessageId": "m1"}, "ResponseMetadata": {"RequestId": "r"}}
}
PUBLISHED = {"PublishResponse": {"PublishResult": {"MessageId": "m1", "SequenceNumber": None}}}
RECEIVED = [{"Body": 'a"b', "MessageId": "m1", "ReceiptHandle": "h", "Attributes": None}]


def received(messages: Any) -> Any:
    return {"ReceiveMessageResponse": {"ReceiveMessageResult": {"messages": messages}}}


@pytest.mark.parametrize(
    ("type_", "body", "status", "answer"),
    [
        ("SQS-SendMessage", SENT, 200, {"MessageId": "m1"}),
        ("SQS-ReceiveMessage", received(RECEIVED), 200, {"Messages": RECEIVED}),
        ("SQS-ReceiveMessage", received(None), 200, {"Messages": []}),
        ("SQS-DeleteMessage", {"DeleteMessageResponse": {}}, 200, {}),
        ("SQS-PurgeQueue", {"PurgeQueueResponse": {}}, 200, {}),
        ("SNS-Publish", PUBLISHED, 200, {"MessageId": "m1"}),
        (
            "Kinesis-PutRecord",
            {"ShardId": "s", "SequenceNumber": "4"},
            200,
            {"ShardId": "s", "SequenceNumber": "4"},
        ),
        (
            "EventBridge-PutEvents",
            {"FailedEntryCount": 0, "Entries": [{"EventId": "e1"}]},
            200,
            {"EventId": "e1"},
        ),
        (
            "EventBridge-PutEvents",
            {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "MalformedDetail", "ErrorMessage": "x"}]},
            400,
            MESSAGES[400],
        ),
        (
            "EventBridge-PutEvents",
            {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]},
            502,
            MESSAGES[502],
        ),
        (
            "StepFunctions-StartExecution",
            {"executionArn": "arn:x", "startDate": 1.5},
            202,
            {"executionArn": "arn:x", "startDate": 1.5},
        ),
        ("StepFunctions-StopExecution", {"stopDate": 1.5}, 200, {"stopDate": 1.5}),
        (
            "StepFunctions-StartSyncExecution",
            {"status": "SUCCEEDED", "output": '{"total": 5, "names": ["a\\"b"]}'},
            200,
            {"total": 5, "names": ['a"b']},
        ),
        (
            "StepFunctions-StartSyncExecution",
            {"status": "FAILED", "error": "Secret", "cause": "Secret"},
            502,
            MESSAGES[502],
        ),
        ("StepFunctions-StartSyncExecution", {"status": "TIMED_OUT"}, 504, MESSAGES[504]),
        ("DynamoDB-PutItem", {}, 200, {}),
        ("DynamoDB-DeleteItem", {}, 200, {}),
        ("DynamoDB-GetItem", {}, 404, MESSAGES[404]),
        ("DynamoDB-Scan", {"Items": [], "Count": 0}, 200, {"Items": []}),
    ],
)
def test_an_answer(type_: str, body: Any, status: int, answer: Any) -> None:
    assert answered(call(type_), body) == (status, answer)


TYPED = {
    "id": {"S": "o1"},
    "empty": {"S": ""},
    "count": {"N": "-1.5"},
    "paid": {"BOOL": True},
    "sent": {"BOOL": False},
    "note": {"NULL": True},
    "data": {"B": "bycx"},
    "tags": {"SS": ["a", "b"]},
    "sizes": {"NS": ["1", "2"]},
    "lines": {"L": [{"M": {"n": {"N": "1"}}}]},
    "address": {"M": {"city": {"S": "Bern"}}},
}
PLAIN = {
    "id": "o1",
    "empty": "",
    "count": -1.5,
    "paid": True,
    "sent": False,
    "note": None,
    "data": "bycx",
    "tags": ["a", "b"],
    "sizes": ["1", "2"],
    # Lists and maps stay as DynamoDB writes them.
    "lines": {"L": [{"M": {"n": {"N": "1"}}}]},
    "address": {"M": {"city": {"S": "Bern"}}},
}


def test_items_are_plain_json() -> None:
    assert answered(call("DynamoDB-GetItem"), {"Item": TYPED}) == (200, PLAIN)
    assert answered(call("DynamoDB-UpdateItem"), {"Attributes": TYPED}) == (200, PLAIN)
    last = {"id": {"S": "o1"}}
    for type_ in ("DynamoDB-Query", "DynamoDB-Scan"):
        body = {"Items": [TYPED, {}, TYPED], "Count": 3, "LastEvaluatedKey": last}
        assert answered(call(type_), body) == (200, {"Items": [PLAIN, {}, PLAIN], "LastEvaluatedKey": last})


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_an_item_holds_stays_in_its_place(hostile: str) -> None:
    item = {f"x{hostile}": {"S": hostile}, "last": {"N": "1"}}
    expected = {f"x{hostile}": hostile, "last": 1}
    assert answered(call("DynamoDB-GetItem"), {"Item": item}) == (200, expected)
    assert answered(call("DynamoDB-Scan"), {"Items": [item]}) == (200, {"Items": [expected]})


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("com.amazon.coral.validate#ValidationException", 400),
        ("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", 400),
        ("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", 502),
        ("com.amazon.coral.service#AccessDeniedException", 502),
        ("com.amazonaws.states#StateMachineDoesNotExist", 502),
        ("KMSAccessDeniedException", 502),
        ("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", 429),
        ("ThrottlingException", 429),
    ],
)
@pytest.mark.parametrize("type_", ["DynamoDB-PutItem", "StepFunctions-StartExecution", "Kinesis-PutRecord"])
def test_errors_of_services_of_json(type_: str, error: str, status: int) -> None:
    body = {"__type": error, "message": "arn:aws:iam::123456789012:role/secret"}
    assert answered(call(type_), body, 400) == (status, MESSAGES[status])


@pytest.mark.parametrize("type_", ["SQS-SendMessage", "SNS-Publish"])
@pytest.mark.parametrize(
    ("theirs", "status"), [(400, 400), (403, 502), (404, 400), (413, 400), (500, 502), (503, 502)]
)
def test_errors_of_services_of_queries(type_: str, theirs: int, status: int) -> None:
    assert answered(call(type_), "<ErrorResponse/>", theirs) == (status, MESSAGES[status])


@pytest.mark.parametrize(
    ("name", "theirs", "status"),
    [
        ("GetObject", 403, 404),
        ("GetObject", 404, 404),
        ("GetObject", 400, 400),
        ("GetObject", 416, 400),
        ("GetObject", 503, 502),
        ("PutObject", 403, 502),
        ("PutObject", 400, 400),
        ("DeleteObject", 403, 502),
        ("DeleteObject", 404, 400),
        ("DeleteObject", 500, 502),
    ],
)
def test_errors_of_s3(name: str, theirs: int, status: int) -> None:
    found = plan(f"S3-{name}", bucket_arn=BUCKET, object_key="a")
    assert answered(found, "<Error/>", theirs) == (status, MESSAGES[status])


def test_an_object_is_answered_as_it_is() -> None:
    response = chosen(plan("S3-GetObject", bucket_arn=BUCKET, object_key="a"), 200)
    assert response.templates == {}
    assert response.headers == {
        name: f"integration.response.header.{name}"
        for name in ("Content-Type", "Cache-Control", "ETag", "Last-Modified")
    }


def test_an_object_that_was_written_is_answered_with_its_tag() -> None:
    found = plan("S3-PutObject", bucket_arn=BUCKET, object_key="a")
    assert answered(found, "") == (200, {})
    assert chosen(found, 200).headers == {"ETag": "integration.response.header.ETag"}


@pytest.mark.parametrize("type_", CALLS)
def test_every_status_has_one_answer(type_: str) -> None:
    found = call(type_)
    for status in range(400, 600):
        assert chosen(found, status).selection != "default"
    assert chosen(found, 204).selection == "default"


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("SQS-SendMessage", {"queue_arn": QUEUE}),
        ("SNS-Publish", {"topic_arn": TOPIC}),
        ("EventBridge-PutEvents", {"event_bus_arn": BUS, "source": "s", "detail_type": "d"}),
        ("Kinesis-PutRecord", {"stream_arn": STREAM, "partition_key": "k"}),
        ("StepFunctions-StartExecution", {"state_machine_arn": MACHINE}),
        ("DynamoDB-Scan", {"table_arn": TABLE}),
    ],
)
def test_a_route_may_change_a_part_of_an_answer(type_: str, fields: dict[str, Any]) -> None:
    brought = plan(type_, **fields)
    found = plan(
        type_,
        {
            "integration_responses": {
                "default": {"status": "201"},
                r"5\d{2}": {"templates": {"application/json": "{}"}},
                "409": {"status": "409", "headers": {"x-why": "'conflict'"}},
            }
        },
        **fields,
    )
    assert chosen(found, 200).status == "201"
    assert chosen(found, 200).templates == chosen(brought, 200).templates
    assert chosen(found, 500).status == "502"
    assert chosen(found, 500).templates == {"application/json": "{}"}
    assert chosen(found, 409) == IntegrationResponsePlan(
        selection="409", status="409", headers={"x-why": "'conflict'"}
    )
    assert chosen(found, 400).status == chosen(found, 410).status == "400"
    assert len(found.responses) == len(brought.responses) + 1


def test_a_routes_own_request_wins() -> None:
    route = {
        "request_templates": {"application/json": "mine", "text/plain": "theirs"},
        "request_parameters": {
            "integration.request.header.content-type": "'text/plain'",
            "integration.request.header.x": "'1'",
        },
        "passthrough_behavior": "WHEN_NO_TEMPLATES",
        "content_handling": "CONVERT_TO_TEXT",
    }
    found = plan("SQS-SendMessage", route, queue_arn=QUEUE)
    assert found.request_templates == route["request_templates"]
    assert found.request_parameters == {
        "integration.request.header.Accept": "'application/json'",
        "integration.request.header.content-type": "'text/plain'",
        "integration.request.header.x": "'1'",
    }
    assert found.passthrough_behavior == "WHEN_NO_TEMPLATES"
    assert found.content_handling == "CONVERT_TO_TEXT"


def test_another_content_type_needs_a_template_of_its_own() -> None:
    found = plan("SQS-SendMessage", {"request_templates": {"text/plain": "x"}}, queue_arn=QUEUE)
    assert [*found.request_templates] == ["application/json", "text/plain"]
    assert found.passthrough_behavior == "NEVER"
