"""Lambda authorizers, of the types TOKEN and REQUEST.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any, Final

from pulumi_apigw.local.authorizers.answers import Answers
from pulumi_apigw.local.authorizers.authorization import Authorization, read_answer
from pulumi_apigw.local.authorizers.policy import MalformedPolicyError, policy_effect
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.integrations.functions import CannotCallError, FunctionFailedError
from pulumi_apigw.local.permissions import authorizer_sources
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.events import request_event, token_event
from pulumi_apigw.local.rest.mapping import evaluate
from pulumi_apigw.local.rest.model import RestAuthorizer
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["LambdaAuthorizer"]

# AWS writes down none for authorizers of REST APIs: this is the longest that an integration has by default.
_TIMEOUT_MS: Final = 29_000
# https://repost.aws/knowledge-center/api-gateway-403-error-lambda-authorizer
_DENIED: Final = "User is not authorized to access this resource"


class LambdaAuthorizer:
    """Asks a function, remembers what it said for the TTL, and judges each call by the policy in it."""

    def __init__(self, authorizer: RestAuthorizer, functions: FunctionCaller) -> None:
        self._authorizer = authorizer
        self._functions = functions
        self._answers = Answers(authorizer.ttl_seconds)

    async def __call__(self, call: RestCall) -> Authorization:
        """Raises `Refusal`: 401 without identity, 403 where denied, 500 where the function fails."""
        identity = self._identity(call)
        key = (call.stage.name, *identity)
        remembered = self._answers.get(key) if identity else None
        started = time.perf_counter()
        answer = await self._ask(call, identity) if remembered is None else remembered
        latency_ms = int((time.perf_counter() - started) * 1000) if remembered is None else 0
        try:
            authorization = read_answer(answer, latency_ms)
            effect = policy_effect(answer.get("policyDocument"), call.method_arn)
        except MalformedPolicyError as error:
            raise self._malformed(call, str(error)) from None
        if remembered is None and identity:
            self._answers.keep(key, answer)
        if effect != "Allow":
            explicit = " with an explicit deny" if effect == "Deny" else ""
            raise Refusal(
                "ACCESS_DENIED",
                f"{call.route.key}: authorizer {self._authorizer.name!r} denied the call{explicit}. Its "
                f"policy must allow execute-api:Invoke on {call.method_arn}.",
                message=f"{_DENIED}{explicit}",
            )
        return authorization

    def _identity(self, call: RestCall) -> list[str]:
        """The values that name a caller, and by which answers are remembered."""
        sources = self._authorizer.identity_sources
        values = [evaluate(source, call) for source in sources]
        found = [value for value in values if value]
        # A REQUEST authorizer without a cache is asked whatever is missing.
        if len(found) < len(values) and (self._is_token or self._authorizer.ttl_seconds > 0):
            raise self._unauthorized(call, f"an identity source is missing or empty ({', '.join(sources)})")
        pattern = self._authorizer.validation_pattern
        if self._is_token and pattern and not self._matches(call, pattern, found[0]):
            raise self._unauthorized(call, f"the token does not match {pattern!r}")
        return found

    def _matches(self, call: RestCall, pattern: str, token: str) -> bool:
        try:
            return re.fullmatch(pattern, token) is not None
        except re.error as error:
            raise self._misconfigured(call, f"its validation pattern {pattern!r} is none: {error}.") from None

    @property
    def _is_token(self) -> bool:
        return self._authorizer.type == "TOKEN"

    async def _ask(self, call: RestCall, identity: list[str]) -> Mapping[str, Any]:
        authorizer = self._authorizer
        event = token_event(call, identity[0]) if self._is_token else request_event(call)
        sources = authorizer_sources(call.api, authorizer)
        try:
            target = self._functions.target(
                call.api, call.stage, authorizer.uri, sources, authorizer.credentials_arn
            )
            answer = await self._functions.payload(target, event, _TIMEOUT_MS)
        except CannotCallError as error:
            raise self._misconfigured(call, str(error)) from None
        except FunctionFailedError as error:
            if error.error.message == "Unauthorized":
                raise self._unauthorized(call, f"authorizer {authorizer.name!r} said so") from None
            raise Refusal("AUTHORIZER_FAILURE", f"{call.route.key}: {error}") from None
        except TimeoutError:
            raise Refusal(
                "AUTHORIZER_FAILURE",
                f"{call.route.key}: authorizer {authorizer.name!r} gave no answer in {_TIMEOUT_MS} ms.",
            ) from None
        if not isinstance(answer, Mapping):
            raise self._malformed(call, f"it returned {answer!r}, not an object")
        return answer

    def _unauthorized(self, call: RestCall, fact: str) -> Refusal:
        return Refusal("UNAUTHORIZED", f"{call.route.key}: {fact}.")

    def _malformed(self, call: RestCall, fact: str) -> Refusal:
        name = self._authorizer.name
        return self._misconfigured(call, f"authorizer {name!r} gave no valid answer: {fact}.")

    def _misconfigured(self, call: RestCall, fact: str) -> Refusal:
        return Refusal("AUTHORIZER_CONFIGURATION_ERROR", f"{call.route.key}: {fact}")
