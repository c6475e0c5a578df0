"""What a route of a REST API calls."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import TargetPlan
from pulumi_apigw.plan.rest.model import (
    AwsIntegrationPlan,
    FunctionIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    MockIntegrationPlan,
    RestIntegrationPlan,
)

from .conftest import method, rest_api

TARGET = TargetPlan(function="api", aliases=("dev",), variable="lambda_alias")
URL = "https://example.com/items"
BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188"
NLB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188"
LINKS = {"vpc_links": {"inside": {"subnet_ids": ["subnet-1"]}}}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"
TEMPLATES = {"application/json": "$input.body"}
MAPPED: dict[str, Any] = {
    "request_parameters": {"integration.request.header.X-Source": "'apigw'"},
    "request_templates": TEMPLATES,
    "passthrough_behavior": "NEVER",
    "content_handling": "CONVERT_TO_TEXT",
    "integration_responses": {
        "4\\d{2}": {"status": "400", "headers": {"X-Error": "'yes'"}, "templates": TEMPLATES},
        "default": {"status": "201", "content_handling": "CONVERT_TO_BINARY"},
    },
}
MAPPED_RESPONSES = (
    IntegrationResponsePlan(
        selection="4\\d{2}", status="400", headers={"X-Error": "'yes'"}, templates=TEMPLATES
    ),
    IntegrationResponsePlan(selection="default", status="201", content_handling="CONVERT_TO_BINARY"),
)
PASSED_ON = (IntegrationResponsePlan(selection="default", status="200"),)


def planned(integration: dict[str, Any], key: str = "GET /items", **more: Any) -> RestIntegrationPlan:
    api = more.pop("api", {})
    return method({"integration": integration, **more}, key, **api).integration


def test_a_function_gets_the_whole_request() -> None:
    assert method({}).integration == FunctionIntegrationPlan(target=TARGET, timeout_ms=29_000)


def test_the_routes_own_function_and_timeout_win() -> None:
    found = method({"function": "gate", "timeout_ms": 500}).integration
    assert isinstance(found, FunctionIntegrationPlan)
    assert (found.target.function, found.timeout_ms) == ("gate", 500)


def test_the_default_timeout_is_for_routes_that_say_none() -> None:
    defaults = {"function": "api", "timeout_ms": 8000}
    plan = rest_api({"GET /a": {}, "GET /b": {"timeout_ms": 100}}, defaults=defaults)
    assert [each.integration.timeout_ms for each in plan.methods] == [8000, 100]


def test_P24_timeouts_over_29_seconds_go_through_where_the_quota_is_raised() -> None:
    assert method({"timeout_ms": 120_000}, quotas={"timeout_ms": 300_000}).integration.timeout_ms == 120_000


def test_P23_a_streamed_answer_of_a_function() -> None:
    found = method({"stream": True}).integration
    assert found == FunctionIntegrationPlan(target=TARGET, timeout_ms=29_000, stream=True)


def test_P23_a_streamed_answer_of_a_backend() -> None:
    found = planned({"type": "http", "url": URL}, stream=True)
    assert found == HttpIntegrationPlan(url=URL, method="GET", proxy=True, stream=True, timeout_ms=29_000)


def test_an_http_backend_is_called_with_the_routes_method_and_passes_everything_through() -> None:
    found = planned({"type": "http", "url": URL}, "POST /items")
    assert found == HttpIntegrationPlan(url=URL, method="POST", proxy=True, timeout_ms=29_000)


def test_an_http_backend_with_a_method_of_its_own() -> None:
    found = planned({"type": "http", "url": URL, "method": "POST"})
    assert isinstance(found, HttpIntegrationPlan)
    assert found.method == "POST"


def test_variables_in_the_url_take_those_of_the_path() -> None:
    found = planned(
        {"type": "http", "url": "https://example.com/{shop}/{path}"}, "GET /shops/{shop}/{id}/{path+}"
    )
    assert found.request_parameters == {
        "integration.request.path.shop": "method.request.path.shop",
        "integration.request.path.path": "method.request.path.path",
    }


def test_a_mapping_that_is_written_wins_over_the_variable_of_the_same_name() -> None:
    own = {"integration.request.path.id": "method.request.header.X-Id"}
    found = planned(
        {"type": "http", "url": "https://example.com/{id}"},
        "GET /{id}",
        request_parameters=own,
        parameters={"header.X-Id": {}},
    )
    assert found.request_parameters == own


def test_an_http_backend_with_templates() -> None:
    found = planned({"type": "http", "url": URL, "proxy": False}, **MAPPED)
    assert found == HttpIntegrationPlan(
        url=URL,
        method="GET",
        proxy=False,
        timeout_ms=29_000,
        request_parameters=MAPPED["request_parameters"],
        request_templates=TEMPLATES,
        passthrough_behavior="NEVER",
        content_handling="CONVERT_TO_TEXT",
        responses=MAPPED_RESPONSES,
    )


def test_an_http_backend_without_templates_is_answered_with_200() -> None:
    """AWS answers 500 where an integration that is no proxy has no response to choose."""
    assert planned({"type": "http", "url": URL, "proxy": False}).responses == PASSED_ON


def test_P25_a_balancer_behind_a_link_of_version_2_is_the_integrations_target() -> None:
    private = {"type": "private", "vpc_link": "inside", "url": URL, "target_arn": BALANCER}
    assert planned(private, api=LINKS) == HttpIntegrationPlan(
        url=URL,
        method="GET",
        proxy=True,
        vpc_link="inside",
        target_arn=BALANCER,
        timeout_ms=29_000,
    )


def test_P25_a_link_of_version_1_leads_to_its_balancer_by_itself() -> None:
    links = {"vpc_links": {"inside": {"target_arn": NLB}}}
    found = planned({"type": "private", "vpc_link": "inside", "url": URL}, api=links)
    assert isinstance(found, HttpIntegrationPlan)
    assert (found.vpc_link, found.target_arn) == ("inside", None)


def test_a_mock_answers_200_with_nothing() -> None:
    assert planned({"type": "mock"}) == MockIntegrationPlan(
        timeout_ms=29_000,
        request_templates={"application/json": '{"statusCode": 200}'},
        responses=PASSED_ON,
    )


def test_a_mock_with_status_and_body() -> None:
    body = '{"message": "gone"}'
    found = planned({"type": "mock", "status": 410, "body": body})
    assert found.request_templates == {"application/json": '{"statusCode": 410}'}
    assert found.responses == (
        IntegrationResponsePlan(selection="default", status="410", templates={"application/json": body}),
    )


def test_a_mock_with_templates_of_its_own() -> None:
    templates = {"application/json": '{"statusCode": 200}'}
    mapped = {**MAPPED, "request_templates": templates}
    assert planned({"type": "mock"}, **mapped) == MockIntegrationPlan(
        timeout_ms=29_000,
        request_parameters=MAPPED["request_parameters"],
        request_templates=templates,
        passthrough_behavior="NEVER",
        content_handling="CONVERT_TO_TEXT",
        responses=MAPPED_RESPONSES,
    )


AWS: dict[str, Any] = {
    "type": "aws",
    "service": "sqs",
    "allow": ["sqs:SendMessage", "sqs:GetQueueUrl"],
    "resources": [QUEUE],
}


@pytest.mark.parametrize(
    ("call", "target"),
    [
        ({"action": "SendMessage"}, "action/SendMessage"),
        ({"path": "123456789012/orders"}, "path/123456789012/orders"),
    ],
)
def test_any_aws_service(call: dict[str, str], target: str) -> None:
    found = planned({**AWS, **call, "region": "eu-west-2"}, "POST /orders/{id}", **MAPPED)
    assert found == AwsIntegrationPlan(
        name="aws POST /orders/{}",
        method="POST",
        service="sqs",
        target=target,
        region="eu-west-2",
        actions=("sqs:SendMessage", "sqs:GetQueueUrl"),
        resources=(QUEUE,),
        timeout_ms=29_000,
        request_parameters=MAPPED["request_parameters"],
        request_templates=TEMPLATES,
        passthrough_behavior="NEVER",
        content_handling="CONVERT_TO_TEXT",
        responses=MAPPED_RESPONSES,
    )


def test_an_aws_service_without_templates_passes_its_answer_on() -> None:
    assert planned({**AWS, "action": "SendMessage"}).responses == PASSED_ON


def test_a_body_without_a_template_does_not_reach_a_service_past_the_others() -> None:
    assert (
        planned({**AWS, "action": "SendMessage"}, request_templates=TEMPLATES).passthrough_behavior == "NEVER"
    )
    own = planned(
        {**AWS, "action": "SendMessage"}, request_templates=TEMPLATES, passthrough_behavior="WHEN_NO_MATCH"
    )
    assert own.passthrough_behavior == "WHEN_NO_MATCH"
    assert planned({**AWS, "action": "SendMessage"}).passthrough_behavior is None


def test_a_service_by_its_call_takes_the_routes_timeout() -> None:
    found = planned({"type": "SQS-SendMessage", "queue_arn": QUEUE}, "POST /orders/{id}", timeout_ms=700)
    assert isinstance(found, AwsIntegrationPlan)
    assert (found.name, found.timeout_ms, found.resources) == (
        "SQS-SendMessage POST /orders/{}",
        700,
        (QUEUE,),
    )


def test_P29_a_renamed_variable_keeps_the_names_of_roles() -> None:
    def names(variable: str) -> list[str]:
        integration = {**AWS, "action": "SendMessage"}
        plan = rest_api({f"POST /orders/{{{variable}}}": {"integration": integration}})
        return [each.name for each in plan.services]

    assert names("id") == names("order")
