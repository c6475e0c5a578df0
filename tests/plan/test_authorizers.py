from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import AuthorizerPlan, JwtAuthorizerPlan, LambdaAuthorizerPlan, TargetPlan

from .conftest import http_api

GATE = TargetPlan(function="gate", aliases=("dev",), variable="lambda_alias")
HEADER = "$request.header.Authorization"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["a", "b"]},
            JwtAuthorizerPlan(
                name="guard",
                issuer="https://login.example.com/",
                user_pool_id=None,
                audience=("a", "b"),
                identity_source=HEADER,
            ),
        ),
        (
            {
                "type": "cognito",
                "user_pool_id": "${ref.pool}",
                "client_ids": ["web"],
                "identity_source": "$request.querystring.t",
            },
            JwtAuthorizerPlan(
                name="guard",
                issuer=None,
                user_pool_id="${ref.pool}",
                audience=("web",),
                identity_source="$request.querystring.t",
            ),
        ),
        (
            {"type": "lambda", "function": "gate"},
            LambdaAuthorizerPlan(
                name="guard",
                target=GATE,
                payload_format="2.0",
                simple_responses=True,
                identity_sources=(HEADER,),
                ttl_seconds=300,
            ),
        ),
        (
            {
                "type": "lambda",
                "function": "gate",
                "response": "iam",
                "payload_format": "1.0",
                "identity_sources": ["$context.path", "$request.header.X-Key"],
                "ttl_seconds": 0,
            },
            LambdaAuthorizerPlan(
                name="guard",
                target=GATE,
                payload_format="1.0",
                simple_responses=False,
                identity_sources=("$context.path", "$request.header.X-Key"),
                ttl_seconds=0,
            ),
        ),
    ],
)
def test_authorizers_that_are_resources(written: dict[str, Any], expected: AuthorizerPlan) -> None:
    plan = http_api({"GET /": {"authorizer": "guard"}}, authorizers={"guard": written})
    assert plan.authorizers == (expected,)


def test_P11_one_authorizer_however_many_routes_it_guards() -> None:
    authorizers = {"tokens": {"type": "jwt", "issuer": "https://login.example.com/", "audience": ["a"]}}
    plan = http_api({f"GET /{n}": {"authorizer": "tokens"} for n in range(50)}, authorizers=authorizers)
    assert [each.name for each in plan.authorizers] == ["tokens"]
    assert {each.authorizer for each in plan.routes} == {"tokens"}


def test_iam_is_no_resource() -> None:
    plan = http_api({"GET /": {"authorizer": "signed"}}, authorizers={"signed": {"type": "iam"}})
    assert plan.authorizers == ()
