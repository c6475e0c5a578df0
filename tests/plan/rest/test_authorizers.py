from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.plan.model import TargetPlan
from pulumi_apigw.plan.rest.model import (
    CognitoAuthorizerPlan,
    RestAuthorizerPlan,
    RestLambdaAuthorizerPlan,
)

from .conftest import POOL, rest_api

GATE = TargetPlan(function="gate", aliases=("dev",), variable="lambda_alias")


def authorizers(**written: Any) -> tuple[RestAuthorizerPlan, ...]:
    routes = {f"GET /{name}": {"authorizer": name} for name in written}
    return rest_api(routes, authorizers=written).authorizers


def test_a_cognito_authorizer() -> None:
    assert authorizers(pool={"type": "cognito", "user_pool_arns": [POOL]}) == (
        CognitoAuthorizerPlan(
            name="pool",
            user_pool_arns=(POOL,),
            identity_source="method.request.header.Authorization",
            ttl_seconds=300,
        ),
    )


def test_a_lambda_authorizer_gets_the_whole_request() -> None:
    assert authorizers(gate={"type": "lambda", "function": "gate"}) == (
        RestLambdaAuthorizerPlan(
            name="gate",
            target=GATE,
            event="request",
            identity_sources=("method.request.header.Authorization",),
            validation_pattern=None,
            ttl_seconds=300,
        ),
    )


def test_a_lambda_authorizer_gets_the_token_alone() -> None:
    (found,) = authorizers(
        gate={
            "type": "lambda",
            "function": "gate",
            "event": "token",
            "identity_sources": ["$request.header.X-Token"],
            "validation_pattern": "Bearer .+",
            "ttl_seconds": 0,
        }
    )
    assert found == RestLambdaAuthorizerPlan(
        name="gate",
        target=GATE,
        event="token",
        identity_sources=("method.request.header.X-Token",),
        validation_pattern="Bearer .+",
        ttl_seconds=0,
    )


@pytest.mark.parametrize(
    ("written", "aws"),
    [
        ("$request.header.X-Token", "method.request.header.X-Token"),
        ("$request.querystring.token", "method.request.querystring.token"),
        ("$stageVariables.lambda_alias", "stageVariables.lambda_alias"),
        ("$context.identity.sourceIp", "context.identity.sourceIp"),
    ],
)
def test_identity_sources_are_written_as_rest_apis_have_them(written: str, aws: str) -> None:
    (found,) = authorizers(gate={"type": "lambda", "function": "gate", "identity_sources": [written]})
    assert isinstance(found, RestLambdaAuthorizerPlan)
    assert found.identity_sources == (aws,)


def test_P11_one_resource_an_authorizer_however_many_routes_it_guards() -> None:
    routes = {f"GET /{number}": {"authorizer": "gate"} for number in range(50)}
    plan = rest_api(routes, authorizers={"gate": {"type": "lambda", "function": "gate"}})
    assert [each.name for each in plan.authorizers] == ["gate"]
    assert {each.authorizer for each in plan.methods} == {"gate"}


def test_iam_is_no_resource() -> None:
    assert authorizers(signed={"type": "iam"}) == ()


def test_authorizers_stand_in_the_order_of_the_config() -> None:
    gate = {"type": "lambda", "function": "gate"}
    assert [each.name for each in authorizers(b=gate, a=gate, c=gate)] == ["b", "a", "c"]
