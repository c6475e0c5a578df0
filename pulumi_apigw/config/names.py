"""The names that AWS sees, made of the config's own."""

from __future__ import annotations

__all__ = ["function_name"]


def function_name(service: str, stage: str, function: str) -> str:
    """The Lambda function's name: fixed, so that its log group, ARN and callers can be known beforehand."""
    return f"{service}-{stage}-{function}"
