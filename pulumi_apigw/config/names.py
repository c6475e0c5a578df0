"""The names that AWS sees, made of the config's own."""

from __future__ import annotations

__all__ = ["api_name", "function_name"]


def api_name(service: str, stage: str, api: str) -> str:
    """The API's name, by which the console lists it."""
    return f"{service}-{api}-{stage}"


def function_name(service: str, stage: str, function: str) -> str:
    """The Lambda function's name: fixed, so that its log group, ARN and callers can be known beforehand."""
    return f"{service}-{stage}-{function}"
