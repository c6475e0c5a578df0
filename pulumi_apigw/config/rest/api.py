"""REST APIs: for what HTTP APIs lack, such as request validation, usage plans, caching and private endpoints.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ...aws import rest_limits, route_keys
from ..api import WebApiConfig
from ..base import (
    ConfigModel,
    Flag,
    Name,
    NameOf,
    RefList,
    Text,
    Whole,
    checked,
    complaint,
    distinct,
    each,
    filled,
    matching,
    problem,
    within,
)
from ..tls import EndpointAccessMode, SecurityPolicy
from ..vpc import SecurityGroupIds, SubnetIds
from .authorizers import RestAuthorizerConfig
from .gateway_responses import GatewayResponseConfig, GatewayResponseType
from .policy import AnyPolicyConfig
from .routes import RestRouteConfig, RestRouteDefaultsConfig
from .stage_settings import AnyCacheConfig, ExecutionLogConfig
from .usage_plans import ApiKeyConfig, UsagePlanConfig

__all__ = ["RaisedQuotasConfig", "RestApiConfig", "RestVpcLinkConfig"]


def _route_key(value: str) -> str:
    try:
        route_keys.parse_rest_route_key(value)
    except ValueError as error:
        raise complaint(str(error)) from None
    return value


def _regional_web_acl(value: str) -> None:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
    if ":global/webacl/" in value:
        raise problem(
            "the web ACL is one for CloudFront, and a stage takes a regional one, at every kind of endpoint",
            "Make it with the scope REGIONAL in the API's region.",
        )
    if ":waf-regional:" in value:
        # https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html takes those of WAFV2.
        raise problem(
            "the web ACL is one of AWS WAF Classic, which is associated in another way",
            "Migrate it to AWS WAF, whose ARNs begin with 'arn:aws:wafv2:'.",
        )


ModelName = Annotated[str, matching(rest_limits.MODEL_NAME, "letters and digits", length=128, final=True)]
MediaType = Annotated[
    str, matching(r"[\w.+-]+/[\w.+*-]+|\*/\*", "a media type such as 'image/png', 'image/*' or '*/*'")
]
WebAclArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:(?:wafv2:[a-z0-9-]+:\d{12}:(?:regional|global)/webacl/\S+"
        r"|waf-regional:[a-z0-9-]+:\d{12}:webacl/\S+)",
        "the ARN of a regional web ACL, or ${ref.name} for one",
    ),
    checked(_regional_web_acl),
]


def _raised(minimum: int) -> tuple[Any, Any]:
    """A raised quota: not less than the default, which editors see."""

    def validate(value: int) -> int:
        if value < minimum:
            raise problem(f"{value} is less than AWS's default, {minimum}", "Give what AWS raised it to.")
        return value

    return AfterValidator(validate), Field(json_schema_extra={"minimum": minimum})


class RestVpcLinkConfig(ConfigModel):
    """A way into a VPC for private integrations: made here, or one that exists.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    """

    id: NameOf | None = None
    """Id of a link that exists; `${ref.x}` for one that the program knows."""
    target_arn: (
        Annotated[
            str,
            matching(
                r"arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/net/\S+",
                "the ARN of an NLB, or ${ref.name} for one (an ALB needs a link with 'subnet_ids')",
            ),
        ]
        | None
    ) = None
    """ARN of the NLB of a link to make (version 1, which AWS calls legacy)."""
    subnet_ids: Annotated[SubnetIds, filled("Name the subnets that the link enters.")] | None = None
    """Subnets of a link to make (version 2, for ALBs and NLBs), or one `${ref.x}` for a list of them."""
    security_group_ids: SecurityGroupIds = ()
    """Security groups of a link of version 2, or one `${ref.x}` for a list of them."""

    @model_validator(mode="after")
    def _one_way(self) -> RestVpcLinkConfig:
        ways = [name for name in ("id", "target_arn", "subnet_ids") if getattr(self, name) is not None]
        if not ways:
            raise problem(
                "none of 'id', 'subnet_ids' and 'target_arn' is given",
                "Give 'id' of a link that exists, or 'subnet_ids' for one to make.",
            )
        if len(ways) > 1:
            raise problem(
                f"{' and '.join(map(repr, ways))} exclude each other", "Keep one: a link is of one kind."
            )
        if self.security_group_ids and self.subnet_ids is None:
            raise problem(
                f"'security_group_ids' is for links with 'subnet_ids', and this one has {ways[0]!r}",
                "Remove it.",
            )
        return self


class RaisedQuotasConfig(ConfigModel):
    """What AWS raised for the account when you asked, so that `apigw check` lets it through.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
    """

    timeout_ms: Annotated[Whole, within(rest_limits.RAISED_TIMEOUT_MS, "milliseconds")] | None = None
    """Longest integration timeout, for regional and private APIs; 29000 unless raised."""
    resources: Annotated[Whole, *_raised(rest_limits.RESOURCES_PER_API)] | None = None
    """Resources (paths with all their parts) of an API; 300 unless raised."""
    authorizers: Annotated[Whole, *_raised(rest_limits.AUTHORIZERS_PER_API)] | None = None
    """Authorizers of an API; 10 unless raised."""


class RestApiConfig(WebApiConfig):
    """A REST API: one definition, deployed as a whole, with validation, usage plans, caching and more."""

    protocol: Literal["rest"]
    """`rest`"""
    version: Text = "1.0"
    """Version of the contract, as exports state it."""
    operations: dict[str, RestRouteConfig | None] = {}
    """What routes of the OpenAPI document need besides, by `operationId`: a route's own keys.

    `null` leaves an operation out.
    """
    unify_path_variables: Flag = False
    """Whether the OpenAPI document's variables get one name where it has several at one place of a path, such
    as `/pets/{id}` and `/pets/{pet}/toys`: the one that most paths have, by which functions get it too."""
    authorizers: dict[Name, RestAuthorizerConfig] = {}
    """Authorizers by the name that routes use."""
    defaults: RestRouteDefaultsConfig = RestRouteDefaultsConfig()
    """What holds for every route that says nothing else."""
    routes: dict[Annotated[str, AfterValidator(_route_key)], RestRouteConfig] = Field(
        json_schema_extra={"minProperties": 1}
    )
    """Routes by their key: `GET /items/{id}`, `ANY /files/{path+}`. Needed unless `openapi` is given."""
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
    vpc_endpoint_ids: Annotated[
        RefList, each(r"vpce-[0-9a-z-]+", "the id of a VPC endpoint such as 'vpce-0a1b2c'")
    ] = ()
    """VPC endpoints that a private API is associated with."""
    security_policy: SecurityPolicy | None = None
    """TLS policy of the API's own endpoint, such as `SecurityPolicy_TLS13_1_3_2025_09`; else AWS's own."""
    endpoint_access_mode: EndpointAccessMode | None = None
    """Access mode of the endpoint, which the TLS policies that begin with `SecurityPolicy_` need."""
    binary_media_types: Annotated[tuple[MediaType, ...], distinct] = ()
    """Media types that are binary: such bodies reach functions in base64, and leave them decoded."""
    minimum_compression_bytes: (
        Annotated[Whole, within(rest_limits.MINIMUM_COMPRESSION_BYTES, "bytes")] | None
    ) = None
    """Size from which answers are compressed; none where left out."""
    api_key_source: Literal["HEADER", "AUTHORIZER"] = "HEADER"
    """Where the API key of a request is: the header `x-api-key`, or what a Lambda authorizer returns."""
    api_keys: dict[Name, ApiKeyConfig] = {}
    """API keys by name."""
    usage_plans: dict[Name, UsagePlanConfig] = {}
    """Usage plans by name."""
    cache: AnyCacheConfig = "none"
    """Cache of each stage, unless the stage has its own."""
    execution_log: ExecutionLogConfig = ExecutionLogConfig()
    """Execution log of each stage."""
    tracing: Flag = False
    """Whether AWS X-Ray traces requests."""
    client_certificate: Flag = False
    """Whether each stage has a certificate that proves its calls to backends."""
    web_acl_arn: WebAclArn | None = None
    """ARN of the AWS WAF web ACL of each stage."""
    documentation_version: Annotated[Text, matching(r".+", "a name such as '1.0'")] | None = None
    """Version under which the documentation of routes and parameters is published; none where left out."""
    retain_deployments: Flag = False
    """Whether old deployments are kept, for stages that are not this stack's own and for canaries."""
    quotas: RaisedQuotasConfig = RaisedQuotasConfig()
    """What AWS raised for the account."""
