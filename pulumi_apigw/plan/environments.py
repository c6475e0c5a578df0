"""What functions learn from the APIs that call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..config.api import CommonApiConfig, WebApiConfig
from ..config.cors import CorsConfig
from ..config.domains import AnyDomainConfig
from ..config.domains.mappings import base_paths
from ..config.rest import RestApiConfig

__all__ = [
    "BASE_PATHS",
    "CORS_ALLOW_CREDENTIALS",
    "CORS_ALLOW_ORIGINS",
    "base_path_environments",
    "cors_environments",
]

BASE_PATHS = "BASE_PATHS"
"""Base paths of custom domains, with spaces between them: `v1 orders/v1`.

Events of REST APIs and of payload format 1.0 have them in their `path`; `rawPath` of format 2.0 has none.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

CORS_ALLOW_ORIGINS = "CORS_ALLOW_ORIGINS"
"""Origins that may call, with spaces between them, as in the config's `cors.allow_origins`."""
CORS_ALLOW_CREDENTIALS = "CORS_ALLOW_CREDENTIALS"
"""`true` where cookies and credentials are sent along; not there where not."""


def cors_environments(apis: Iterable[CommonApiConfig]) -> dict[str, dict[str, str]]:
    """The environment by which functions know the origins to name in their answers, by function.

    API Gateway passes the answers of a REST API's function on as they are, while to those of an HTTP API's it
    adds the headers itself. A function of several APIs gets the origins of all.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy
    """
    origins: dict[str, dict[str, None]] = {}
    with_credentials: set[str] = set()
    for function, cors in _called(apis):
        origins.setdefault(function, {}).update(dict.fromkeys(cors.allow_origins))
        if cors.allow_credentials:
            with_credentials.add(function)
    return {
        function: {CORS_ALLOW_ORIGINS: " ".join(each)}
        | ({CORS_ALLOW_CREDENTIALS: "true"} if function in with_credentials else {})
        for function, each in origins.items()
    }


def _called(apis: Iterable[CommonApiConfig]) -> Iterator[tuple[str, CorsConfig]]:
    """The functions that routes of REST APIs call from web pages."""
    for api in apis:
        if isinstance(api, RestApiConfig) and api.cors is not None:
            yield from ((function, api.cors) for function in _functions(api))


def _functions(api: WebApiConfig) -> Iterator[str]:
    """The functions that routes of an API call."""
    for route in api.routes.values():
        function = route.function or api.defaults.function
        if function is not None and route.integration is None:
            yield function


def base_path_environments(
    domains: Iterable[AnyDomainConfig], apis: Mapping[str, CommonApiConfig]
) -> dict[str, dict[str, str]]:
    """The environment by which functions know what to take off the paths of their events, by function.

    API Gateway finds the route without the base path; whether it passes the path on with it depends on the
    event's format (see `BASE_PATHS`).
    """
    found: dict[str, dict[str, None]] = {}
    for domain in domains:
        stripped = [
            (rule.base_path, rule.api) for rule in domain.routing_rules.values() if rule.strip_base_path
        ]
        for base_path, name in (*base_paths(domain, apis), *stripped):
            api = apis[name]
            if base_path and isinstance(api, WebApiConfig):
                for function in _functions(api):
                    found.setdefault(function, {})[base_path] = None
    return {function: {BASE_PATHS: " ".join(paths)} for function, paths in found.items()}
