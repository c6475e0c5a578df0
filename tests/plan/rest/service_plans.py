"""Calls of AWS services: planned as a route writes them, and sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from pulumi_apigw.aws.route_keys import parse_route_key
from pulumi_apigw.config.rest.routes import RestRouteConfig
from pulumi_apigw.plan.rest.model import AwsIntegrationPlan
from pulumi_apigw.plan.rest.services import plan_service

from .velocity import Request, render

ACCOUNT = "eu-west-1:123456789012"
QUEUE = f"arn:aws:sqs:{ACCOUNT}:orders"
TOPIC = f"arn:aws:sns:{ACCOUNT}:orders"
BUS = f"arn:aws:events:{ACCOUNT}:event-bus/orders"
STREAM = f"arn:aws:kinesis:{ACCOUNT}:stream/orders"
MACHINE = f"arn:aws:states:{ACCOUNT}:stateMachine:orders"
TABLE = f"arn:aws:dynamodb:{ACCOUNT}:table/orders"
BUCKET = "arn:aws:s3:::orders"

REQUEST = Request(
    body='{"id": "o\'1", "n": 5, "arns": ["arn:a"],'
    ' "kinds": {"kind": {"DataType": "String", "StringValue": "a&b"}}}',
    header={"X-Tenant": "t1"},
    path={"id": "p1"},
    context={"requestId": "r1"},
)


def plan(type_: str, route: dict[str, Any] | None = None, **fields: Any) -> AwsIntegrationPlan:
    """The integration of `POST /orders/{id}` with one call."""
    config = RestRouteConfig.model_validate({"integration": {"type": type_, **fields}, **(route or {})})
    assert config.integration is not None
    return plan_service(
        config.integration,  # type: ignore[arg-type]  # only services are written here
        name=f"{type_} POST /orders/{{}}",
        key=parse_route_key("POST /orders/{id}"),
        route=config,
        timeout_ms=5000,
    )


def sent(found: AwsIntegrationPlan, request: Request = REQUEST) -> Any:
    """What the service gets: JSON, or the fields of a form."""
    rendered = render(found.request_templates["application/json"], request)
    if "form" in found.request_parameters["integration.request.header.Content-Type"]:
        return dict(parse_qsl(rendered.text, keep_blank_values=True, strict_parsing=True))
    return rendered.json
