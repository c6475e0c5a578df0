"""Calls of AWS services: what API Gateway is told to call, by which right, and with what."""

from __future__ import annotations

import json
import re
from typing import Any, get_args
from urllib.parse import quote

import botocore.session  # type: ignore[import-untyped]
import pytest

from pulumi_apigw.config.rest.integrations import RestServiceIntegrationConfig
from pulumi_apigw.config.rest.service_integrations import S3Config
from pulumi_apigw.plan.rest.model import AwsIntegrationPlan
from pulumi_apigw.plan.rest.services.call import JSON_PROTOCOLS

from .conftest import method
from .service_calls import ROWS
from .service_plans import BUCKET, BUS, QUEUE, plan, sent
from .test_vtl import HOSTILE
from .velocity import Request

QUERY = {
    "integration.request.header.Accept": "'application/json'",
    "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
}


def test_a_whole_call() -> None:
    found = plan("SQS-SendMessage", queue_arn="${ref.queue_arn}")
    assert found == AwsIntegrationPlan(
        name="SQS-SendMessage POST /orders/{}",
        method="POST",
        service="sqs",
        target="path/<account>/<name>",
        region=None,
        actions=("sqs:SendMessage",),
        resources=("${ref.queue_arn}",),
        timeout_ms=5000,
        request_parameters=QUERY,
        request_templates={
            "application/json": '#set($v0 = "$!input.body")##\n'
            "Action=SendMessage&MessageBody=${util.urlEncode($v0)}"
        },
        passthrough_behavior="NEVER",
        responses=found.responses,
    )


@pytest.mark.parametrize(("type_", "fields", "uri", "resource", "body"), ROWS)
def test_what_is_sent_where(type_: str, fields: dict[str, Any], uri: str, resource: str, body: Any) -> None:
    found = plan(type_, **fields)
    assert f"{found.service}:{found.target}" == uri
    assert found.method == "POST"
    assert found.resources == (resource,)
    assert found.passthrough_behavior == "NEVER"
    assert sent(found) == body


@pytest.mark.parametrize(("type_", "fields", "uri", "resource", "body"), ROWS)
def test_only_the_right_to_this_call(
    type_: str, fields: dict[str, Any], uri: str, resource: str, body: Any
) -> None:
    name = type_.partition("-")[2]
    assert plan(type_, **fields).actions == (f"{uri.partition(':')[0]}:{name}",)


@pytest.mark.parametrize(("type_", "fields", "uri", "resource", "body"), ROWS)
def test_the_service_knows_every_parameter(
    type_: str, fields: dict[str, Any], uri: str, resource: str, body: Any
) -> None:
    service = {"states": "stepfunctions"}.get(uri.partition(":")[0], uri.partition(":")[0])
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(type_.partition("-")[2]).input_shape
    # Query protocols number the members of a list, which is named after one of them.
    names = {name.partition(".")[0].removesuffix("s") for name in body} - {"Action"}
    assert names <= {name.removesuffix("s") for name in shape.members}
    if type_ == "EventBridge-PutEvents":
        assert body["Entries"][0].keys() <= shape.members["Entries"].member.members.keys()


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-01-02T03:04:05Z", 1767323045.0),
        ("2026-01-02T04:04:05.250+01:00", 1767323045.25),
        ("2026-01-02", 1767312000.0),
        ("1767323045", 1767323045),
        ("$context.requestTimeEpoch", 1767323045),
        ("$request.body.seconds", 1767323045),
        # EventBridge refuses it, and the caller gets 400.
        ("$request.body.text", "2026-01-02T03:04:05Z"),
        ("$request.body.hostile", '1, "Source": "forged'),
    ],
)
def test_the_time_of_an_event_is_a_number(time: str, expected: Any) -> None:
    found = plan("EventBridge-PutEvents", event_bus_arn=BUS, source="s", detail_type="d", time=time)
    request = Request(
        body=json.dumps(
            {"seconds": 1767323045, "text": "2026-01-02T03:04:05Z", "hostile": '1, "Source": "forged'}
        ),
        context={"requestTimeEpoch": 1767323045678},
    )
    (entry,) = sent(found, request)["Entries"]
    assert (entry["Time"], entry["Source"]) == (expected, "s")


def test_every_call_is_here() -> None:
    types = {
        type_
        for model in get_args(RestServiceIntegrationConfig)
        for type_ in get_args(model.model_fields["type"].annotation)
    }
    s3 = set(get_args(S3Config.model_fields["type"].annotation))
    assert {row[0] for row in ROWS} == types - s3


@pytest.mark.parametrize(("service", "content_type"), JSON_PROTOCOLS.items())
def test_json_is_sent_as_the_services_model_says(service: str, content_type: str) -> None:
    name = {"states": "stepfunctions"}.get(service, service)
    metadata = botocore.session.get_session().get_service_model(name).metadata
    assert content_type == f"application/x-amz-json-{metadata['jsonVersion']}"


def test_eventbridge_alone_needs_its_target_named() -> None:
    named = {
        row[0]: parameters["integration.request.header.X-Amz-Target"]
        for row in ROWS
        if "integration.request.header.X-Amz-Target"
        in (parameters := plan(row[0], **row[1]).request_parameters)
    }
    assert named == {"EventBridge-PutEvents": "'AWSEvents.PutEvents'"}


@pytest.mark.parametrize(("type_", "fields", "uri", "resource", "body"), ROWS)
def test_a_callers_values_change_nothing_else(
    type_: str, fields: dict[str, Any], uri: str, resource: str, body: Any
) -> None:
    found = plan(type_, **fields)
    for hostile in HOSTILE:
        kinds = {"kind": {"DataType": "String", "StringValue": "a&b"}}
        request = Request(
            body=json.dumps({"id": hostile, "n": 5, "arns": ["arn:a"], "kinds": kinds}),
            header={"X-Tenant": hostile},
            path={"id": quote(hostile, safe="")},
            context={"requestId": hostile},
        )
        assert shape(sent(found, request)) == shape(body)


def shape(body: Any) -> Any:
    """What is there, whatever its texts are."""
    if isinstance(body, dict):
        return {name: shape(value) for name, value in body.items()}
    return [shape(each) for each in body] if isinstance(body, list) else type(body)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_neither_do_attributes_that_a_caller_chooses(hostile: str) -> None:
    found = plan("SQS-SendMessage", queue_arn=QUEUE, message_attributes="$request.body")
    value = {"DataType": "String", "StringValue": hostile, "more": hostile}
    body = json.dumps({f"x{hostile}": value, "y": None, "z": "text"})
    assert sent(found, Request(body)) == {
        "Action": "SendMessage",
        "MessageBody": body,
        "MessageAttribute.1.Name": f"x{hostile}",
        "MessageAttribute.1.Value.DataType": "String",
        "MessageAttribute.1.Value.StringValue": hostile,
        "MessageAttribute.2.Name": "y",
        "MessageAttribute.3.Name": "z",
    }


@pytest.mark.parametrize(
    ("key", "target", "resource", "parameters"),
    [
        ("fixed.json", "path/<name>/fixed.json", f"{BUCKET}/fixed.json", {}),
        (
            "orders/{id}.json",
            "path/<name>/orders/{id}.json",
            f"{BUCKET}/orders/*.json",
            {"integration.request.path.id": "method.request.path.id"},
        ),
        (
            "a#b/{name}/{proxy+}",
            "path/<name>/a%23b/{name}/{proxy}",
            f"{BUCKET}/a#b/*/*",
            {
                "integration.request.path.name": "method.request.path.name",
                "integration.request.path.proxy": "method.request.path.proxy",
            },
        ),
    ],
)
def test_an_object(key: str, target: str, resource: str, parameters: dict[str, str]) -> None:
    found = plan("S3-GetObject", bucket_arn=BUCKET, object_key=key, region="eu-central-1")
    assert (found.method, found.service, found.target) == ("GET", "s3", target)
    assert found.resources == (resource,)
    assert found.request_parameters == parameters
    assert found.region == "eu-central-1"


@pytest.mark.parametrize(("call", "method"), [("PutObject", "PUT"), ("DeleteObject", "DELETE")])
def test_an_object_that_is_changed(call: str, method: str) -> None:
    found = plan(f"S3-{call}", bucket_arn=BUCKET, object_key="fixed.json")
    assert (found.method, found.actions) == (method, (f"s3:{call}",))


def test_what_is_mapped_is_declared_as_a_parameter() -> None:
    written = {"type": "S3-PutObject", "bucket_arn": BUCKET, "object_key": "orders/{id}"}
    mapped = {
        "integration.request.header.a": "method.request.header.X-Known",
        "integration.request.header.b": "method.request.multivaluequerystring.tag",
        "integration.request.header.c": "'static'",
        "integration.request.header.d": "method.request.header.content-type",
    }
    route = {
        "integration": written,
        "request_parameters": mapped,
        "parameters": {"header.x-known": {"required": True}},
    }
    found = method(route, "PUT /orders/{id}")
    assert [(each.place, each.name, each.required) for each in found.parameters] == [
        ("header", "x-known", True),
        ("path", "id", True),
        ("header", "Content-Type", False),
        ("query", "tag", False),
    ]


def test_the_body_of_an_object_passes_as_it_is() -> None:
    found = plan("S3-PutObject", bucket_arn=BUCKET, object_key="fixed.json")
    assert found.request_templates == {}
    assert found.passthrough_behavior is None
    assert found.request_parameters == {
        "integration.request.header.Content-Type": "method.request.header.Content-Type"
    }


@pytest.mark.parametrize(("type_", "fields", "uri", "resource", "body"), ROWS)
def test_velocity_would_take_no_word_for_a_longer_directive(
    type_: str, fields: dict[str, Any], uri: str, resource: str, body: Any
) -> None:
    # `#endAction` is a directive of its own to Velocity, and `#end` and text to the evaluator of these tests.
    found = plan(type_, **fields)
    templates = [
        *found.request_templates.values(),
        *(each for one in found.responses for each in one.templates.values()),
    ]
    for text in templates:
        assert not re.search(
            r"#(end|else|if|elseif|set|foreach)[A-Za-z0-9_-]", text.replace("#elseif(", "#if(")
        )
