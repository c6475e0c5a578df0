"""TLS policies and access modes, which REST APIs and custom domain names have alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...aws import tls_policies
from ...errors import Problem
from ...source import Path
from .context import Context

__all__ = ["access_mode", "other_endpoint"]


def other_endpoint(
    context: Context, path: Path, policy: str | None, *, accepted: Sequence[str], kind: str
) -> Iterator[Problem]:
    """A policy of another endpoint; `kind` says whose it should be: `edge APIs`.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
    """
    if policy in tls_policies.ALL and policy not in accepted:
        fact = f"{policy!r} is no security policy of {kind}"
        yield context.error((*path, "security_policy"), fact, f"Use one of {', '.join(accepted)}.")


def access_mode(context: Context, path: Path, policy: str | None, mode: str | None) -> Iterator[Problem]:
    """A policy without the access mode that it needs, or a mode without such a policy.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html#apigateway-security-policies-endpoint-access-mode
    """
    if context.refused(*path, "security_policy") or context.refused(*path, "endpoint_access_mode"):
        return
    if tls_policies.is_enhanced(policy) and mode is None:
        fix = "Say 'endpoint_access_mode: STRICT', or BASIC while clients still come by other names."
        yield context.error(
            (*path, "security_policy"), f"security policy {policy!r} needs an access mode", fix
        )
    if mode and not tls_policies.is_enhanced(policy):
        fact = f"only security policies that begin with {tls_policies.ENHANCED!r} have an access mode"
        fix = "Choose one as 'security_policy', or remove it."
        yield context.error((*path, "endpoint_access_mode"), fact, fix)
