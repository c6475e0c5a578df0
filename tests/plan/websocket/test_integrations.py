"""What routes call: shared where it is the same, and what AWS needs of each kind."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import QUEUE, integration, websocket_api

HTTP = {"type": "http", "url": "https://example.com/messages"}


def test_routes_with_one_target_share_its_integration() -> None:
    plan = websocket_api({"a": {}, "b": {}, "c": {"timeout_ms": 5000}, "d": {"function": "gate"}})
    assert [each.name for each in plan.integrations] == ["api", "api 5000ms", "gate"]
    assert [route.integration for route in plan.routes] == ["api", "api", "api", "api 5000ms", "gate"]


def test_a_route_with_mappings_of_its_own_shares_nothing() -> None:
    mapped = {"request_parameters": {"integration.request.header.x": "context.connectionId"}}
    plan = websocket_api({"a": mapped, "b": mapped, "c": {"content_handling": "CONVERT_TO_TEXT"}})
    assert [each.name for each in plan.integrations] == ["api", "api a", "api b", "api c"]


def test_a_function_gets_the_message_as_it_is() -> None:
    plan = integration({})
    assert (plan.type, plan.timeout_ms, plan.replies, plan.request_templates) == ("AWS_PROXY", 29_000, (), {})
    assert plan.target is not None
    assert (plan.target.function, plan.url, plan.service) == ("api", None, None)


def test_an_http_proxy_is_called_with_post_unless_it_says_otherwise() -> None:
    plan = integration({"integration": HTTP})
    assert (plan.type, plan.method, plan.url) == ("HTTP_PROXY", "POST", HTTP["url"])
    assert plan.name == "POST https://example.com/messages"
    assert (plan.replies, plan.template_selection_expression) == ((), None)
    assert integration({"integration": {**HTTP, "method": "PUT"}}).method == "PUT"


def test_an_http_integration_with_templates_has_a_reply_for_every_status() -> None:
    plan = integration(
        {
            "integration": {**HTTP, "proxy": False},
            "request_templates": {"$default": "{}"},
            "replies": {r"4\d{2}": {"templates": {"$default": "no"}}},
            "reply": True,
            "passthrough_behavior": "NEVER",
        }
    )
    assert (plan.type, plan.name) == ("HTTP", "POST https://example.com/messages send")
    assert (plan.template_selection_expression, plan.passthrough_behavior) == (r"\$default", "NEVER")
    assert [(each.key, each.templates) for each in plan.replies] == [
        ("$default", {}),
        (r"/4\d{2}/", {"$default": "no"}),
    ]


def test_expressions_of_the_route_choose_its_templates() -> None:
    plan = integration(
        {
            "integration": {"type": "mock"},
            "request_templates": {"a": '{"statusCode": 200}'},
            "template_selection_expression": "${request.body.kind}",
            "reply": True,
            "replies": {
                "$default": {
                    "templates": {"404": "none"},
                    "template_selection_expression": "${integration.response.statuscode}",
                    "content_handling": "CONVERT_TO_TEXT",
                }
            },
        }
    )
    assert (plan.request_templates, plan.template_selection_expression) == (
        {"a": '{"statusCode": 200}'},
        "${request.body.kind}",
    )
    (reply,) = plan.replies
    assert (reply.key, reply.templates, reply.content_handling) == (
        "$default",
        {"404": "none"},
        "CONVERT_TO_TEXT",
    )
    assert reply.template_selection_expression == "${integration.response.statuscode}"


@pytest.mark.parametrize(
    ("mock", "template", "answer"),
    [
        ({}, '{"statusCode": 200}', {}),
        ({"status": 403}, '{"statusCode": 403}', {}),
        ({"body": '{"a": 1}'}, '{"statusCode": 200}', {"$default": '{"a": 1}'}),
    ],
)
def test_a_mock_answers_with_the_status_of_its_template(
    mock: dict[str, Any], template: str, answer: dict[str, str]
) -> None:
    plan = integration({"integration": {"type": "mock", **mock}, "reply": True})
    assert (plan.type, plan.name) == ("MOCK", "mock send")
    assert plan.request_templates == {"$default": template}
    assert plan.template_selection_expression == r"\$default"
    (reply,) = plan.replies
    assert (reply.key, reply.templates) == ("$default", answer)


def test_any_action_of_any_service() -> None:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/a"
    aws = {
        "type": "aws",
        "service": "dynamodb",
        "action": "PutItem",
        "allow": ["dynamodb:PutItem"],
        "resources": [table],
    }
    plan = integration({"integration": aws, "request_templates": {"$default": "{}"}})
    assert (plan.type, plan.method, plan.request_templates) == ("AWS", "POST", {"$default": "{}"})
    assert plan.service is not None
    assert (plan.service.service, plan.service.target) == ("dynamodb", "action/PutItem")
    assert (plan.service.actions, plan.service.resources) == (("dynamodb:PutItem",), (table,))
    assert [reply.key for reply in plan.replies] == ["$default"]


def test_a_call_of_a_service_is_a_template_that_reads_the_message() -> None:
    sqs = {"type": "SQS-SendMessage", "queue_arn": QUEUE, "message_body": "$request.body.order"}
    route = {"integration": sqs, "reply": True}
    plan = integration(route)
    assert websocket_api({"send": route}).services == (plan.service,)
    assert (plan.type, plan.name, plan.passthrough_behavior) == ("AWS", "SQS-SendMessage send", "NEVER")
    assert "$!input.json('$.order')" in plan.request_templates["$default"]
    assert plan.template_selection_expression == r"\$default"
    assert plan.service is not None
    assert (plan.service.actions, plan.service.resources) == (("sqs:SendMessage",), (QUEUE,))
    # What stands here does not stand there too.
    assert (plan.service.request_templates, plan.service.responses) == ({}, ())
    keys = [reply.key for reply in plan.replies]
    assert keys[0] == "$default"
    assert all(key.startswith("/") and key.endswith("/") for key in keys[1:])


@pytest.mark.parametrize(
    "call",
    [
        {"type": "SQS-SendMessage", "queue_arn": QUEUE},
        {"type": "SNS-Publish", "topic_arn": "arn:aws:sns:eu-west-1:123456789012:orders"},
        {
            "type": "DynamoDB-GetItem",
            "table_arn": "arn:aws:dynamodb:eu-west-1:123456789012:table/a",
            "key": {"id": "$request.body.id"},
        },
        {
            "type": "EventBridge-PutEvents",
            "event_bus_arn": "arn:aws:events:eu-west-1:123456789012:event-bus/orders",
            "detail_type": "order",
            "source": "chat",
        },
        {
            "type": "StepFunctions-StartExecution",
            "state_machine_arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
        },
    ],
    ids=lambda call: call["type"],
)
def test_no_call_uses_what_only_requests_and_their_answers_have(call: dict[str, Any]) -> None:
    plan = integration({"integration": call, "reply": True})
    written = [*plan.request_templates.values(), *plan.request_parameters.values()]
    written += [template for reply in plan.replies for template in reply.templates.values()]
    assert written
    for text in written:
        assert "responseOverride" not in text
        assert "$input.params" not in text
        assert "method.request" not in text


def test_what_a_route_writes_wins_over_what_the_call_brings() -> None:
    plan = integration(
        {
            "integration": {"type": "SQS-SendMessage", "queue_arn": QUEUE},
            "request_parameters": {"integration.request.header.content-type": "'text/plain'"},
            "request_templates": {"$default": "mine"},
            "replies": {"$default": {"templates": {"$default": "done"}}},
            "reply": True,
        }
    )
    assert plan.request_parameters["integration.request.header.content-type"] == "'text/plain'"
    assert "integration.request.header.Content-Type" not in plan.request_parameters
    assert plan.request_templates == {"$default": "mine"}
    assert [reply.templates for reply in plan.replies] == [{"$default": "done"}]


def test_what_connecting_maps_of_its_request_is_declared() -> None:
    parameters = {
        "integration.request.header.x": "route.request.querystring.token",
        "integration.request.header.y": "route.request.querystring.token",
        "integration.request.header.z": "context.connectionId",
    }
    plan = websocket_api({"$connect": {"authorizer": "none", "request_parameters": parameters}})
    (connect,) = plan.routes
    assert connect.request_parameters == ("route.request.querystring.token",)
    assert plan.integration(connect).request_parameters == parameters
