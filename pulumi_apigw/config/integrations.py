"""Integrations: what a route of an HTTP API calls when it is not a function.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..aws import limits
from .base import ConfigModel, NameOf, matching
from .service_integrations import ServiceIntegrationConfig

__all__ = ["HttpIntegrationConfig", "HttpProxyConfig", "PrivateIntegrationConfig"]

Url = Annotated[
    str,
    matching(
        r"(?:https?://[^\s/?#]+|\$\{stageVariables\.\w+\})\S*",
        "an http or https URL such as 'https://example.com/{proxy}'",
        length=limits.INTEGRATION_URI_LENGTH,
    ),
]
Method = Literal["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


class HttpProxyConfig(ConfigModel):
    """Forward to a public HTTP endpoint."""

    type: Literal["http"]
    """`http`"""
    url: Url
    """URL to call; `{name}` takes the route's path variable, `${stageVariables.x}` the stage's variable."""
    method: Method | None = None
    """HTTP method to call with; the route's own where left out."""


class PrivateIntegrationConfig(ConfigModel):
    """Forward through a VPC link to an ALB or NLB listener, or a Cloud Map service.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
    """

    type: Literal["private"]
    """`private`"""
    vpc_link: NameOf
    """Name of the link in the API's `vpc_links`."""
    target_arn: Annotated[
        str,
        matching(
            r"arn:[a-z-]+:(?:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener/(?:app|net)"
            r"|servicediscovery:[a-z0-9-]+:\d{12}:service)/\S+",
            "the ARN of an ALB or NLB listener or of a Cloud Map service, or ${ref.name} for one",
        ),
    ]
    """ARN of the ALB or NLB listener, or of the Cloud Map service."""
    method: Method | None = None
    """HTTP method to call with; the route's own where left out."""
    tls_server_name: (
        Annotated[str, matching(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", "a host name", length=253)] | None
    ) = None
    """Name that the target's certificate is checked against; it switches the call to HTTPS."""


HttpIntegrationConfig = Annotated[
    HttpProxyConfig | PrivateIntegrationConfig | ServiceIntegrationConfig, Field(discriminator="type")
]
