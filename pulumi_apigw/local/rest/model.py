"""What the gateway serves of a REST API, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pulumi_apigw.local.model import Api, Authorizer, Integration, Route

__all__ = [
    "Definition",
    "GatewayResponse",
    "IntegrationResponse",
    "LocalRestApi",
    "RestAuthorizer",
    "RestIntegration",
    "RestRoute",
    "Throttle",
    "Validator",
]


@dataclass(frozen=True)
class IntegrationResponse:
    """What becomes of an answer that `selection` matches: `default`, or a pattern of its status code.

    `headers` is keyed by the header's name; its values are mapping expressions.
    """

    selection: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    content_handling: str | None = None


@dataclass(frozen=True)
class RestIntegration(Integration):
    """An integration of a REST API; templates are by content type."""

    timeout_ms: int = 29_000
    request_templates: Mapping[str, str] = field(default_factory=dict)
    passthrough: str = "WHEN_NO_MATCH"
    content_handling: str | None = None
    responses: tuple[IntegrationResponse, ...] = ()
    streamed: bool = False


@dataclass(frozen=True)
class RestAuthorizer(Authorizer):
    """An authorizer: TOKEN or REQUEST (a Lambda function), or COGNITO_USER_POOLS with its pools' issuers."""

    validation_pattern: str | None = None
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Validator:
    """What of a request is checked before it goes on."""

    body: bool = False
    parameters: bool = False


@dataclass(frozen=True)
class RestRoute(Route):
    """A method of a resource.

    `required` has the place (`header`, `path`, `querystring`) and name of each required parameter, `models` a
    JSON schema by content type.
    """

    integration: RestIntegration | None = None
    authorizer: RestAuthorizer | None = None
    validator: Validator = Validator()
    required: tuple[tuple[str, str], ...] = ()
    models: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    resource_id: str = ""


@dataclass(frozen=True)
class GatewayResponse:
    """A customised answer of the gateway itself; `headers` are mapping expressions by name."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Throttle:
    """How often a method of a stage may be called: by everybody, or with one API key (by its id).

    `method` is a route's key, or `*` for every method. `rate` is requests a second, `burst` at once.
    """

    stage: str
    method: str
    rate: float
    burst: int
    api_key: str = ""


@dataclass(frozen=True)
class Definition:
    """What an OpenAPI body, or resources in its place, define of an API; None is what they leave open."""

    routes: tuple[RestRoute, ...] = ()
    authorizers: tuple[RestAuthorizer, ...] = ()
    gateway_responses: Mapping[str, GatewayResponse] = field(default_factory=dict)
    binary_types: tuple[str, ...] | None = None
    minimum_compression_size: int | None = None
    api_key_source: str | None = None
    references: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalRestApi(Api):
    """A REST API; `references` is the document that `$ref` in its models points into."""

    protocol: ClassVar[Literal["http", "rest", "websocket"]] = "rest"

    routes: tuple[RestRoute, ...] = ()
    authorizers: tuple[RestAuthorizer, ...] = ()
    gateway_responses: Mapping[str, GatewayResponse] = field(default_factory=dict)
    binary_types: tuple[str, ...] = ()
    minimum_compression_size: int | None = None
    api_key_source: str = "HEADER"
    references: Mapping[str, Any] = field(default_factory=dict)
    throttles: tuple[Throttle, ...] = ()
