"""WebSocket APIs: routes by the content of messages, and pushing to connected clients.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from ...aws import rest_limits, websocket_limits, websocket_mappings
from ..api import CommonApiConfig
from ..base import (
    Flag,
    Name,
    NameOf,
    Text,
    checked,
    distinct,
    matching,
    problem,
    shown,
    unless_wrong,
)
from ..rest.stage_settings import ExecutionLogConfig
from ..rest.usage_plans import ApiKeyConfig, UsagePlanConfig
from .authorizers import WebSocketAuthorizerConfig
from .connections import ConnectionStoreConfig
from .routes import WebSocketRouteConfig, WebSocketRouteDefaultsConfig

__all__ = ["WebSocketApiConfig"]


def _route_key(value: str) -> None:
    reserved = websocket_limits.RESERVED_ROUTE_KEYS
    if value.startswith("$") and value not in reserved:
        raise problem(
            f"{shown(value)} is no route of AWS, whose own begin with '$'", f"Use {', '.join(reserved)}."
        )
    if value.lstrip("$") in ("connect", "disconnect", "default") and value not in reserved:
        raise problem(f"{shown(value)} is a message like any other", f"Write '${value}' for AWS's own route.")


def _no_switch(value: Any) -> Any:
    if isinstance(value, bool):
        fix = "Write {type: dynamodb}." if value else "Write 'none'."
        raise problem(f"{shown(value)} is no store of connections", fix)
    if isinstance(value, str) and value not in ("dynamodb", "none"):
        raise problem(f"{shown(value)} is no store of connections", "Write dynamodb, or none.")
    return {"type": value} if value == "dynamodb" else value


def _kind(value: Any) -> str:
    return "none" if isinstance(value, str) else "store"


ModelName = Annotated[str, matching(rest_limits.MODEL_NAME, "letters and digits", length=128, final=True)]
RouteKeyText = Annotated[
    str,
    matching(
        r"\S+",
        "$connect, $disconnect, $default, or what the selection expression finds in a message, "
        "without spaces",
        length=websocket_limits.ROUTE_KEY_LENGTH,
        final=True,
    ),
    checked(_route_key, final=True),
]
AnyConnectionStoreConfig = Annotated[
    Annotated[ConnectionStoreConfig, Tag("store")] | Annotated[Literal["none"], Tag("none")],
    Discriminator(_kind),
    BeforeValidator(_no_switch, json_schema_input_type=ConnectionStoreConfig | Literal["none", "dynamodb"]),
]
"""A store of connections, or `none`."""


class WebSocketApiConfig(CommonApiConfig):
    """A WebSocket API: clients stay connected, send messages and are sent some.

    AWS ends a connection after 2 hours, and after 10 minutes in which nothing was sent; a message has at most
    128 KB, in frames of at most 32 KB. Clients must connect anew, and split what is larger.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
    """

    protocol: Literal["websocket"]
    """`websocket`"""
    route_selection_expression: Annotated[Text, unless_wrong(websocket_mappings.check_route_expression)] = (
        "$request.body.action"
    )
    """What of a message names its route: a key of its JSON. `$default` has messages that name none, and those
    that are no JSON."""
    authorizers: dict[Name, WebSocketAuthorizerConfig] = {}
    """Authorizers by the name that `$connect` uses: AWS asks once, when a client connects."""
    defaults: WebSocketRouteDefaultsConfig = WebSocketRouteDefaultsConfig()
    """What holds for every route that says nothing else."""
    routes: dict[RouteKeyText, WebSocketRouteConfig] = Field(json_schema_extra={"minProperties": 1})
    """Routes by their key: `$connect`, `$disconnect`, `$default`, `sendMessage`. Messages have at most
    128 KB, in frames of at most 32 KB; AWS closes a connection on which more comes (code 1009)."""
    models: dict[ModelName, dict[str, Any]] = {}
    """JSON Schemas of messages by the name that routes use."""
    push: Annotated[tuple[NameOf, ...], distinct] = ()
    """Functions that may send to connected clients: they get the permission, and `CONNECTIONS_URL`. A message
    has at most 128 KB; clients that have gone (after 10 idle minutes, or 2 hours) are answered with 410."""
    connections: AnyConnectionStoreConfig = "none"
    """Where ids of connections are kept: `dynamodb`, or a mapping of how; nowhere where left out."""
    api_key_selection_expression: Literal[
        "$request.header.x-api-key", "$context.authorizer.usageIdentifierKey"
    ] = "$request.header.x-api-key"
    """Where the API key of a client is: the header `x-api-key`, or what a Lambda authorizer returns."""
    api_keys: dict[Name, ApiKeyConfig] = {}
    """API keys by name."""
    usage_plans: dict[Name, UsagePlanConfig] = {}
    """Usage plans by name."""
    execution_log: ExecutionLogConfig = ExecutionLogConfig()
    """Execution log of each stage."""
    auto_deploy: Flag = True
    """Whether each change goes live by itself, one by one; else all of them at once, as one deployment. A
    route that is taken away then stays live until the deployment after."""
