"""Pushing to clients: where connections are kept.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from ...aws import websocket_limits
from ...aws.limits import Range
from ..base import ConfigModel, Flag, KmsKeyArn, NameOf, Whole, distinct, problem, within

__all__ = ["ConnectionStoreConfig"]

# A year is the longest that anybody should keep a row. Neither end is DynamoDB's.
_TTL_SECONDS = Range(websocket_limits.CONNECTION_SECONDS, 31_536_000)


def _ttl_seconds(value: int) -> int:
    if value < _TTL_SECONDS.minimum:
        fact = f"{value} seconds are less than a connection may live, whose client would be lost"
        raise problem(fact, f"Give {_TTL_SECONDS.minimum} or more.")
    if value > _TTL_SECONDS.maximum:
        raise problem(f"{value} seconds are more than a year", "Give less: connections end after two hours.")
    return value


TtlSeconds = Annotated[Whole, AfterValidator(_ttl_seconds), within(_TTL_SECONDS, "seconds")]


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
