"""One API's authorizers and CORS, with functions that are plain Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import Cors, LocalAuthorizer, LocalIntegration, LocalRoute, Permission

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function"
EXECUTION_ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123def4"
ORDERS = LocalIntegration("AWS_PROXY", f"{LAMBDA}:orders", payload_format="2.0")
CORS = Cors(allow_origins=("https://a.example",), allow_methods=("GET",))
ORIGIN = ("origin", "https://a.example")
PREFLIGHT = [ORIGIN, ("access-control-request-method", "GET")]

MakeService = Callable[..., Any]


def judged(**changes: Any) -> dict[str, Any]:
    values = {"simple_responses": True, "uri": f"{LAMBDA}:judge", "ttl_seconds": 0, **changes}
    authorizer = LocalAuthorizer("a1", "customers", "REQUEST", **values)
    return {"authorization_type": "CUSTOM", "authorizer": authorizer}


def with_judge(key: str = "GET /items", **changes: Any) -> tuple[LocalRoute, dict[str, Any]]:
    route = LocalRoute(key, ORDERS, **judged(**changes))
    return route, {"authorizers": (route.authorizer,)}


def test_P12_the_authorizers_context_reaches_the_function(service: MakeService) -> None:
    route, api = with_judge()
    given = service(route, judge=lambda event: {"isAuthorized": True, "context": {"tier": "gold"}}, **api)
    assert given.answer().response.status == 200
    event = given.pool.calls[1][1]
    assert event["requestContext"]["authorizer"] == {"lambda": {"tier": "gold"}}


def test_P8_an_authorizer_needs_a_permission_too(service: MakeService) -> None:
    source = f"{EXECUTION_ARN}/*/GET/items"
    narrow = Permission("judge", "lambda:InvokeFunction", "apigateway.amazonaws.com", source_arn=source)
    route, api = with_judge()
    given = service(route, permissions=[narrow], **api)
    assert given.answer().response.status == 500
    assert (
        f"no lambda permission covers {EXECUTION_ARN}/authorizers/a1. Add aws.lambda_.Per" in given.notes[0]
    )


def test_an_authorizer_of_another_api_is_500(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", ORDERS, "JWT"))
    assert given.answer().response.status == 500
    assert given.notes == [
        "500 GET /items: its authorization type is JWT and this API has no authorizer with its "
        "`authorizer_id`. Give it one of the same API."
    ]


def test_an_error_of_the_authorizer_is_500(service: MakeService) -> None:
    route, api = with_judge()
    error = FunctionError("timeout", "Sandbox.Timedout", "Task timed out after 3.00 seconds")
    given = service(route, judge=lambda event: Invocation(error=error), **api)
    assert given.answer().response.status == 500


def test_a_key_set_that_cannot_be_made_is_500(service: MakeService) -> None:
    customers = LocalAuthorizer("a1", "customers", "JWT")
    given = service(LocalRoute("GET /items", ORDERS, "JWT", customers), authorizers=(customers,))
    assert given.answer(headers=[("authorization", "a.b.c")]).response.status == 500
    assert given.notes == ["500 GET /items: key.pem: the local signing key cannot be made or read: Full."]


def test_a_preflight_is_answered_without_a_route(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", ORDERS), cors=CORS)
    response = given.answer("OPTIONS", headers=PREFLIGHT).response
    assert response.status == 204
    assert dict(response.headers)["access-control-allow-methods"] == "GET"
    assert given.pool.calls == []


def test_a_preflight_never_reaches_the_function_of_an_any_route(service: MakeService) -> None:
    given = service(LocalRoute("ANY /items", ORDERS), cors=CORS)
    assert given.answer("OPTIONS", headers=PREFLIGHT).response.status == 204
    assert given.pool.calls == []


def test_without_cors_options_is_a_method_like_others(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", ORDERS))
    assert given.answer("OPTIONS", headers=PREFLIGHT).response.status == 404


def test_an_authorizer_on_any_refuses_the_preflight_as_on_aws(service: MakeService) -> None:
    route, api = with_judge("ANY /items", identity_sources=("$request.header.authorization",))
    given = service(route, cors=CORS, **api)
    response = given.answer("OPTIONS", headers=PREFLIGHT).response
    assert response.status == 401
    opened = service(route, LocalRoute("OPTIONS /{proxy+}", ORDERS), cors=CORS, **api)
    assert opened.answer("OPTIONS", path="/other", headers=PREFLIGHT).response.status == 204


def test_cors_headers_are_on_every_answer(service: MakeService) -> None:
    given = service(
        LocalRoute("GET /items", ORDERS),
        orders=lambda event: {"statusCode": 204, "headers": {"access-control-allow-origin": "*"}},
        cors=CORS,
    )
    for path, status in (("/items", 204), ("/none", 404)):
        response = given.answer(path=path, headers=[ORIGIN]).response
        assert response.status == status
        assert dict(response.headers)["access-control-allow-origin"] == "https://a.example"
