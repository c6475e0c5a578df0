"""WebSocket APIs of several stages: a function has one environment, and clients of all stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....errors import Problem
from ...websocket.connections import ConnectionStoreConfig
from ..context import Context
from ..websocket.connections import CONNECTIONS_URL

__all__ = ["pushes", "stores"]


def stores(contexts: Sequence[Context]) -> Iterator[Problem]:
    """A message to all connections of one stage would go to those of the others too."""
    for path, api in contexts[0].websocket_apis():
        if isinstance(api.connections, ConnectionStoreConfig):
            fact = "all stages share one function, whose one table would hold the connections of all of them"
            fix = (
                "Make a table for each stage in the program, and name it in a stage variable, or give each "
                "stage a stack of its own ('topology: stack-per-stage')."
            )
            yield contexts[0].error((*path, "connections"), fact, fix)


def pushes(contexts: Sequence[Context]) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html"""
    for path, api in contexts[0].websocket_apis():
        if api.push:
            fact = f"functions get no {CONNECTIONS_URL}, since all stages share one environment"
            fix = (
                "Let them take domainName and stage of the event's requestContext: "
                "https://DOMAIN/STAGE, and at a custom domain its base path in place of the stage."
            )
            yield contexts[0].advice((*path, "push"), fact, fix)
