"""Pushing to clients: where connections are kept.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...aws import websocket_limits
from ...aws.limits import Range
from ..base import ConfigModel, Flag, KmsKeyArn, NameOf, Whole, distinct, within

__all__ = ["ConnectionStoreConfig"]

# A row that goes before its connection would hide a client that is still there. A year is the longest that
# anybody should keep one.
TtlSeconds = Annotated[Whole, within(Range(websocket_limits.CONNECTION_SECONDS, 31_536_000), "seconds")]


class ConnectionStoreConfig(ConfigModel):
    """A DynamoDB table of connections: `connection_id` is its key, `expires_at` its TTL attribute."""

    type: Literal["dynamodb"] = "dynamodb"
    """`dynamodb`"""
    functions: Annotated[tuple[NameOf, ...], distinct] = ()
    """Functions that may read and write the table; those of `push` where left out."""
    ttl_seconds: TtlSeconds = websocket_limits.CONNECTION_SECONDS
    """Seconds after which a row may go (`CONNECTIONS_TTL_SECONDS` in functions): not before AWS ends the
    connection, which is after two hours."""
    point_in_time_recovery: Flag = False
    """Whether the table can be put back to an earlier time; connections are seldom worth it."""
    kms_key_arn: KmsKeyArn | None = None
    """KMS key that encrypts the table; DynamoDB's own encryption where left out."""
