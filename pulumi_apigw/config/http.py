"""HTTP APIs: routes, CORS, throttling and logs of one API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from ..aws import limits, mappings, route_keys
from .api import WebApiConfig
from .authorizers import HttpAuthorizerConfig
from .base import (
    ConfigModel,
    Flag,
    Name,
    NameOf,
    PayloadFormat,
    Text,
    Whole,
    complaint,
    distinct,
    filled,
    matching,
    problem,
    refusals,
    within,
)
from .integrations import HttpIntegrationConfig
from .routes import CommonRouteConfig, mapped
from .vpc import SecurityGroupIds, SubnetIds

__all__ = [
    "SCOPE",
    "HttpApiConfig",
    "HttpRouteConfig",
    "RouteDefaultsConfig",
    "Scopes",
    "VpcLinkConfig",
]

TimeoutMs = Annotated[Whole, within(limits.HTTP_TIMEOUT_MS, "milliseconds")]
# The characters of RFC 6749, section 3.3; the length is AWS's, and another one for REST APIs.
SCOPE = r"[\x21\x23-\x5b\x5d-\x7e]"
Scope = Annotated[
    str, matching(SCOPE + r"{1,64}", "a scope: 1 to 64 characters without spaces, quotes and '\\'")
]
Scopes = Annotated[tuple[Scope, ...], distinct]


def _route_key(value: str) -> str:
    try:
        route_keys.parse_route_key(value)
    except ValueError as error:
        raise complaint(f"{error}{_slash_advice(value)}") from None
    return value


def _slash_advice(key: str) -> str:
    # Route keys that end with '/' are refused (https://github.com/aws/serverless-application-model/issues/1949,
    # https://github.com/storacha/w3infra/pull/166), so there is no route to be had for such requests.
    if not re.fullmatch(r"[A-Z]+ /.*[^/]/", key):
        return ""
    return f" Clients that ask for {key.partition(' ')[2]!r} get 404, unless '$default' is a route."


class VpcLinkConfig(ConfigModel):
    """A way into a VPC for private integrations: made here, or one that exists.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
    """

    id: NameOf | None = None
    """Id of a link that exists; `${ref.x}` for one that the program knows."""
    subnet_ids: Annotated[SubnetIds, filled("Name the subnets that the link enters.")] | None = None
    """Subnets of a link to make, or one `${ref.x}` for a list of them."""
    security_group_ids: SecurityGroupIds = ()
    """Security groups of a link to make, or one `${ref.x}` for a list of them."""

    @model_validator(mode="after")
    def _one_way(self) -> VpcLinkConfig:
        if self.id is None and self.subnet_ids is None:
            raise problem(
                "neither 'id' nor 'subnet_ids' is given", "Give 'id' of a link that exists, or 'subnet_ids'."
            )
        if self.id is not None and (self.subnet_ids is not None or self.security_group_ids):
            raise problem(
                "'id' is for a link that exists, while 'subnet_ids' and 'security_group_ids' make one",
                "Keep 'id', or the others.",
            )
        return self


class RouteDefaultsConfig(ConfigModel):
    """What holds for every route of the API that says nothing else."""

    function: NameOf | None = None
    """Name of the function that routes call."""
    authorizer: NameOf | None = None
    """Name of the authorizer that guards routes; only a route itself may say `none`."""
    scopes: Scopes = ()
    """Scopes of which a token needs one, for routes behind a JWT or Cognito authorizer."""
    timeout_ms: TimeoutMs = 30_000
    """Milliseconds to wait for an integration's answer, 50 to 30000."""
    payload_format: PayloadFormat = "2.0"
    """Format of the event that functions receive. 2.0 joins the values of a repeated header with commas and
    puts cookies in `cookies`; 1.0 also has each value, in `multiValueHeaders`."""


class HttpRouteConfig(CommonRouteConfig):
    """One route: what it calls, who may call it, and how often."""

    integration: HttpIntegrationConfig | None = None
    """What to call instead of a function."""
    scopes: Scopes | None = None
    """Scopes of which a token needs one."""
    timeout_ms: TimeoutMs | None = None
    """Milliseconds to wait for the integration's answer, 50 to 30000."""
    payload_format: PayloadFormat | None = None
    """Format of the event that the function receives: 2.0 or 1.0; the default's where left out."""
    request_parameters: Annotated[dict[str, Text], mapped(mappings.check_request_parameter)] = {}
    """Changes to the request before the integration sees it: `append:header.x: $context.requestId`."""
    response_parameters: dict[Text, dict[str, Text]] = {}
    """Changes to the response, by status code: `{"500": {"overwrite:statuscode": "503"}}`."""

    @field_validator("response_parameters")
    @classmethod
    def _response_parameters(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for status, parameters in value.items():
            if wrong := mappings.check_response_status(status):
                refusals([((status,), wrong)])
            refusals(
                ((status, key), wrong)
                for key, text in parameters.items()
                if (wrong := mappings.check_response_parameter(key, text))
            )
        return value


class HttpApiConfig(WebApiConfig):
    """An HTTP API: cheap, quick, with JWT authorizers; the kind to use unless it lacks a feature."""

    protocol: Literal["http"] = "http"
    """`http`"""
    operations: dict[str, HttpRouteConfig | None] = {}
    """What routes of the OpenAPI document need besides, by `operationId`: a route's own keys.

    `null` leaves an operation out.
    """
    authorizers: dict[Name, HttpAuthorizerConfig] = {}
    """Authorizers by the name that routes use."""
    defaults: RouteDefaultsConfig = RouteDefaultsConfig()
    """What holds for every route that says nothing else."""
    routes: dict[Annotated[str, AfterValidator(_route_key)], HttpRouteConfig] = Field(
        json_schema_extra={"minProperties": 1}
    )
    """Routes by their key: `GET /items/{id}`, `ANY /files/{path+}`, `$default`. Needed unless `openapi` is
    given."""
    vpc_links: dict[Name, VpcLinkConfig] = {}
    """VPC links by the name that private integrations use."""
    default_stage: Flag = False
    """Deploy as API Gateway's `$default` stage, whose URL and `rawPath` carry no stage name."""
