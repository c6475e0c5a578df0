"""REST APIs: for what HTTP APIs lack, such as request validation, usage plans, caching and private endpoints.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ...aws import limits, route_keys
from ..api import CommonApiConfig
from ..base import (
    Arn,
    ConfigModel,
    Flag,
    Name,
    NameOf,
    RefList,
    Text,
    Whole,
    complaint,
    distinct,
    filled,
    matching,
    problem,
    within,
)
from .authorizers import RestAuthorizerConfig
from .gateway_responses import GatewayResponseConfig, GatewayResponseType
from .policy import AnyPolicyConfig
from .routes import RestRouteConfig, RestRouteDefaultsConfig
from .stage_settings import CacheClusterConfig, ExecutionLogConfig
from .usage_plans import ApiKeyConfig, UsagePlanConfig

__all__ = ["RaisedQuotasConfig", "RestApiConfig", "RestVpcLinkConfig"]

ModelName = Annotated[str, matching(r"[A-Za-z0-9]+", "letters and digits", length=128, final=True)]


def _route_key(value: str) -> str:
    try:
        key = route_keys.parse_route_key(value)
    except ValueError as error:
        raise complaint(str(error)) from None
    if key.is_default:
        raise problem(
            "a REST API has no '$default' route", "Write 'ANY /{proxy+}', and 'ANY /' for the root."
        )
    return value


class RestVpcLinkConfig(ConfigModel):
    """A way into a VPC for private integrations: made here, or one that exists.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    """

    id: NameOf | None = None
    """Id of a link that exists; `${ref.x}` for one that the program knows."""
    target_arns: RefList | None = None
    """ARN of the NLB of a link to make (version 1)."""
    subnet_ids: Annotated[RefList, filled("Name the subnets that the link enters.")] | None = None
    """Subnets of a link to make (version 2, for ALBs and NLBs), or one `${ref.x}` for a list of them."""
    security_group_ids: RefList = ()
    """Security groups of a link of version 2, or one `${ref.x}` for a list of them."""


class RaisedQuotasConfig(ConfigModel):
    """What AWS raised for the account when you asked, so that `apigw check` lets it through.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
    """

    timeout_ms: Annotated[Whole, within(limits.REST_RAISED_TIMEOUT_MS, "milliseconds")] | None = None
    """Longest integration timeout, for regional and private APIs; 29000 unless raised."""
    resources: Annotated[Whole, Field(ge=300)] | None = None
    """Resources (paths with all their parts) of an API; 300 unless raised."""
    authorizers: Annotated[Whole, Field(ge=10)] | None = None
    """Authorizers of an API; 10 unless raised."""


class RestApiConfig(CommonApiConfig):
    """A REST API: one definition, deployed as a whole, with validation, usage plans, caching and more."""

    protocol: Literal["rest"]
    """`rest`"""
    version: Text = "1.0"
    """Version of the contract, as exports state it."""
    authorizers: dict[Name, RestAuthorizerConfig] = {}
    """Authorizers by the name that routes use."""
    defaults: RestRouteDefaultsConfig = RestRouteDefaultsConfig()
    """What holds for every route that says nothing else."""
    routes: dict[Annotated[str, AfterValidator(_route_key)], RestRouteConfig] = Field(
        json_schema_extra={"minProperties": 1}
    )
    """Routes by their key: `GET /items/{id}`, `ANY /files/{path+}`."""
    models: dict[ModelName, dict[str, Any]] = {}
    """JSON Schemas of bodies by the name that routes use."""
    gateway_responses: dict[GatewayResponseType, GatewayResponseConfig] = {}
    """How answers look that API Gateway gives itself, such as 403 and 429."""
    vpc_links: dict[Name, RestVpcLinkConfig] = {}
    """VPC links by the name that private integrations use."""
    policy: AnyPolicyConfig | None = None
    """From where the API can be called; from everywhere where left out."""
    endpoint: Literal["regional", "edge", "private"] = "regional"
    """Where the API is reached: in its region, through CloudFront, or from VPCs alone."""
    vpc_endpoint_ids: RefList = ()
    """VPC endpoints that a private API is associated with."""
    security_policy: str | None = None
    """TLS policy of the API's own endpoint, such as `SecurityPolicy_TLS13_1_3_2025_09`; AWS's where left out."""
    endpoint_access_mode: Literal["BASIC", "STRICT"] | None = None
    """Access mode of the endpoint, which the TLS policies that begin with `SecurityPolicy_` need."""
    binary_media_types: Annotated[tuple[Text, ...], distinct] = ()
    """Media types that are binary: such bodies reach functions in base64, and leave them decoded."""
    minimum_compression_bytes: Annotated[Whole, within(limits.MINIMUM_COMPRESSION_BYTES, "bytes")] | None = (
        None
    )
    """Size from which answers are compressed; none where left out."""
    api_key_source: Literal["HEADER", "AUTHORIZER"] = "HEADER"
    """Where the API key of a request is: the header `x-api-key`, or what a Lambda authorizer returns."""
    api_keys: dict[Name, ApiKeyConfig] = {}
    """API keys by name."""
    usage_plans: dict[Name, UsagePlanConfig] = {}
    """Usage plans by name."""
    cache: CacheClusterConfig | Literal["none"] = "none"
    """Cache of each stage, unless the stage has its own."""
    execution_log: ExecutionLogConfig = ExecutionLogConfig()
    """Execution log of each stage."""
    tracing: Flag = False
    """Whether AWS X-Ray traces requests."""
    client_certificate: Flag = False
    """Whether each stage has a certificate that proves its calls to backends."""
    web_acl_arn: Arn | None = None
    """ARN of the AWS WAF web ACL of each stage."""
    documentation_version: Text | None = None
    """Version under which the documentation of routes and parameters is published; none where left out."""
    retain_deployments: Flag = False
    """Whether old deployments are kept, for stages that are not this stack's own and for canaries."""
    quotas: RaisedQuotasConfig = RaisedQuotasConfig()
    """What AWS raised for the account."""
