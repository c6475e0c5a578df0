"""Integrations: what a route of a REST API calls when it is not a function.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ...aws import rest_limits
from ..base import (
    ConfigModel,
    Flag,
    NameOf,
    Region,
    Text,
    Whole,
    distinct,
    filled,
    matching,
    problem,
    within,
)
from ..integrations import Method, Url
from ..service_integrations import (
    EventBridgePutEventsConfig,
    KinesisPutRecordConfig,
    SqsDeleteMessageConfig,
    SqsPurgeQueueConfig,
    SqsReceiveMessageConfig,
    SqsSendMessageConfig,
    StartExecutionConfig,
    StartSyncExecutionConfig,
    StopExecutionConfig,
)
from .service_integrations import DynamoDbConfig, S3Config, SnsPublishConfig

__all__ = [
    "AwsIntegrationConfig",
    "MockIntegrationConfig",
    "RestHttpIntegrationConfig",
    "RestIntegrationConfig",
    "RestPrivateIntegrationConfig",
    "RestServiceIntegrationConfig",
]


# Actions such as `sqs:ListQueues` are on no resource, and IAM takes nothing else for those:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
Resource = Annotated[
    str,
    matching(
        r"\*|arn:[a-z-]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+",
        "an ARN, ${ref.name} for one, or '*' where the action is on none",
    ),
]


class RestHttpIntegrationConfig(ConfigModel):
    """Call an HTTP endpoint: as the request is, or with templates of the route where `proxy` is false."""

    type: Literal["http"]
    """`http`"""
    url: Url
    """URL to call; `{name}` takes the route's path variable, `${stageVariables.x}` the stage's variable."""
    method: Method | None = None
    """HTTP method to call with; the route's own where left out."""
    proxy: Flag = True
    """Whether request and response pass through as they are."""


class RestPrivateIntegrationConfig(ConfigModel):
    """Call through a VPC link: an NLB (link with `target_arn`), or an ALB or NLB (link with `subnet_ids`).

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    """

    type: Literal["private"]
    """`private`"""
    vpc_link: NameOf
    """Name of the link in the API's `vpc_links`."""
    url: Url
    """URL that the target is called by; its host is what the target sees, not what is looked up."""
    target_arn: (
        Annotated[
            str,
            matching(
                r"arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:(loadbalancer|listener)/(app|net)/\S+",
                "the ARN of an ALB or NLB, or ${ref.name} for one",
            ),
        ]
        | None
    ) = None
    """ARN of the ALB or NLB, for links with `subnet_ids` (AWS's `integrationTarget`)."""
    method: Method | None = None
    """HTTP method to call with; the route's own where left out."""
    proxy: Flag = True
    """Whether request and response pass through as they are."""


class MockIntegrationConfig(ConfigModel):
    """Answer without calling anything, with the route's templates.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
    """

    type: Literal["mock"]
    """`mock`"""
    status: Annotated[Whole, within(rest_limits.GATEWAY_STATUS, "as a status")] = 200
    """Status of the answer where the route writes no `request_templates` of its own."""
    body: Text | None = None
    """Body of the answer (JSON text) where the route writes no `integration_responses` of its own."""


class AwsIntegrationConfig(ConfigModel):
    """Call any action of any AWS service, with the route's templates and a role made for it.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
    """

    type: Literal["aws"]
    """`aws`"""
    service: Annotated[
        str, matching(r"[a-z0-9.-]+", "the name of a service as in its endpoint, such as 'sqs'")
    ]
    """Service name as it stands in its endpoint: `sqs`, `dynamodb`, `s3`."""
    action: Annotated[str, matching(r"[A-Za-z0-9]+(&\S*)?", "an action such as 'PutItem'")] | None = None
    """Action of the service's API (`action/…` in the URI); either this or `path`."""
    path: Annotated[str, matching(r"\S+", "a path such as '123456789012/queue'")] | None = None
    """Path of the service's API (`path/…` in the URI); either this or `action`."""
    method: Method = "POST"
    """HTTP method that the service is called with."""
    region: Region | None = None
    """Region of the service; the API's own where left out."""
    allow: Annotated[
        tuple[
            Annotated[str, matching(r"[a-z0-9-]+:[A-Za-z0-9*?]+", "an IAM action such as 'sqs:SendMessage'")],
            ...,
        ],
        distinct,
        filled("Name the IAM actions that the role may use."),
    ]
    """IAM actions that the role is allowed."""
    resources: Annotated[tuple[Resource, ...], distinct, filled("Name the ARNs that the role may use.")]
    """ARNs that the role is allowed them on; `*` for actions on none, such as `dynamodb:ListTables`."""

    @model_validator(mode="after")
    def _one_way(self) -> AwsIntegrationConfig:
        if (self.action is None) == (self.path is None):
            have = "neither 'action' nor 'path' is given" if self.action is None else "two ways are given"
            raise problem(have, "Give 'action', such as PutItem, or 'path', such as 123456789012/orders.")
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
        invokes = self.service == "lambda" and (self.path or "").endswith("/invocations")
        if invokes and self.method != "POST":
            raise problem(f"a function is invoked by POST, and 'method' is {self.method}", "Remove 'method'.")
        return self


RestServiceIntegrationConfig = (
    EventBridgePutEventsConfig
    | SqsSendMessageConfig
    | SqsReceiveMessageConfig
    | SqsDeleteMessageConfig
    | SqsPurgeQueueConfig
    | KinesisPutRecordConfig
    | StartExecutionConfig
    | StartSyncExecutionConfig
    | StopExecutionConfig
    | SnsPublishConfig
    | DynamoDbConfig
    | S3Config
)
"""AWS services by their call. Mapping expressions are those of HTTP APIs; the plan writes them in VTL."""

RestIntegrationConfig = Annotated[
    RestHttpIntegrationConfig
    | RestPrivateIntegrationConfig
    | MockIntegrationConfig
    | AwsIntegrationConfig
    | RestServiceIntegrationConfig,
    Field(discriminator="type"),
]
