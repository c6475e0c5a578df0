"""The names that AWS sees, made of the config's own."""

from __future__ import annotations

__all__ = ["api_name", "canary_alias", "function_name"]


def api_name(service: str, stage: str | None, api: str) -> str:
    """The API's name, by which the console lists it; `stage` is None where all stages share the API."""
    return "-".join(part for part in (service, api, stage) if part)


def canary_alias(alias: str) -> str:
    """The alias of the version that a stage moves to, beside the one that the stage calls by `alias`."""
    return f"{alias}-canary"


def function_name(service: str, stage: str | None, function: str) -> str:
    """The Lambda function's name: fixed, so that its log group, ARN and callers can be known beforehand.

    `stage` is None where all stages share the function.
    """
    return "-".join(part for part in (service, stage, function) if part)
