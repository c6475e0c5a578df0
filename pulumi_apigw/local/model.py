"""What the gateway serves, as plain data: APIs joined with all that belongs to them.

`Cors` and what begins with `Local`, but for `LocalStage`, is of HTTP APIs; all else is of APIs of every kind.
`rest.model` and `websocket.model` have what is of the other two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from pulumi_apigw.aws.arns import dns_suffix, partition_of_region

__all__ = [
    "Api",
    "ApiKey",
    "Authorizer",
    "Cors",
    "Integration",
    "LocalApi",
    "LocalAuthorizer",
    "LocalIntegration",
    "LocalRoute",
    "LocalStage",
    "Permission",
    "Route",
]

_TOKEN_TYPES: Final = ("JWT", "COGNITO_USER_POOLS")


@dataclass(frozen=True)
class Authorizer:
    """An authorizer: `type` is JWT, COGNITO_USER_POOLS, or REQUEST or TOKEN (a Lambda function at `uri`).

    `identity_sources` as AWS writes them: `$request.header.x` of an HTTP API, `method.request.header.x` of a
    REST API.
    """

    id: str
    name: str
    type: str
    identity_sources: tuple[str, ...] = ()
    uri: str = ""
    ttl_seconds: int = 300
    credentials_arn: str | None = None

    @property
    def takes_tokens(self) -> bool:
        """Whether it checks tokens by itself, so that one of the local key set passes."""
        return self.type in _TOKEN_TYPES

    @property
    def token_place(self) -> tuple[str, str]:
        """Where a token stands in a request: `("header", "Authorization")` or `("querystring", "token")`."""
        source = self.identity_sources[0] if self.identity_sources else "$request.header.Authorization"
        place, _, name = source.partition("request.")[2].partition(".")
        return place, name


@dataclass(frozen=True)
class Integration:
    """Where a route sends its calls: `type` is AWS_PROXY, HTTP_PROXY, AWS, HTTP or MOCK."""

    type: str
    uri: str = ""
    method: str = "ANY"
    timeout_ms: int = 30_000
    connection_type: str = "INTERNET"
    credentials_arn: str | None = None
    request_parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """A route of any API; `authorization_type` is NONE, AWS_IAM, CUSTOM, JWT or COGNITO_USER_POOLS."""

    key: str
    integration: Integration | None = None
    authorization_type: str = "NONE"
    authorizer: Authorizer | None = None
    scopes: tuple[str, ...] = ()
    api_key: bool = False

    @property
    def method(self) -> str:
        """The method of the key, `ANY` for `$default`."""
        return "ANY" if self.is_default else self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        """The path template of the key, `$default` for `$default`."""
        return self.key if self.is_default else self.key.partition(" ")[2]

    @property
    def is_default(self) -> bool:
        """Whether this is the API's catch-all."""
        return self.key == "$default"

    @property
    def is_preflight(self) -> bool:
        """Whether it is there for browsers alone: OPTIONS that no backend answers."""
        return self.method == "OPTIONS" and self.integration is not None and self.integration.type == "MOCK"


@dataclass(frozen=True)
class LocalStage:
    """A stage of an API; nothing is `deployed` to a stage without `autoDeploy` and without a deployment."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    deployed: bool = True
    deployment_id: str = ""


@dataclass(frozen=True)
class ApiKey:
    """An API key and the stages whose usage plans have it; a `secret` value is the user's own."""

    id: str
    name: str
    value: str
    stages: frozenset[str]
    enabled: bool = True
    secret: bool = False


@dataclass(frozen=True)
class Api:
    """An API of any kind; `aliases` are its other names in the program: the logical name, its component's."""

    protocol: ClassVar[Literal["http", "rest", "websocket"]]

    id: str
    name: str
    region: str
    account_id: str
    execution_arn: str
    stages: tuple[LocalStage, ...] = ()
    aliases: tuple[str, ...] = ()
    routes: Sequence[Route] = ()
    authorizers: Sequence[Authorizer] = ()
    api_keys: tuple[ApiKey, ...] = ()

    def keys_of(self, stage: str) -> tuple[ApiKey, ...]:
        """The API keys that a stage's routes take."""
        return tuple(key for key in self.api_keys if key.enabled and stage in key.stages)

    @property
    def domain_name(self) -> str:
        """The API's own host name on AWS, which events carry."""
        return f"{self.id}.execute-api.{self.region}.{dns_suffix(partition_of_region(self.region))}"


@dataclass(frozen=True)
class Cors:
    """An API's CORS configuration; `max_age_seconds` None sends no `access-control-max-age`."""

    allow_origins: tuple[str, ...] = ()
    allow_methods: tuple[str, ...] = ()
    allow_headers: tuple[str, ...] = ()
    expose_headers: tuple[str, ...] = ()
    max_age_seconds: int | None = None
    allow_credentials: bool = False


@dataclass(frozen=True)
class LocalIntegration(Integration):
    """An integration of an HTTP API; `response_parameters` is keyed by the backend's status code ("500")."""

    payload_format: str = "1.0"
    subtype: str = ""
    response_parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalAuthorizer(Authorizer):
    """An authorizer of an HTTP API: JWT (issuer, audience) or REQUEST."""

    issuer: str = ""
    audience: tuple[str, ...] = ()
    payload_format: str = "2.0"
    simple_responses: bool = False


@dataclass(frozen=True)
class LocalRoute(Route):
    """A route of an HTTP API; without an integration, 404."""

    integration: LocalIntegration | None = None
    authorizer: LocalAuthorizer | None = None


@dataclass(frozen=True)
class LocalApi(Api):
    """An HTTP API."""

    protocol: ClassVar[Literal["http", "rest", "websocket"]] = "http"

    routes: tuple[LocalRoute, ...] = ()
    authorizers: tuple[LocalAuthorizer, ...] = ()
    cors: Cors | None = None


@dataclass(frozen=True)
class Permission:
    """A statement of a function's policy; `qualifier` None is the unqualified function's own policy."""

    function_name: str
    action: str
    principal: str
    qualifier: str | None = None
    source_arn: str | None = None
    source_account: str | None = None
