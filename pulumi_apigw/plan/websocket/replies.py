"""What becomes of an integration's answers: AWS's integration responses."""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.websocket_limits import DEFAULT, DEFAULT_EXPRESSION
from ...config.websocket.routes import ReplyConfig
from .model import ReplyPlan

__all__ = ["plan_replies", "reply_key"]


def plan_replies(
    written: Mapping[str, ReplyConfig], default: Mapping[str, str] | None = None
) -> tuple[ReplyPlan, ...]:
    """The answers that a route writes, and one for all others: by the templates `default`, or as it comes.

    AWS wants one with the key `$default` wherever an integration is no proxy.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html#apigateway-websocket-api-selection-expression-table
    """
    replies = tuple(_reply(key, reply) for key, reply in written.items())
    if DEFAULT in written:
        return replies
    templates = {} if written else default or {}
    expression = DEFAULT_EXPRESSION if templates else None
    return (
        ReplyPlan(key=DEFAULT, templates=templates, template_selection_expression=expression),
        *replies,
    )


def reply_key(pattern: str) -> str:
    """`/4\\d{2}/`, as AWS wants a pattern of a status."""
    return pattern if pattern == DEFAULT else f"/{pattern}/"


def _reply(key: str, reply: ReplyConfig) -> ReplyPlan:
    return ReplyPlan(
        key=reply_key(key),
        templates=reply.templates,
        template_selection_expression=reply.template_selection_expression
        or (DEFAULT_EXPRESSION if reply.templates else None),
        content_handling=reply.content_handling,
    )
