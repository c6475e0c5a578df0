"""https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.model import LocalStage, Permission
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.authorizers import LambdaAuthorizer
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.model import RestAuthorizer
from pulumi_apigw.local.rest.refusals import Refusal

from ..conftest import EXECUTION_ARN, LAMBDA, FakePool

TOKEN = "method.request.header.x-token"
METHOD = f"{EXECUTION_ARN}/dev/GET/items/*"
PERMITTED = Permission("judge", "lambda:InvokeFunction", "apigateway.amazonaws.com")


def policy(effect: str = "Allow", resource: str = METHOD, **more: Any) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {"principalId": "ann", "policyDocument": {"Statement": [statement]}, **more}


class Asked:
    """A Lambda authorizer with a function that gives one answer; `events` are those it was asked with."""

    def __init__(
        self, make_call: Callable[..., RestCall], answer: Any, permitted: bool, **changes: Any
    ) -> None:
        values = {"identity_sources": (TOKEN,), "uri": f"{LAMBDA}:judge", "ttl_seconds": 0, **changes}
        self._pool = FakePool(judge=lambda event: answer)
        self.events = self._pool.events
        self._make_call = make_call
        functions = FunctionCaller(self._pool, [PERMITTED] if permitted else [])
        kind = values.pop("type", "TOKEN")
        self._authorizer = LambdaAuthorizer(RestAuthorizer("a1", "judge", kind, **values), functions)

    def __call__(self, token: str | None = "secret", query: str = "", **changes: Any) -> Authorization:
        headers = [("x-token", token)] if token is not None else []
        call = self._make_call(Request("GET", "/dev/items/7", query, headers=headers), **changes)
        return asyncio.run(self._authorizer(call))


Make = Callable[..., Asked]


@pytest.fixture
def asked(make_call: Callable[..., RestCall]) -> Make:
    def make(answer: Any, *, permitted: bool = True, **changes: Any) -> Asked:
        return Asked(make_call, answer, permitted, **changes)

    return make


def refusal(authorize: Asked, *arguments: Any, **changes: Any) -> tuple[str, str | None, str]:
    with pytest.raises(Refusal, match=r"^GET /items/\{id\}: ") as e:
        authorize(*arguments, **changes)
    return e.value.type, e.value.message, e.value.note.removeprefix("GET /items/{id}: ")


def test_a_token_is_passed_and_the_context_comes_back_as_texts(asked: Make) -> None:
    authorize = asked(
        policy(context={"tier": "gold", "n": 1, "new": True, "gone": None}, usageIdentifierKey="k")
    )
    context = {"tier": "gold", "n": "1", "new": "true"}
    assert authorize() == Authorization(context=context, principal_id="ann", usage_key="k")
    arn = f"{EXECUTION_ARN}/dev/GET/items/7"
    assert authorize.events == [{"type": "TOKEN", "methodArn": arn, "authorizationToken": "secret"}]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (policy("Deny"), "User is not authorized to access this resource with an explicit deny"),
        (policy(resource=f"{EXECUTION_ARN}/dev/POST/*"), "User is not authorized to access this resource"),
    ],
)
def test_a_policy_denies(asked: Make, answer: Any, message: str) -> None:
    assert refusal(asked(answer))[:2] == ("ACCESS_DENIED", message)


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_the_function_is_not_asked(asked: Make, token: str | None) -> None:
    authorize = asked(policy())
    assert refusal(authorize, token)[0] == "UNAUTHORIZED"
    assert authorize.events == []


def test_a_pattern_keeps_tokens_from_the_function(asked: Make) -> None:
    authorize = asked(policy(), validation_pattern="x-[a-z]+")
    assert refusal(authorize, "x-a1") == (
        "UNAUTHORIZED",
        "Unauthorized",
        "the token does not match 'x-[a-z]+'.",
    )
    assert authorize.events == []
    assert authorize("x-abc").principal_id == "ann"


def test_a_pattern_that_is_none_is_500(asked: Make) -> None:
    type_, _, note = refusal(asked(policy(), validation_pattern="x-["))
    assert type_ == "AUTHORIZER_CONFIGURATION_ERROR"
    assert note.startswith("its validation pattern 'x-[' is none: ")


@pytest.mark.parametrize(("ttl", "type_"), [(300, "UNAUTHORIZED"), (0, None)])
def test_a_request_authorizer_needs_its_sources_for_its_cache(
    asked: Make, ttl: int, type_: str | None
) -> None:
    sources = ("method.request.header.x-token", "method.request.querystring.q", "stageVariables.backend")
    authorize = asked(policy(), type="REQUEST", identity_sources=sources, ttl_seconds=ttl)
    assert authorize(query="q=1").principal_id == "ann"
    assert authorize.events[0]["type"] == "REQUEST"
    assert authorize.events[0]["queryStringParameters"] == {"q": "1"}
    if type_:
        assert refusal(authorize)[0] == type_
    else:
        assert authorize().principal_id == "ann"


def test_answers_are_remembered_by_stage_and_token_and_judged_anew(asked: Make) -> None:
    authorize = asked(policy(), ttl_seconds=300)
    authorize("a")
    authorize("a")
    authorize("b")
    authorize("a", stage=LocalStage("dev", {"x": "y"}))
    assert len(authorize.events) == 2
    assert refusal(authorize, "a", path="/other")[0] == "ACCESS_DENIED"
    assert len(authorize.events) == 2
    assert refusal(authorize, "a", stage=LocalStage("prod"))[0] == "ACCESS_DENIED"
    assert len(authorize.events) == 3


def test_forgets_an_answer_after_its_ttl(asked: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    authorize = asked(policy(), ttl_seconds=300)
    authorize()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 301)
    authorize()
    assert len(authorize.events) == 2


@pytest.mark.parametrize(
    ("answer", "type_", "note"),
    [
        ("yes", "AUTHORIZER_CONFIGURATION_ERROR", "it returned 'yes', not an object."),
        ({"isAuthorized": True}, "AUTHORIZER_CONFIGURATION_ERROR", "`policyDocument` needs `Statement`"),
        (policy("allow"), "AUTHORIZER_CONFIGURATION_ERROR", "`Effect` is 'allow', not 'Allow' or 'Deny'"),
        (policy(context={"a": []}), "AUTHORIZER_CONFIGURATION_ERROR", "`context` may hold texts, numbers"),
        (
            Invocation(error=FunctionError("unhandled", "Exception", "Unauthorized")),
            "UNAUTHORIZED",
            "authorizer 'judge' said so.",
        ),
        (
            Invocation(error=FunctionError("unhandled", "KeyError", "'x'")),
            "AUTHORIZER_FAILURE",
            "function 'judge' failed (unhandled): KeyError: 'x'",
        ),
    ],
)
def test_answers_that_are_none(asked: Make, answer: Any, type_: str, note: str) -> None:
    found = refusal(asked(answer, ttl_seconds=300))
    assert found[0] == type_
    assert note in found[2]


def test_a_broken_answer_is_not_remembered(asked: Make) -> None:
    authorize = asked({}, ttl_seconds=300)
    for _ in range(2):
        refusal(authorize)
    assert len(authorize.events) == 2


def test_P8_an_authorizer_needs_its_permission(asked: Make) -> None:
    type_, _, note = refusal(asked(policy(), permitted=False))
    assert type_ == "AUTHORIZER_CONFIGURATION_ERROR"
    assert f"no lambda permission covers {EXECUTION_ARN}/authorizers/a1." in note
