"""Who may connect: Lambda authorizers of the type REQUEST, and IAM.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final

from pulumi_apigw.aws.websocket_limits import AUTHORIZER_RESULT_BYTES
from pulumi_apigw.local.authorizers.authorization import Authorization, read_answer
from pulumi_apigw.local.authorizers.iam import UNCHECKED_SIGNATURE, named_caller, signed_caller
from pulumi_apigw.local.authorizers.policy import MalformedPolicyError, policy_effect
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.integrations.functions import CannotCallError, FunctionFailedError
from pulumi_apigw.local.model import Authorizer
from pulumi_apigw.local.permissions import authorizer_sources
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.events import authorizer_event
from pulumi_apigw.local.websocket.mapping import evaluate
from pulumi_apigw.local.websocket.refusals import Refusal

__all__ = ["authorize", "caller_of"]

# AWS writes down none for authorizers of WebSocket APIs: this is the longest that an integration has.
_TIMEOUT_MS: Final = 29_000
_UNSIGNED: Final = "Missing Authentication Token"


async def authorize(call: WebSocketCall, functions: FunctionCaller) -> Authorization | None:
    """What the authorizer of `$connect` says of a client, None where it has none; raises `Refusal`."""
    route = call.route
    if route.authorization_type == "NONE":
        return None
    if route.authorization_type == "AWS_IAM":
        return _authorize_iam(call)
    if route.authorizer is None:
        raise Refusal(
            500,
            f"{route.key}: its authorization type is {route.authorization_type} and this API has no "
            "authorizer with its `authorizer_id`. Give it one of the same API.",
        )
    return await _authorize_by(route.authorizer, call, functions)


def caller_of(request: Request, account_id: str) -> Mapping[str, Any] | None:
    """Whom a request that looks signed is from: by a header, or by a query string as browsers need it."""
    found = signed_caller(request, account_id)
    key = request.joined_query.get("X-Amz-Credential", "").partition("/")[0]
    if found is None and key and request.joined_query.get("X-Amz-Signature"):
        return named_caller(key, account_id)
    return found


def _authorize_iam(call: WebSocketCall) -> Authorization:
    """A departure from AWS: no signature is checked and no policy evaluated."""
    caller = caller_of(call.connection.request, call.api.account_id)
    if caller is None:
        note = f"{call.route.key}: the route needs AWS_IAM and the request is not signed. Sign it with SigV4."
        raise Refusal(403, note, _UNSIGNED)
    call.note(f"{call.route.key}: {UNCHECKED_SIGNATURE}")
    return Authorization(iam=caller)


async def _authorize_by(
    authorizer: Authorizer, call: WebSocketCall, functions: FunctionCaller
) -> Authorization:
    sources = authorizer.identity_sources
    if not all(evaluate(source, call) for source in sources):
        fact = f"an identity source is missing or empty ({', '.join(sources)})"
        raise Refusal(401, f"{call.route.key}: {fact}.")
    started = time.perf_counter()
    answer = await _ask(authorizer, call, functions)
    latency_ms = int((time.perf_counter() - started) * 1000)
    try:
        authorization = read_answer(answer, latency_ms)
        effect = policy_effect(answer.get("policyDocument"), call.route_arn)
    except MalformedPolicyError as error:
        raise _malformed(authorizer, call, str(error)) from None
    if effect != "Allow":
        raise Refusal(
            403,
            f"{call.route.key}: authorizer {authorizer.name!r} denied the call. Its policy must allow "
            f"execute-api:Invoke on {call.route_arn}.",
        )
    return authorization


async def _ask(authorizer: Authorizer, call: WebSocketCall, functions: FunctionCaller) -> Mapping[str, Any]:
    key, stage = call.route.key, call.connection.stage
    sources = authorizer_sources(call.api, authorizer)
    try:
        target = functions.target(call.api, stage, authorizer.uri, sources, authorizer.credentials_arn)
        answer = await functions.payload(target, authorizer_event(call), _TIMEOUT_MS)
    except CannotCallError as error:
        raise Refusal(500, f"{key}: {error}") from None
    except FunctionFailedError as error:
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
        if error.error.message == "Unauthorized":
            raise Refusal(401, f"{key}: authorizer {authorizer.name!r} said so.") from None
        raise Refusal(500, f"{key}: {error}") from None
    except TimeoutError:
        fact = f"authorizer {authorizer.name!r} gave no answer in {_TIMEOUT_MS} ms"
        raise Refusal(500, f"{key}: {fact}.") from None
    if not isinstance(answer, Mapping):
        raise _malformed(authorizer, call, f"it returned {answer!r}, not an object")
    # AWS says that the size is limited, and not what comes of more.
    if (size := len(json.dumps(answer).encode())) > AUTHORIZER_RESULT_BYTES:
        fact = f"it returned {size} bytes, and {AUTHORIZER_RESULT_BYTES} are the most"
        raise _malformed(authorizer, call, fact)
    return answer


def _malformed(authorizer: Authorizer, call: WebSocketCall, fact: str) -> Refusal:
    return Refusal(500, f"{call.route.key}: authorizer {authorizer.name!r} gave no valid answer: {fact}.")
