from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.plan.rest.model import (
    AwsIntegrationPlan,
    FunctionIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    MockIntegrationPlan,
    RestIntegrationPlan,
)

from .conftest import API, Body

Make = Callable[..., Body]

LINK: dict[str, Any] = {
    "vpc_link": "inside",
    "url": "http://alb.internal/items",
    "method": "GET",
    "timeout_ms": 5_000,
}
ALB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/50dc6c495c0c9188"


@pytest.fixture
def written(make_operation: Make) -> Callable[[RestIntegrationPlan], Any]:
    return lambda plan: make_operation(integration=plan)["x-amazon-apigateway-integration"]


Written = Callable[[RestIntegrationPlan], Any]


def test_P23_a_streamed_answer_has_its_mode_and_its_uri(written: Written) -> None:
    assert written(FunctionIntegrationPlan(target=API, timeout_ms=60_000, stream=True)) == {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": "uri of api:${stageVariables.backend} streamed",
        "responseTransferMode": "STREAM",
        "timeoutInMillis": 60_000,
    }
    streamed = HttpIntegrationPlan(
        url="https://example.com", method="GET", proxy=True, stream=True, timeout_ms=50
    )
    assert written(streamed)["responseTransferMode"] == "STREAM"


def test_a_url_as_it_is_and_with_templates(written: Written) -> None:
    proxied = HttpIntegrationPlan(
        url="https://${ref.name}.example.com/{id}", method="ANY", proxy=True, timeout_ms=50
    )
    assert written(proxied) == {
        "type": "http_proxy",
        "httpMethod": "ANY",
        "uri": "https://shop.example.com/{id}",
        "timeoutInMillis": 50,
    }
    mapped = HttpIntegrationPlan(
        url="https://example.com",
        method="POST",
        proxy=False,
        timeout_ms=50,
        passthrough_behavior="WHEN_NO_TEMPLATES",
        content_handling="CONVERT_TO_BINARY",
        request_parameters={"integration.request.header.a": "'b'"},
        request_templates={"application/json": "$input.body"},
        cache_key_parameters=("method.request.querystring.limit",),
        responses=(
            IntegrationResponsePlan(
                selection="4\\d{2}",
                status="400",
                headers={"X-Kind": "'refused'"},
                templates={"application/json": "{}"},
                content_handling="CONVERT_TO_TEXT",
            ),
            IntegrationResponsePlan(selection="default", status="200"),
        ),
    )
    assert written(mapped) == {
        "type": "http",
        "httpMethod": "POST",
        "uri": "https://example.com",
        "timeoutInMillis": 50,
        "passthroughBehavior": "when_no_templates",
        "contentHandling": "CONVERT_TO_BINARY",
        "requestParameters": {"integration.request.header.a": "'b'"},
        "requestTemplates": {"application/json": "$input.body"},
        "cacheKeyParameters": ["method.request.querystring.limit"],
        "responses": {
            "4\\d{2}": {
                "statusCode": "400",
                "responseParameters": {"method.response.header.X-Kind": "'refused'"},
                "responseTemplates": {"application/json": "{}"},
                "contentHandling": "CONVERT_TO_TEXT",
            },
            "default": {"statusCode": "200"},
        },
    }


def test_P25_a_load_balancer_behind_a_link_of_version_2_is_named(written: Written) -> None:
    linked = {
        "type": "http_proxy",
        "httpMethod": "GET",
        "uri": "http://alb.internal/items",
        "connectionType": "VPC_LINK",
        "connectionId": "id of inside",
        "timeoutInMillis": 5_000,
    }
    assert written(HttpIntegrationPlan(proxy=True, target_arn=ALB, **LINK)) == {
        **linked,
        "integrationTarget": ALB,
    }
    assert written(HttpIntegrationPlan(proxy=True, **LINK)) == linked


def test_a_service_is_called_by_its_uri_and_role(written: Written) -> None:
    plan = AwsIntegrationPlan(
        name="SQS-SendMessage POST /items",
        method="POST",
        service="sqs",
        target="path/{account}/{name}",
        region=None,
        actions=("sqs:SendMessage",),
        resources=("arn:aws:sqs:eu-west-1:123456789012:q",),
        timeout_ms=50,
        passthrough_behavior="NEVER",
        responses=(IntegrationResponsePlan(selection="default", status="200"),),
    )
    assert written(plan) == {
        "type": "aws",
        "httpMethod": "POST",
        "uri": "uri of sqs:path/{account}/{name}",
        "credentials": "role of SQS-SendMessage POST /items",
        "timeoutInMillis": 50,
        "passthroughBehavior": "never",
        "responses": {"default": {"statusCode": "200"}},
    }


def test_P22_a_mock_keeps_its_conversion_to_text(written: Written) -> None:
    plan = MockIntegrationPlan(
        timeout_ms=50,
        content_handling="CONVERT_TO_TEXT",
        request_templates={"application/json": '{"statusCode": 204}'},
        responses=(IntegrationResponsePlan(selection="default", status="204"),),
    )
    assert written(plan) == {
        "type": "mock",
        "contentHandling": "CONVERT_TO_TEXT",
        "requestTemplates": {"application/json": '{"statusCode": 204}'},
        "responses": {"default": {"statusCode": "204"}},
    }
