"""What the gateway serves, as plain data: the HTTP APIs of a graph, joined with all that belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi_apigw.aws.arns import dns_suffix, partition_of_region

__all__ = [
    "Cors",
    "LocalApi",
    "LocalAuthorizer",
    "LocalIntegration",
    "LocalRoute",
    "LocalStage",
    "Permission",
]


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
class LocalIntegration:
    """Where a route sends its calls; `response_parameters` is keyed by the backend's status code ("500")."""

    type: str
    uri: str = ""
    method: str = "ANY"
    payload_format: str = "1.0"
    timeout_ms: int = 30_000
    connection_type: str = "INTERNET"
    subtype: str = ""
    credentials_arn: str | None = None
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    response_parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalAuthorizer:
    """An authorizer of an API: `type` is JWT (issuer, audience) or REQUEST (a Lambda function at `uri`)."""

    id: str
    name: str
    type: str
    identity_sources: tuple[str, ...] = ()
    issuer: str = ""
    audience: tuple[str, ...] = ()
    uri: str = ""
    payload_format: str = "2.0"
    ttl_seconds: int = 300
    simple_responses: bool = False
    credentials_arn: str | None = None


@dataclass(frozen=True)
class LocalRoute:
    """A route; `authorization_type` is NONE, JWT, CUSTOM or AWS_IAM; without an integration, 404."""

    key: str
    integration: LocalIntegration | None = None
    authorization_type: str = "NONE"
    authorizer: LocalAuthorizer | None = None
    scopes: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class LocalStage:
    """A stage of an API; nothing is `deployed` to a stage without `autoDeploy` and without a deployment."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    deployed: bool = True


@dataclass(frozen=True)
class LocalApi:
    """An HTTP API; `aliases` are its other names in the program: the logical name, its component's."""

    id: str
    name: str
    region: str
    account_id: str
    execution_arn: str
    routes: tuple[LocalRoute, ...] = ()
    stages: tuple[LocalStage, ...] = ()
    authorizers: tuple[LocalAuthorizer, ...] = ()
    cors: Cors | None = None
    aliases: tuple[str, ...] = ()

    @property
    def domain_name(self) -> str:
        """The API's own host name on AWS, which events carry."""
        return f"{self.id}.execute-api.{self.region}.{dns_suffix(partition_of_region(self.region))}"


@dataclass(frozen=True)
class Permission:
    """A statement of a function's policy; `qualifier` None is the unqualified function's own policy."""

    function_name: str
    action: str
    principal: str
    qualifier: str | None = None
    source_arn: str | None = None
    source_account: str | None = None
