"""What functions learn from the APIs that call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..config.api import CommonApiConfig
from ..config.cors import CorsConfig
from ..config.rest import RestApiConfig

__all__ = ["CORS_ALLOW_CREDENTIALS", "CORS_ALLOW_ORIGINS", "cors_environments"]

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
        if not isinstance(api, RestApiConfig) or api.cors is None:
            continue
        for route in api.routes.values():
            function = route.function or api.defaults.function
            if function is not None and route.integration is None:
                yield function, api.cors
