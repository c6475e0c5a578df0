from __future__ import annotations

from pulumi_apigw.plan.rest.model import GatewayResponsePlan

from .conftest import ORIGIN, rest_api

CORS = {"allow_origins": [ORIGIN]}
ALLOWED = {"Access-Control-Allow-Origin": f"'{ORIGIN}'"}


def test_P45_none_that_was_not_asked_for() -> None:
    assert rest_api().gateway_responses == ()


def test_as_written() -> None:
    templates = {"application/json": '{"message": $context.error.messageString}'}
    written = {"THROTTLED": {"status": 503, "headers": {"Retry-After": "'1'"}, "templates": templates}}
    assert rest_api(gateway_responses=written).gateway_responses == (
        GatewayResponsePlan(
            type="THROTTLED", status=503, headers={"Retry-After": "'1'"}, templates=templates
        ),
    )


def test_P9_each_that_is_written_has_the_headers_of_cors_too() -> None:
    """A type that is written does not fall back to DEFAULT_4XX, so it needs headers of its own."""
    written = {"UNAUTHORIZED": {"headers": {"X-Why": "'token'"}}, "DEFAULT_5XX": {"status": 502}}
    assert rest_api(gateway_responses=written, cors=CORS).gateway_responses == (
        GatewayResponsePlan(type="UNAUTHORIZED", status=None, headers={"X-Why": "'token'", **ALLOWED}),
        GatewayResponsePlan(type="DEFAULT_5XX", status=502, headers=ALLOWED),
        GatewayResponsePlan(type="DEFAULT_4XX", status=None, headers=ALLOWED),
    )


def test_P9_a_header_that_is_written_wins() -> None:
    own = {"access-control-allow-origin": "'*'"}
    plan = rest_api(gateway_responses={"DEFAULT_4XX": {"headers": own}}, cors=CORS)
    assert plan.gateway_responses[0].headers == own
