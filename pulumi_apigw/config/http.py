"""HTTP APIs: routes, CORS, throttling and logs of one API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from ..aws import limits, mappings, route_keys
from .authorizers import HttpAuthorizerConfig
from .base import ConfigModel, Description, Name, Tags, matching, problem, within
from .integrations import HttpIntegrationConfig
from .stage_settings import AccessLogConfig, ThrottleConfig

__all__ = ["CorsConfig", "HttpApiConfig", "HttpRouteConfig", "RouteDefaultsConfig", "VpcLinkConfig"]

TimeoutMs = Annotated[int, within(limits.HTTP_TIMEOUT_MS, "milliseconds")]
Scopes = tuple[Annotated[str, matching(r"\S{1,64}", "a scope: 1 to 64 characters without spaces")], ...]
PayloadFormat = Literal["2.0", "1.0"]
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9.*-]+(:\d{1,5})?")


def _route_key(value: str) -> str:
    try:
        route_keys.parse_route_key(value)
    except ValueError as error:
        fact, _, fix = str(error).partition(". ")
        raise problem(fact.removesuffix("."), fix) from None
    return value


class CorsConfig(ConfigModel):
    """Cross-origin requests: API Gateway answers the preflight itself and adds the headers to every answer.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """

    allow_origins: tuple[str, ...]
    """Origins that may call, such as `https://shop.example.com`; `*` for all, `https://*` for all with https."""
    allow_methods: tuple[str, ...] = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    """Methods that a page may use."""
    allow_headers: tuple[str, ...] = ("authorization", "content-type")
    """Request headers that a page may set."""
    expose_headers: tuple[str, ...] = ()
    """Response headers that a page may read."""
    allow_credentials: bool = False
    """Whether cookies and credentials are sent along."""
    max_age_seconds: Annotated[int, within(limits.CORS_MAX_AGE_SECONDS, "seconds (-1 is never)")] = 3600
    """Seconds for which a browser keeps the preflight's answer."""

    @field_validator("allow_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            _check_origin(origin)
        return value

    @field_validator("allow_methods")
    @classmethod
    def _methods(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for method in value:
            if method != "*" and method not in route_keys.METHODS:
                raise problem(f"{method!r} is no method", f"Accepted: *, {', '.join(sorted(route_keys.METHODS))}.")
        return value

    @model_validator(mode="after")
    def _credentials(self) -> CorsConfig:
        # Browsers refuse credentials with wildcards, and so does API Gateway.
        wild = [name for name in ("allow_origins", "allow_methods", "allow_headers") if "*" in getattr(self, name)]
        if self.allow_credentials and wild:
            raise problem(
                f"allow_credentials goes with no '*', which {' and '.join(wild)} has",
                "Name each value, or set allow_credentials to false.",
            )
        return self


def _check_origin(origin: str) -> None:
    if "${" in origin or origin in ("*", "https://*", "http://*"):
        return
    if not _ORIGIN.fullmatch(origin):
        raise problem(
            f"{origin!r} is no origin", "Give scheme and host alone, such as 'https://shop.example.com' (no path, no '/')."
        )


class VpcLinkConfig(ConfigModel):
    """A way into a VPC for private integrations: made here, or one that exists.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
    """

    id: str | None = None
    """Id of a link that exists; `${ref.x}` for one that the program knows."""
    subnet_ids: tuple[str, ...] | str | None = None
    """Subnets of a link to make, or one `${ref.x}` for a list of them."""
    security_group_ids: tuple[str, ...] | str = ()
    """Security groups of a link to make, or one `${ref.x}` for a list of them."""

    @model_validator(mode="after")
    def _one_way(self) -> VpcLinkConfig:
        if (self.id is None) == (self.subnet_ids is None):
            raise problem("'id' and 'subnet_ids' exclude each other", "Give 'id' of a link that exists, or 'subnet_ids'.")
        return self


class RouteDefaultsConfig(ConfigModel):
    """What holds for every route of the API that says nothing else."""

    function: str | None = None
    """Name of the function that routes call."""
    authorizer: str | None = None
    """Name of the authorizer that guards routes; only a route itself may say `none`."""
    scopes: Scopes = ()
    """Scopes of which a token needs one, for routes behind a JWT or Cognito authorizer."""
    timeout_ms: TimeoutMs = 30_000
    """Milliseconds to wait for an integration's answer, 50 to 30000."""
    payload_format: PayloadFormat = "2.0"
    """Format of the event that functions receive."""


class HttpRouteConfig(ConfigModel):
    """One route: what it calls, who may call it, and how often."""

    function: str | None = None
    """Name of the function to call; the default's where neither this nor `integration` is given."""
    integration: HttpIntegrationConfig | None = None
    """What to call instead of a function."""
    authorizer: str | None = None
    """Name of the authorizer, or `none` for a route that anybody may call."""
    scopes: Scopes | None = None
    """Scopes of which a token needs one."""
    throttle: ThrottleConfig | None = None
    """The route's own limits; a limit left out is the stage's."""
    detailed_metrics: bool | None = None
    """CloudWatch metrics for this route; the stage's setting where left out."""
    timeout_ms: TimeoutMs | None = None
    """Milliseconds to wait for the integration's answer, 50 to 30000."""
    payload_format: PayloadFormat | None = None
    """Format of the event that the function receives."""
    request_parameters: dict[str, str] = {}
    """Changes to the request before the integration sees it: `append:header.x: $context.requestId`."""
    response_parameters: dict[str, dict[str, str]] = {}
    """Changes to the response, by status code: `{"500": {"overwrite:statuscode": "503"}}`."""
    operation_name: Annotated[str, matching(r".+", "text", length=limits.OPERATION_NAME_LENGTH)] | None = None
    """Name of the operation, for documentation."""

    @field_validator("request_parameters")
    @classmethod
    def _request_parameters(cls, value: dict[str, str]) -> dict[str, str]:
        return _checked_mapping(value, mappings.check_request_parameter)

    @field_validator("response_parameters")
    @classmethod
    def _response_parameters(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for status, parameters in value.items():
            if not (status.isdecimal() and int(status) in mappings.RESPONSE_STATUS):
                raise problem(f"{status!r} is no status code", "AWS accepts 200 to 599.")
            _checked_mapping(parameters, mappings.check_response_parameter)
        return value

    @model_validator(mode="after")
    def _one_target(self) -> HttpRouteConfig:
        if self.function and self.integration:
            raise problem("'function' and 'integration' exclude each other", "Keep one of them.")
        return self


def _checked_mapping(value: dict[str, str], check: Callable[[str, str], str | None]) -> dict[str, str]:
    for key, expression in value.items():
        if wrong := check(key, expression):
            fact, _, fix = wrong.partition(". ")
            raise problem(fact.removesuffix("."), fix)
    return value


class HttpApiConfig(ConfigModel):
    """An HTTP API: cheap, quick, with JWT authorizers; the kind to use unless a feature of REST APIs is needed."""

    protocol: Literal["http"] = "http"
    """`http`"""
    description: Description | None = None
    """What the API is for, as the console shows it."""
    cors: CorsConfig | None = None
    """Which web pages may call the API; none where left out."""
    authorizers: dict[Name, HttpAuthorizerConfig] = {}
    """Authorizers by the name that routes use."""
    defaults: RouteDefaultsConfig = RouteDefaultsConfig()
    """What holds for every route that says nothing else."""
    routes: dict[Annotated[str, AfterValidator(_route_key)], HttpRouteConfig] = Field(min_length=1)
    """Routes by their key: `GET /items/{id}`, `ANY /files/{path+}`, `$default`."""
    vpc_links: dict[Name, VpcLinkConfig] = {}
    """VPC links by the name that private integrations use."""
    throttle: ThrottleConfig = ThrottleConfig()
    """Limits of each stage, unless the stage has its own."""
    access_log: AccessLogConfig | Literal["none"] = AccessLogConfig()
    """Access log of each stage: structured JSON unless `none`."""
    detailed_metrics: bool = True
    """CloudWatch metrics for each route."""
    disable_execute_api_endpoint: bool = False
    """Whether callers must use a custom domain name."""
    ip_address_type: Literal["ipv4", "dualstack"] = "ipv4"
    """`dualstack` answers over IPv6 too."""
    default_stage: bool = False
    """Deploy as API Gateway's `$default` stage, whose URL and `rawPath` carry no stage name."""
    tags: Tags = {}
    """Tags of the API's resources."""
