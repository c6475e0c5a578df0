"""Names of integrations, by which routes with the same target share one."""

from __future__ import annotations

__all__ = ["integration_name"]


def integration_name(what: str, *, own: str | None, timeout_ms: int, default_ms: int) -> str:
    """A name made of what is called and of how it departs from the API's defaults: each integration its own.

    `own` is the key of a route that shares it with no other. The name stays the same when the defaults
    change, so that a new default updates the integration and replaces nothing. '::' would end it in Pulumi's
    URN.
    """
    what = what.replace("::", ":")
    if own is not None:
        return f"{what} {own}"
    return what if timeout_ms == default_ms else f"{what} {timeout_ms}ms"
