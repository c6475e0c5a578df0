"""CORS of a REST API, of which API Gateway does nothing by itself: preflights, and headers on its answers.

Functions and proxied backends set the headers of their answers themselves; functions learn the origins from
their environment (`plan/functions.py`).
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...aws.route_keys import parse_route_key
from ...config.cors import CorsConfig
from .model import (
    AwsIntegrationPlan,
    HttpIntegrationPlan,
    IntegrationResponsePlan,
    MethodPlan,
    MockIntegrationPlan,
    ResponsePlan,
    RestIntegrationPlan,
)
from .parameters import JSON, plan_parameters

__all__ = [
    "cors_cache_keys",
    "cors_header_names",
    "gateway_cors_headers",
    "plan_preflights",
    "with_cors_headers",
    "with_headers",
]

_ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_ANYWHERE = "*"
_CALLERS_ORIGIN = "method.request.header.Origin"
_STATUS = "204"
# AWS's limit on an integration's answer; a preflight's is made at once.
_TIMEOUT_MS = 29_000


def plan_preflights(cors: CorsConfig | None, methods: Iterable[MethodPlan]) -> Iterator[MethodPlan]:
    """An OPTIONS method on every path that has none of its own: open, without an API key, and mocked.

    A path with a method for ANY has one too, which would ask an authorizer or reach a backend otherwise.
    """
    if cors is None:
        return
    own = {method.path for method in methods if method.method == "OPTIONS"}
    for path in dict.fromkeys(method.path for method in methods):
        if path not in own:
            yield _preflight(cors, path)


def _preflight(cors: CorsConfig, path: str) -> MethodPlan:
    headers = _preflight_headers(cors)
    response = IntegrationResponsePlan(
        selection="default",
        status=_STATUS,
        headers={name: value for name, value in headers.items() if name != _ALLOW_ORIGIN or _single(cors)},
        templates={} if _single(cors) else {JSON: _choice(cors)},
    )
    return MethodPlan(
        method="OPTIONS",
        path=path,
        integration=MockIntegrationPlan(
            timeout_ms=_TIMEOUT_MS,
            request_templates={JSON: f'{{"statusCode": {_STATUS}}}'},
            # Without it `binary_media_types: ["*/*"]` makes the template's text binary, and the answer a 500.
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
            content_handling="CONVERT_TO_TEXT",
            responses=(response,),
        ),
        parameters=tuple(plan_parameters(parse_route_key(f"OPTIONS {path}"), {})),
        responses=(
            ResponsePlan(
                status=_STATUS,
                description="Which pages may call this path, and how.",
                headers=dict.fromkeys(headers, ""),
            ),
        ),
        preflight=True,
    )


def with_cors_headers(
    integration: RestIntegrationPlan, cors: CorsConfig | None, *, binary: bool = False
) -> RestIntegrationPlan:
    """`integration` with the headers on every answer that API Gateway makes of the backend's.

    Where there are several origins a template chooses one. A body that passes through without a template gets
    one for that, unless it can be `binary`: a template would make text of it. Pages of several origins cannot
    read such an answer.
    """
    if cors is None or not _answers(integration):
        return integration
    readable = (_readable(each, cors, binary=binary) for each in integration.responses)
    return replace(integration, responses=tuple(readable))


def cors_header_names(integration: RestIntegrationPlan, cors: CorsConfig | None) -> tuple[str, ...]:
    """Names of the headers that `with_cors_headers` adds, also of that which a template sets."""
    return (_ALLOW_ORIGIN, *_answer_headers(cors)) if cors and _answers(integration) else ()


def cors_cache_keys(integration: RestIntegrationPlan, cors: CorsConfig | None) -> tuple[str, ...]:
    """What tells cached answers apart that name the caller's origin, or that a backend makes for pages alone.

    `Vary` is for the caches of others: API Gateway's own goes by its keys.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """
    constant = cors is None or (_answers(integration) and _single(cors))
    return () if constant else (_CALLERS_ORIGIN,)


def gateway_cors_headers(cors: CorsConfig) -> dict[str, str]:
    """Headers of the answers that API Gateway gives itself, such as 401 and 429.

    These have no templates to choose an origin by: with several origins each caller reads what it was refused
    with, since all that stands there is API Gateway's own words.
    """
    origin = _origin(cors) if _single(cors) else _CALLERS_ORIGIN
    return {_ALLOW_ORIGIN: origin, **_answer_headers(cors)}


def with_headers(written: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """`written` headers, and those of `added` that they do not name in any case of letters."""
    known = {name.lower() for name in written}
    return {**written, **{name: value for name, value in added.items() if name.lower() not in known}}


def _answers(integration: RestIntegrationPlan) -> bool:
    """Whether API Gateway makes the answer, instead of passing it through."""
    if isinstance(integration, HttpIntegrationPlan):
        return not integration.proxy
    return isinstance(integration, MockIntegrationPlan | AwsIntegrationPlan)


def _readable(
    response: IntegrationResponsePlan, cors: CorsConfig, *, binary: bool
) -> IntegrationResponsePlan:
    added = _answer_headers(cors)
    if _single(cors):
        added = {_ALLOW_ORIGIN: _origin(cors), **added}
    headers = with_headers(response.headers, added)
    if _single(cors) or _ALLOW_ORIGIN.lower() in map(str.lower, response.headers):
        return replace(response, headers=headers)
    templates = response.templates or ({} if binary else {JSON: "$input.body"})
    chosen = {type_: _choosing(cors, template) for type_, template in templates.items()}
    return replace(response, headers=headers, templates=chosen)


def _choosing(cors: CorsConfig, template: str) -> str:
    """`template` with the choice before it; API Gateway answers 5XX where a header is set twice."""
    chooses = f"responseoverride.header.{_ALLOW_ORIGIN.lower()}" in template.lower()
    return template if chooses else f"{_choice(cors)}\n{template}"


def _single(cors: CorsConfig) -> bool:
    """Whether one value of the header holds for every caller."""
    return _ANYWHERE in cors.allow_origins or len(cors.allow_origins) == 1


def _origin(cors: CorsConfig) -> str:
    return "'*'" if _ANYWHERE in cors.allow_origins else f"'{cors.allow_origins[0]}'"


def _preflight_headers(cors: CorsConfig) -> dict[str, str]:
    """Every header of a preflight's answer; of several origins `_choice` names one instead."""
    headers = {
        _ALLOW_ORIGIN: _origin(cors),
        "Access-Control-Allow-Methods": f"'{','.join(cors.allow_methods)}'",
        "Access-Control-Allow-Headers": f"'{','.join(cors.allow_headers)}'",
        "Access-Control-Max-Age": f"'{cors.max_age_seconds}'",
    }
    return headers | _credentials(cors) | _vary(cors)


def _answer_headers(cors: CorsConfig) -> dict[str, str]:
    """Headers of every other answer, besides the origin's."""
    exposed = {"Access-Control-Expose-Headers": f"'{','.join(cors.expose_headers)}'"}
    return _credentials(cors) | (exposed if cors.expose_headers else {}) | _vary(cors)


def _credentials(cors: CorsConfig) -> dict[str, str]:
    return {"Access-Control-Allow-Credentials": "'true'"} if cors.allow_credentials else {}


def _vary(cors: CorsConfig) -> dict[str, str]:
    """Caches must tell the answers to several origins apart: https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches"""
    return {} if _single(cors) else {"Vary": "'Origin'"}


def _choice(cors: CorsConfig) -> str:
    """VTL that names the caller's origin in the answer if it is one of those that may call.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
    """
    tests = " || ".join(f'$origin == "{origin}"' for origin in cors.allow_origins)
    # HTTP/2 writes the names of headers in small letters, and the map knows them as they came.
    return "\n".join(
        (
            '#set($origin = $input.params().header.get("Origin"))',
            '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end',
            f"#if({tests})#set($context.responseOverride.header.{_ALLOW_ORIGIN} = $origin)#end",
        )
    )
