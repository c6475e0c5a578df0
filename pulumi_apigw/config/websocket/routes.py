"""Routes of a WebSocket API: what each kind of message calls, and what comes back.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from ...aws import websocket_limits, websocket_mappings
from ..base import (
    ConfigModel,
    Flag,
    NameOf,
    Text,
    Whole,
    refusals,
    unless_wrong,
    within,
)
from ..rest.routes import ContentHandling, PassthroughBehavior
from ..rest.stage_settings import ExecutionLogConfig
from ..routes import CommonRouteConfig, mapped, small_templates
from .integrations import WebSocketIntegrationConfig

__all__ = ["ReplyConfig", "WebSocketRouteConfig", "WebSocketRouteDefaultsConfig"]

TimeoutMs = Annotated[Whole, within(websocket_limits.TIMEOUT_MS, "milliseconds")]


Templates = Annotated[dict[str, str], small_templates(websocket_limits.TEMPLATE_BYTES)]


class ReplyConfig(ConfigModel):
    """What becomes of an integration's answer before the client gets it; not for functions and HTTP proxies.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
    """

    templates: Templates = {}
    """VTL templates by the key that `template_selection_expression` gives, `$default` where it gives no
    other."""
    template_selection_expression: (
        Annotated[Text, unless_wrong(websocket_mappings.check_reply_expression)] | None
    ) = None
    """Expression that chooses the template: `${integration.response.statuscode}`, `${request.body.x}`."""
    content_handling: ContentHandling | None = None
    """Conversion between text and binary: frames are text, so that binary answers need `CONVERT_TO_TEXT`."""


class WebSocketRouteConfig(CommonRouteConfig):
    """One route: what its messages call, what they must look like, and whether the sender gets an answer."""

    integration: WebSocketIntegrationConfig | None = None
    """What to call instead of a function."""
    authorizer: NameOf | None = None
    """Name of the authorizer, or `none`; for `$connect` alone, since AWS asks nobody later."""
    api_key: Flag = False
    """Whether connecting needs an API key of a usage plan; for `$connect` alone."""
    reply: Flag = False
    """Whether the sender gets what the integration answers (a two-way route): within 29 seconds, at most
    128 KB. Without it answers are dropped; functions can still `push`."""
    replies: dict[str, ReplyConfig] = {}
    """Answers of an integration by `$default` or a pattern of its status, such as `4\\d{2}`; for integrations
    that are no proxy."""
    body: NameOf | None = None
    """Name of the model that messages must match, else the sender is told `Invalid request body`."""
    execution_log: ExecutionLogConfig | None = None
    """The route's own execution log; the stage's where left out."""
    timeout_ms: TimeoutMs | None = None
    """Milliseconds to wait for the integration's answer, 50 to 29000, which AWS raises for nobody."""
    request_parameters: Annotated[dict[str, Text], mapped(websocket_mappings.check_request_parameter)] = {}
    """What the integration gets, in AWS's mapping: `integration.request.header.x: route.request.body.y`."""
    request_templates: Templates = {}
    """VTL templates of the integration's request, by the key that `template_selection_expression` gives,
    `$default` where it gives no other."""
    template_selection_expression: (
        Annotated[Text, unless_wrong(websocket_mappings.check_request_expression)] | None
    ) = None
    """Expression that chooses the template: `${request.body.action}`."""
    passthrough_behavior: PassthroughBehavior | None = None
    """What happens to a message that has no template."""
    content_handling: ContentHandling | None = None
    """Conversion of the message between text and binary. AWS takes no binary frames (code 1003): clients send
    base64, and `CONVERT_TO_BINARY` decodes it."""

    @field_validator("replies")
    @classmethod
    def _reply_keys(cls, value: dict[str, ReplyConfig]) -> dict[str, ReplyConfig]:
        refusals(((key,), wrong) for key in value if (wrong := websocket_mappings.check_reply_key(key)))
        return value


class WebSocketRouteDefaultsConfig(ConfigModel):
    """What holds for every route of the API that says nothing else."""

    function: NameOf | None = None
    """Name of the function that routes call."""
    timeout_ms: TimeoutMs = 29_000
    """Milliseconds to wait for an integration's answer, 50 to 29000."""
