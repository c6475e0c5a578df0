"""Custom domain names: where callers find the APIs of a stage.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag, WithJsonSchema, model_validator

from ...aws import domain_limits
from ..base import ConfigModel, Name, NameOf, distinct, filled, matching, problem, shown
from ..rest.policy import AnyPolicyConfig
from ..tls import EndpointAccessMode, SecurityPolicy
from .names import BasePath, CertificateArn, DomainName, VpcEndpointId, Zone
from .routing import RoutingMode, RoutingRuleConfig

__all__ = [
    "AnyDomainConfig",
    "AnyDomainsConfig",
    "DomainConfig",
    "Endpoint",
    "ExistingDomainConfig",
    "MutualTlsConfig",
]

Endpoint = Literal["regional", "edge", "private"]


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


BasePaths = Annotated[
    tuple[BasePath, ...],
    BeforeValidator(_listed),
    distinct,
    filled("Name a base path; '' is the root."),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One base path of an API, or a list of them."""


class MutualTlsConfig(ConfigModel):
    """Clients show a certificate too, which one in the truststore must have signed.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    """

    truststore_uri: Annotated[
        str,
        matching(
            domain_limits.TRUSTSTORE_URI,
            "the place of the truststore in S3, such as 's3://bucket/truststore.pem'",
            length=domain_limits.TRUSTSTORE_URI_LENGTH,
        ),
    ]
    """Where the truststore is in S3: `s3://bucket/truststore.pem`."""
    truststore_version: (
        Annotated[
            str, matching(r"\S+", "the id of a version", length=domain_limits.TRUSTSTORE_VERSION_LENGTH)
        ]
        | None
    ) = None
    """Version of the object in S3. Left out: the newest one each time that is deployed, if the bucket keeps
    versions; without versions AWS is not told of a new truststore."""


class _MappedDomainConfig(ConfigModel):
    """What domains have that this stack makes and those that another makes."""

    base_path: BasePath | None = None
    """Base path of the service's one API that fits the domain, such as `v1` or `orders/v1`; the root where
    left out."""
    apis: dict[Name, BasePaths] | None = None
    """Base paths by API, in place of `base_path`: one text or a list; `{}` maps none."""
    routing_rules: dict[Name, RoutingRuleConfig] = {}
    """Routing rules by name, which are looked at before base paths are; for REST APIs."""

    @model_validator(mode="after")
    def _one_way(self) -> Any:
        if self.base_path is not None and self.apis is not None:
            raise problem(
                "'base_path' is for the one API that fits, while 'apis' names them", "Keep one of the two."
            )
        return self


class DomainConfig(_MappedDomainConfig):
    """A custom domain name that this stack makes, with its certificate and DNS records."""

    name: DomainName
    """The name in lower case: `api.example.com`, or `*.example.com` for every name below."""
    endpoint: Endpoint = "regional"
    """Where the domain is reached: in its region, through CloudFront, or from VPCs alone. HTTP and WebSocket
    APIs take regional ones."""
    certificate: CertificateArn | None = None
    """ARN of a certificate in ACM that covers the name, in us-east-1 for an edge domain. Left out: one is
    made and validated by DNS."""
    zone: Zone | None = None
    """Route 53 hosted zone that gets the records: its name or its id. Left out: the records are the output
    `dns_records`, for you to make."""
    security_policy: SecurityPolicy | None = None
    """TLS policy, such as `SecurityPolicy_TLS13_1_3_2025_09`; `TLS_1_2` where left out. HTTP and WebSocket
    APIs take that one alone, and private domains have AWS's own."""
    endpoint_access_mode: EndpointAccessMode | None = None
    """Access mode, which the TLS policies that begin with `SecurityPolicy_` need."""
    ip_address_type: Literal["ipv4", "dualstack"] | None = None
    """`dualstack` answers over IPv6 too, with an AAAA record. Left out: what the domain has, which is `ipv4`
    for a new public one and `dualstack` for a private one."""
    mutual_tls: MutualTlsConfig | None = None
    """Mutual TLS, for regional domains; close the APIs' own endpoint with it."""
    ownership_certificate: CertificateArn | None = None
    """ARN of a public certificate of ACM's that proves the domain to be yours, which mutual TLS needs where
    `certificate` was imported or comes from a private CA."""
    policy: AnyPolicyConfig | None = None
    """Who may call a private domain, in the words of a REST API's policy; private domains need one."""
    vpc_endpoint_ids: Annotated[tuple[VpcEndpointId, ...], distinct] = ()
    """VPC endpoints of this account from which a private domain is called."""
    routing_mode: RoutingMode | None = None
    """What leads requests to APIs. Left out: base paths, with routing rules before them where there are any.
    Write `ROUTING_RULE_THEN_API_MAPPING` where another stack alone has rules."""


class ExistingDomainConfig(_MappedDomainConfig):
    """A custom domain name that another stack makes, and that this one shares."""

    existing: DomainName
    """The name: `api.example.com`."""
    endpoint: Endpoint = "regional"
    """How the domain was made, which decides on the kind of mapping."""
    id: NameOf | None = None
    """Id of a private domain, by which AWS tells it from others of the same name."""


def _kind(value: Any) -> str:
    existing = "existing" in value if isinstance(value, Mapping) else isinstance(value, ExistingDomainConfig)
    return "shared domain" if existing else "own domain"


def _named(value: Any) -> Any:
    if value == "none":
        raise problem("'none' is no domain", "A stage that has none leaves 'domain' out.")
    if isinstance(value, str):
        raise problem(f"{shown(value)} is a name alone", f"Write it in a mapping: {{name: {value}}}.")
    return value


AnyDomainConfig = Annotated[
    Annotated[DomainConfig, Tag("own domain")] | Annotated[ExistingDomainConfig, Tag("shared domain")],
    Discriminator(_kind),
    BeforeValidator(_named),
]
"""A domain that this stack makes, or one that exists."""


def _several(value: Any) -> str:
    return "several domains" if isinstance(value, list | tuple) else "one domain"


AnyDomainsConfig = Annotated[
    Annotated[AnyDomainConfig, Tag("one domain")]
    | Annotated[
        Annotated[tuple[AnyDomainConfig, ...], filled("Remove it, or give a domain.")], Tag("several domains")
    ],
    Discriminator(_several),
]
"""One domain, or a list of them."""
