"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.gateway_responses import refused
from pulumi_apigw.local.rest.model import GatewayResponse
from pulumi_apigw.local.rest.refusals import Refusal

from .conftest import make_api

MakeCall = Callable[..., RestCall]
Custom = Mapping[str, GatewayResponse]


def call(make_call: MakeCall, custom: Custom, **changes: Any) -> RestCall:
    headers = [("origin", "https://a.example"), ("x-bad", "a\r\nb: c")]
    request = Request("GET", "/dev/items/7", "q=1", headers=headers)
    return make_call(request, api=make_api({}, {}, gateway_responses=custom), **changes)


@pytest.mark.parametrize(
    ("type_", "status", "body", "error_type"),
    [
        ("UNAUTHORIZED", 401, '{"message":"Unauthorized"}', "UnauthorizedException"),
        ("INVALID_API_KEY", 403, '{"message":"Forbidden"}', "ForbiddenException"),
        (
            "MISSING_AUTHENTICATION_TOKEN",
            403,
            '{"message":"Missing Authentication Token"}',
            "MissingAuthenticationTokenException",
        ),
        ("BAD_REQUEST_BODY", 400, '{"message": "Invalid request body"}', "BadRequestException"),
        ("UNSUPPORTED_MEDIA_TYPE", 415, '{"message": "Unsupported Media Type"}', "BadRequestException"),
        (
            "API_CONFIGURATION_ERROR",
            500,
            '{"message": "Internal server error"}',
            "InternalServerErrorException",
        ),
        (
            "INTEGRATION_TIMEOUT",
            504,
            '{"message": "Endpoint request timed out"}',
            "InternalServerErrorException",
        ),
        ("AUTHORIZER_FAILURE", 500, '{"message":null}', "AuthorizerConfigurationException"),
    ],
)
def test_what_aws_answers_by_default(
    make_call: MakeCall, type_: str, status: int, body: str, error_type: str
) -> None:
    response = refused(make_call(), Refusal(type_))
    assert (response.status, response.body.decode()) == (status, body)
    assert dict(response.headers) == {"content-type": "application/json", "x-amzn-errortype": error_type}


def test_a_status_of_its_own(make_call: MakeCall) -> None:
    assert refused(make_call(), Refusal("DEFAULT_5XX", status=502)).status == 502


@pytest.mark.parametrize(
    ("custom", "status", "tag"),
    [
        ({"DEFAULT_4XX": GatewayResponse(None, {"X-Tag": "'family'"})}, 401, "family"),
        ({"DEFAULT_4XX": GatewayResponse(418, {"X-Tag": "'family'"})}, 418, "family"),
        ({"DEFAULT_5XX": GatewayResponse(418, {"X-Tag": "'family'"})}, 401, None),
        (
            {
                "DEFAULT_4XX": GatewayResponse(418, {"X-Tag": "'family'"}),
                "UNAUTHORIZED": GatewayResponse(404),
            },
            404,
            None,
        ),
    ],
)
def test_a_types_own_response_wins_over_its_familys(
    make_call: MakeCall, custom: Custom, status: int, tag: str | None
) -> None:
    response = refused(call(make_call, custom), Refusal("UNAUTHORIZED"))
    assert (response.status, dict(response.headers).get("x-tag")) == (status, tag)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'text'", "text"),
        ("method.request.header.Origin", "https://a.example"),
        ("method.request.header.none", None),
        ("method.request.querystring.q", "1"),
        ("method.request.path.id", "7"),
        ("context.stage", "dev"),
        ("context.authorizer.tier", "gold"),
        ("stageVariables.backend", "blue"),
        ("method.request.header.x-bad", "a b: c"),
        ("nothing.known", None),
    ],
)
def test_P9_headers_are_mapped(make_call: MakeCall, expression: str, expected: str | None) -> None:
    custom = {"DEFAULT_4XX": GatewayResponse(None, {"X-Tag": expression})}
    found = call(make_call, custom, authorization=Authorization(context={"tier": "gold"}))
    assert dict(refused(found, Refusal("UNAUTHORIZED")).headers).get("x-tag") == expected


def test_templates_put_variables_in_and_know_no_vtl(make_call: MakeCall) -> None:
    template = (
        '{"m":$context.error.messageString,"t":"$context.error.responseType","s":"${context.stage}",'
        '"v":"$stageVariables.backend","q":"$method.request.querystring.q","n":"$context.none","d":'
        '"$context.error.validationErrorString"} #if(true)'
    )
    custom = {"BAD_REQUEST_BODY": GatewayResponse(None, {}, {"application/json": template})}
    refusal = Refusal("BAD_REQUEST_BODY", message='a "b"', details="[x]")
    assert refused(call(make_call, custom), refusal).body.decode() == (
        '{"m": "a \\"b\\"","t":"BAD_REQUEST_BODY","s":"dev","v":"blue","q":"1","n":"","d":"[x]"} #if(true)'
    )


def test_a_template_of_another_type_names_it(make_call: MakeCall) -> None:
    custom = {"UNAUTHORIZED": GatewayResponse(None, {}, {"text/plain": "$context.error.message!"})}
    response = refused(call(make_call, custom), Refusal("UNAUTHORIZED"))
    assert (dict(response.headers)["content-type"], response.body) == ("text/plain", b"Unauthorized!")


def test_a_denied_call_has_a_capital(make_call: MakeCall) -> None:
    refusal = Refusal("ACCESS_DENIED", message="User is not authorized to access this resource")
    body = refused(make_call(), refusal).body
    assert body == b'{"Message":"User is not authorized to access this resource"}'
