"""The rules by which a difference is judged: docs/breaking-changes.md has them as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["RULES", "Effect", "Rule"]

Effect = Literal["breaking", "warning", "change"]
"""Whether callers may not live with it, whether it lets more of them in, or neither."""


@dataclass(frozen=True)
class Rule:
    """One rule: the kind of change, what comes of it, when it holds, and why."""

    name: str
    kind: str
    effect: Effect
    when: str
    why: str | None = None


def _breaking(name: str, kind: str, when: str, why: str) -> Rule:
    return Rule(name, kind, "breaking", when, why)


def _warning(name: str, kind: str, when: str, why: str) -> Rule:
    return Rule(name, kind, "warning", when, why)


def _change(name: str, kind: str, when: str) -> Rule:
    return Rule(name, kind, "change", when)


_API = (
    _breaking("api-removed", "api removed", "an API is gone", "its callers have nothing to call"),
    _breaking(
        "protocol-changed",
        "api changed",
        "an API is of another protocol",
        "AWS makes another API, with another URL and other answers of its own",
    ),
    _breaking(
        "base-path-changed",
        "api changed",
        "`default_stage` of an HTTP API is turned on or off",
        "the stage's name enters or leaves the path of the URL that callers have",
    ),
    _breaking(
        "endpoint-closed",
        "endpoint",
        "the endpoint becomes private or is disabled, loses a VPC endpoint, or IPv6",
        "callers who come that way no longer get in",
    ),
    _warning(
        "endpoint-opened",
        "endpoint",
        "a private endpoint becomes a public one, or a disabled one is enabled",
        "the API can be called from where it could not",
    ),
    _breaking(
        "tls-changed",
        "endpoint",
        "`security_policy` is another one, or `endpoint_access_mode` becomes STRICT",
        "clients that speak older TLS, or name another host, may be refused",
    ),
    _change("api-added", "api added", "an API is new"),
    _change("api-changed", "api changed", "any other key of an API"),
)
_ROUTES = (
    _breaking(
        "route-removed",
        "route removed",
        "a route or a method is gone, and no other route answers its requests",
        "callers get 404 (HTTP), 403 (REST) or an error message (WebSocket)",
    ),
    _breaking(
        "route-answered-elsewhere",
        "route changed",
        "a route is gone, and a wider one with another function or integration answers its requests",
        "that one may not know these requests: a catch-all often answers with 404",
    ),
    _breaking(
        "reply-removed",
        "route changed",
        "a WebSocket route has `reply` no longer",
        "clients wait for an answer that does not come",
    ),
    _breaking(
        "selection-changed",
        "route changed",
        "`route_selection_expression` is another one",
        "messages that clients send name their route elsewhere",
    ),
    _change("route-added", "route added", "a route is new"),
    _change(
        "route-covered",
        "route changed",
        "a route is gone, and a wider one with the same function or integration answers its requests",
    ),
    _change("route-changed", "route changed", "any other key of a route, and names of path variables"),
)
_CALLERS = (
    _breaking(
        "authorizer-required",
        "authorizer tightened",
        "a route that anybody could call has an authorizer",
        "callers without credentials get 401 or 403",
    ),
    _breaking(
        "authorizer-replaced",
        "authorizer changed",
        "another type, issuer, user pool, function or place of the token",
        "credentials that callers have may no longer be accepted",
    ),
    _breaking(
        "authorizer-narrowed",
        "authorizer tightened",
        "an audience, client or user pool is gone; an identity source or a validation pattern is new",
        "requests that were let through are refused",
    ),
    _breaking(
        "scopes-narrowed",
        "authorizer tightened",
        "scopes are needed where none were, or one of them is no longer accepted",
        "tokens without another scope get 401 or 403",
    ),
    _breaking(
        "token-kind-changed",
        "authorizer changed",
        "a route behind a Cognito authorizer of a REST API has scopes no longer",
        "API Gateway takes an id token there in place of an access token, which callers send now",
    ),
    _breaking(
        "api-key-required",
        "authorizer tightened",
        "a route needs an API key",
        "callers without one get 403",
    ),
    _breaking(
        "api-key-place-changed",
        "authorizer changed",
        "API keys are looked for elsewhere, and some route needs one",
        "callers send theirs where it was, and get 403",
    ),
    _breaking(
        "policy-narrowed",
        "policy",
        "a resource policy is new, allows less, or denies more",
        "callers from there get 403",
    ),
    _breaking(
        "policy-rewritten",
        "policy",
        "a policy written as JSON is another one",
        "whom it refuses now cannot be told from its text",
    ),
    _warning(
        "authorizer-dropped",
        "authorizer loosened",
        "a route has an authorizer no longer",
        "anybody can call it",
    ),
    _warning(
        "authorizer-widened",
        "authorizer loosened",
        "an audience, client or user pool is new; an identity source or a validation pattern is gone",
        "more callers are let through",
    ),
    _warning(
        "scopes-widened",
        "authorizer loosened",
        "one more scope is accepted, or none is needed any more",
        "more tokens are let through",
    ),
    _warning(
        "api-key-dropped",
        "authorizer loosened",
        "a route needs no API key any more",
        "no usage plan counts its callers",
    ),
    _warning(
        "policy-widened",
        "policy",
        "a resource policy is gone, allows more, or denies less",
        "more callers are let through",
    ),
    _change(
        "authorizer-changed",
        "authorizer changed",
        "any other key of an authorizer; one that is new, gone or renamed",
    ),
)
_REQUESTS = (
    _breaking(
        "parameter-required",
        "model",
        "a query parameter or header is required, and validated, that was not",
        "requests without it get 400",
    ),
    _breaking(
        "body-checked",
        "model",
        "bodies of a content type are checked against a model that were not",
        "requests whose body does not match get 400",
    ),
    _breaking(
        "model-narrowed",
        "model",
        "a property is required, no longer accepted or of another type; a value of `enum` is gone; a bound "
        "is stricter; `additionalProperties` are closed",
        "requests that matched get 400",
    ),
    _breaking(
        "model-unsure",
        "model",
        "a `pattern`, `format`, `multipleOf`, `not`, `allOf`, `anyOf` or `oneOf` is new or another one",
        "whether all requests that matched still do cannot be told",
    ),
    _change("body-unchecked", "model", "bodies are no longer checked"),
    _change("model-changed", "model", "any other change of a model; one that no route checks requests by"),
)
_PAGES = (
    _breaking("cors-removed", "cors", "`cors` is gone", "browsers keep answers from every web page"),
    _breaking(
        "cors-narrowed",
        "cors",
        "an origin, method or header is gone, or `allow_credentials` is off",
        "browsers keep answers from pages that need it",
    ),
    _warning(
        "cors-opened",
        "cors",
        "`*` among the origins is new, or `allow_credentials` is on",
        "pages of anybody, or with the visitor's cookies, read answers",
    ),
    _change("cors-changed", "cors", "`cors` is new or allows more, and `max_age_seconds`"),
)
_LIMITS = (
    _breaking(
        "throttle-halved",
        "throttle",
        "a limit of an API or a route is less than half of what it was",
        "traffic that was let through may get 429; how much there is nobody knows here, so that a smaller "
        "cut is taken for a correction",
    ),
    _breaking(
        "usage-plan-narrowed",
        "usage plan",
        "a plan is gone, loses a key that no other one has, has a limit or a quota where none was, or one of "
        "less than half, or another period",
        "clients with these keys get 403 or 429",
    ),
    _change("throttle-changed", "throttle", "a limit is higher, or not less than half"),
    _change("usage-plan-changed", "usage plan", "any other change of a usage plan"),
)
_ANSWERS = (
    _breaking(
        "gateway-status-changed",
        "gateway response",
        "the status of an answer of API Gateway's own is another one",
        "clients tell errors apart by it",
    ),
    _change("gateway-response-changed", "gateway response", "its headers or templates"),
)
_CODE = (
    _change("function-added", "function", "a function is new"),
    _change("function-changed", "function", "its code, runtime, handler or architecture is another one"),
    _change("function-removed", "function", "a function is gone"),
    _change("variable-added", "variable", "a promotable stage variable is new"),
    _change("variable-changed", "variable", "it has another value"),
    _change("variable-removed", "variable", "it is gone"),
)

RULES: Final[Mapping[str, Rule]] = {
    rule.name: rule for rule in (*_API, *_ROUTES, *_CALLERS, *_REQUESTS, *_PAGES, *_LIMITS, *_ANSWERS, *_CODE)
}
"""Rules by name."""
