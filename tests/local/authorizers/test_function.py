"""https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pulumi_apigw.local.authorizers import answers
from pulumi_apigw.local.authorizers.function import FunctionAuthorizer
from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.model import LocalAuthorizer
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection

API = "arn:aws:execute-api:us-east-1:123456789012:abc123def4"
HEADER = "$request.header.Authorization"


def policy(effect: str, resource: str = f"{API}/dev/GET/items/*", **more: Any) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ann", "policyDocument": document, **more}


class Asked:
    """A Lambda authorizer with a function that gives one answer and counts how often it is asked."""

    def __init__(self, make_call: Callable[..., Call], answer: Any, **changes: Any) -> None:
        values: dict[str, Any] = {"identity_sources": (HEADER,), "payload_format": "2.0", "ttl_seconds": 0}
        self.events: list[Mapping[str, Any]] = []
        self._make_call = make_call
        self._answer = answer
        self._authorizer = FunctionAuthorizer(
            LocalAuthorizer("a1", "customers", "REQUEST", **{**values, **changes}), self._invoke
        )

    def __call__(self, token: str | None = "secret", **changes: Any) -> HttpAuthorization:
        headers = [("authorization", token)] if token is not None else []
        call = self._make_call(Request("GET", "/dev/items/7", headers=headers), **changes)
        return asyncio.run(self._authorizer(call))

    async def _invoke(
        self, call: Call, authorizer: LocalAuthorizer, event: Mapping[str, Any], timeout: int
    ) -> Any:
        assert timeout == 10_000
        self.events.append(event)
        return self._answer


@pytest.fixture
def asked(make_call: Callable[..., Call]) -> Callable[..., Asked]:
    return lambda answer, **changes: Asked(make_call, answer, **changes)


def test_P12_a_simple_response_allows_with_its_context(asked: Callable[..., Asked]) -> None:
    authorize = asked({"isAuthorized": True, "context": {"tier": "gold", "n": 1}}, simple_responses=True)
    assert authorize() == HttpAuthorization(function={"tier": "gold", "n": 1})
    assert authorize.events[0]["identitySource"] == ["secret"]


def test_P12_a_simple_response_denies(asked: Callable[..., Asked]) -> None:
    with pytest.raises(Rejection, match="authorizer 'customers' denied the call") as e:
        asked({"isAuthorized": False}, simple_responses=True)()
    assert (e.value.response.status, e.value.response.body) == (403, b'{"message":"Forbidden"}')


@pytest.mark.parametrize("payload_format", ["1.0", "2.0"])
def test_P12_a_policy_allows_with_its_context(asked: Callable[..., Asked], payload_format: str) -> None:
    authorize = asked(policy("Allow", context={"tier": "gold"}), payload_format=payload_format)
    assert authorize() == HttpAuthorization(function={"tier": "gold"}, principal_id="ann")
    assert authorize.events[0]["version"] == payload_format


@pytest.mark.parametrize(
    "answer",
    [
        policy("Deny"),
        policy("Allow", f"{API}/dev/POST/items/*"),
        policy("Allow", f"{API}/prod/*"),
        {"policyDocument": {"Statement": [*policy("Allow")["policyDocument"]["Statement"],
                                          *policy("Deny", "*")["policyDocument"]["Statement"]]}},
        {"policyDocument": {"Statement": {"Action": "s3:*", "Effect": "Allow", "Resource": "*"}}},
    ],
)  # fmt: skip
def test_a_policy_that_does_not_cover_the_call_denies(asked: Callable[..., Asked], answer: Any) -> None:
    with pytest.raises(Rejection, match="denied the call"):
        asked(answer)()


@pytest.mark.parametrize(
    ("answer", "changes", "fact"),
    [
        # What people meet most: the function and the authorizer's formats do not agree.
        (
            {"isAuthorized": True},
            {"simple_responses": False},
            "Set `enable_simple_responses=True` with payload",
        ),
        (
            {"isAuthorized": True},
            {"simple_responses": True, "payload_format": "1.0"},
            "return `policyDocument`",
        ),
        (policy("Allow"), {"simple_responses": True}, "`isAuthorized` is None, not true or false"),
        ({"isAuthorized": "true"}, {"simple_responses": True}, "`isAuthorized` is 'true', not true or false"),
        (None, {}, "it returned None, not an object"),
        ({}, {}, "`policyDocument` needs `Statement`"),
        (policy("allow"), {}, "`Effect` is 'allow', not 'Allow' or 'Deny'"),
        (policy("Allow", None), {}, "`Resource` is None"),  # type: ignore[arg-type]
    ],
)
def test_P12_an_answer_of_another_format_is_500(
    asked: Callable[..., Asked], answer: Any, changes: dict[str, Any], fact: str
) -> None:
    with pytest.raises(Rejection, match=f"authorizer 'customers' gave no valid answer: .*{fact}") as e:
        asked(answer, **changes)()
    assert e.value.response.status == 500


def test_a_function_that_returns_unauthorized_has_the_caller_answered_with_401(
    asked: Callable[..., Asked],
) -> None:
    authorize = asked(
        {"errorMessage": "Unauthorized"}, simple_responses=True, identity_sources=(), ttl_seconds=0
    )
    with pytest.raises(Rejection, match=r"authorizer 'customers' returned .*Unauthorized") as e:
        authorize(None)
    assert (e.value.response.status, e.value.response.body) == (401, b'{"message":"Unauthorized"}')


@pytest.mark.parametrize("token", [None, ""])
def test_a_missing_identity_source_is_401_without_a_call(
    asked: Callable[..., Asked], token: str | None
) -> None:
    authorize = asked({"isAuthorized": True}, simple_responses=True)
    with pytest.raises(Rejection, match=r"identity source is missing or empty \(\$request\.header") as e:
        authorize(token)
    assert (e.value.response.status, authorize.events) == (401, [])


def test_remembers_an_answer_for_the_same_identity(asked: Callable[..., Asked]) -> None:
    authorize = asked({"isAuthorized": True}, simple_responses=True, ttl_seconds=300)
    for token in ("a", "a", "b", "a"):
        authorize(token)
    assert [event["identitySource"] for event in authorize.events] == [["a"], ["b"]]


def test_remembers_a_denial_too(asked: Callable[..., Asked]) -> None:
    authorize = asked({"isAuthorized": False}, simple_responses=True, ttl_seconds=300)
    for _ in range(2):
        with pytest.raises(Rejection, match="denied"):
            authorize()
    assert len(authorize.events) == 1


def test_does_not_remember_a_malformed_answer(asked: Callable[..., Asked]) -> None:
    authorize = asked({}, ttl_seconds=300)
    for _ in range(2):
        with pytest.raises(Rejection, match="no valid answer"):
            authorize()
    assert len(authorize.events) == 2


@pytest.mark.parametrize(
    ("ttl_seconds", "sources"), [(0, (HEADER,)), (300, ())], ids=["no ttl", "no identity sources"]
)
def test_forgets_without_ttl_or_sources(
    asked: Callable[..., Asked], ttl_seconds: int, sources: tuple[str, ...]
) -> None:
    authorize = asked(
        {"isAuthorized": True}, simple_responses=True, ttl_seconds=ttl_seconds, identity_sources=sources
    )
    authorize()
    authorize()
    assert len(authorize.events) == 2


def test_a_remembered_policy_is_judged_for_each_path(asked: Callable[..., Asked]) -> None:
    authorize = asked(policy("Allow", f"{API}/dev/GET/items/7"), ttl_seconds=300)
    authorize(path="/items/7")
    with pytest.raises(Rejection, match="denied"):
        authorize(path="/items/8")
    assert len(authorize.events) == 1


def test_the_route_key_as_identity_source_asks_for_each_route(asked: Callable[..., Asked]) -> None:
    authorize = asked(
        {"isAuthorized": True},
        simple_responses=True,
        ttl_seconds=300,
        identity_sources=(HEADER, "$context.routeKey", "$stageVariables.backend"),
    )
    authorize()
    assert authorize.events[0]["identitySource"] == ["secret", "GET /items/{id}", "dev"]


def test_forgets_the_oldest_answer_beyond_its_bound(
    asked: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "REMEMBERED_ANSWERS", 2)
    authorize = asked({"isAuthorized": True}, simple_responses=True, ttl_seconds=300)
    for token in ("a", "b", "c", "c", "b", "a"):
        authorize(token)
    assert [event["identitySource"] for event in authorize.events] == [["a"], ["b"], ["c"], ["a"]]
