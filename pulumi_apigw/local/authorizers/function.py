"""Lambda authorizers (type REQUEST).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from pulumi_apigw.aws.limits import AUTHORIZER_RESPONSE_TIMEOUT_MS
from pulumi_apigw.local.authorizers.answers import Answers
from pulumi_apigw.local.authorizers.identity import identity_values
from pulumi_apigw.local.authorizers.policy import MalformedPolicyError, policy_effect
from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.events import authorizer_event
from pulumi_apigw.local.model import LocalAuthorizer
from pulumi_apigw.local.responses import Rejection

__all__ = ["FunctionAuthorizer", "Invoke"]

Invoke = Callable[[Call, LocalAuthorizer, Mapping[str, Any], int], Awaitable[Any]]
"""Calls an authorizer's function with an event and a time limit in milliseconds; raises `Rejection`."""

_UNAUTHORIZED: Final = {"errorMessage": "Unauthorized"}


class FunctionAuthorizer:
    """Asks a function, remembers what it said for the authorizer's TTL, and judges the call by it."""

    def __init__(self, authorizer: LocalAuthorizer, invoke: Invoke) -> None:
        self._authorizer = authorizer
        self._invoke = invoke
        self._answers = Answers(authorizer.ttl_seconds)

    async def __call__(self, call: Call) -> HttpAuthorization:
        """Raises `Rejection`: 401 without identity, 403 where denied, 500 where the function fails.

        A function that returns `{"errorMessage": "Unauthorized"}` has the caller answered with 401 too.
        """
        identity = identity_values(call, self._authorizer.identity_sources)
        if identity is None:
            sources = ", ".join(self._authorizer.identity_sources)
            raise Rejection(401, f"{call.route.key}: an identity source is missing or empty ({sources}).")
        key = (call.stage.name, *identity)
        remembered = self._answers.get(key) if identity else None
        answer = await self._ask(call, identity) if remembered is None else remembered
        # A remembered policy is judged anew for each route; a simple answer holds for all of them.
        allows = self._allows(answer, call)
        if remembered is None and identity:
            self._answers.keep(key, answer)
        if not allows:
            raise Rejection(403, f"{call.route.key}: authorizer {self._authorizer.name!r} denied the call.")
        context = answer.get("context")
        principal = answer.get("principalId")
        return HttpAuthorization(
            function=context if isinstance(context, Mapping) else {},
            principal_id=None if principal is None else str(principal),
        )

    async def _ask(self, call: Call, identity: list[str]) -> Mapping[str, Any]:
        event = authorizer_event(call, self._authorizer.payload_format, identity)
        answer = await self._invoke(call, self._authorizer, event, AUTHORIZER_RESPONSE_TIMEOUT_MS)
        if not isinstance(answer, Mapping):
            raise self._malformed(call, f"it returned {answer!r}, not an object")
        if answer == _UNAUTHORIZED:
            raise Rejection(401, f"{call.route.key}: authorizer {self._authorizer.name!r} returned {answer}.")
        return answer

    def _allows(self, answer: Mapping[str, Any], call: Call) -> bool:
        if self._is_simple:
            authorized = answer.get("isAuthorized")
            if not isinstance(authorized, bool):
                raise self._malformed(
                    call, f"simple responses are on and `isAuthorized` is {authorized!r}, not true or false"
                )
            return authorized
        if "isAuthorized" in answer and "policyDocument" not in answer:
            raise self._malformed(
                call,
                "it gave a simple response (`isAuthorized`) where an IAM policy is expected. Set "
                "`enable_simple_responses=True` with payload format 2.0, or return `policyDocument`",
            )
        try:
            return policy_effect(answer.get("policyDocument"), call.route_arn) == "Allow"
        except MalformedPolicyError as error:
            raise self._malformed(call, str(error)) from None

    @property
    def _is_simple(self) -> bool:
        return self._authorizer.simple_responses and self._authorizer.payload_format == "2.0"

    def _malformed(self, call: Call, fact: str) -> Rejection:
        return Rejection(
            500, f"{call.route.key}: authorizer {self._authorizer.name!r} gave no valid answer: {fact}."
        )
