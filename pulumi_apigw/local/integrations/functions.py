"""Calls functions for integrations and authorizers, as far as their resource policies let the API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import Permission
from pulumi_apigw.local.permissions import allowed
from pulumi_apigw.local.responses import Rejection
from pulumi_apigw.local.targets import FunctionTarget, MissingVariableError, parse_function, substitute

__all__ = ["FunctionCaller", "Invoker", "resolve_variables"]


class Invoker(Protocol):
    """What runs functions: a `FunctionPool`."""

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Invocation: ...


class FunctionCaller:
    """Resolves a URI to a function, checks the permission and calls it.

    A departure from AWS: where an integration has a role (`credentialsArn`), the role's policies are not
    evaluated.
    """

    def __init__(
        self, invoker: Invoker, permissions: Iterable[Permission], names: Mapping[str, str] | None = None
    ) -> None:
        self._invoker = invoker
        self._permissions = tuple(permissions)
        self._names = names or {}
        self._targets: dict[tuple[str, str, str, tuple[str, ...]], FunctionTarget] = {}

    def target(self, call: Call, uri: str, sources: tuple[str, ...], role: str | None) -> FunctionTarget:
        """The function a URI names in this stage; raises `Rejection` where the API may not call it."""
        key = (call.api.id, call.stage.name, uri, sources)
        if key not in self._targets:
            self._targets[key] = self._resolve(call, uri, sources, role)
        return self._targets[key]

    async def payload(
        self, call: Call, target: FunctionTarget, event: Mapping[str, Any], timeout_ms: int
    ) -> Any:
        """What the function returns; raises `Rejection` (500) for its errors, and TimeoutError."""
        async with asyncio.timeout(timeout_ms / 1000):
            invocation = await self._invoker.invoke(target.arn, event)
        if invocation.error is not None:
            raise Rejection(500, f"{call.route.key}: {_failure(target, invocation.error)}")
        return invocation.payload

    def _resolve(self, call: Call, uri: str, sources: Sequence[str], role: str | None) -> FunctionTarget:
        resolved = resolve_variables(call, uri)
        target = parse_function(resolved, self._names)
        if target is None:
            fact = f"{resolved!r} is not the URI of a function"
            raise Rejection(500, f"{call.route.key}: {fact}. Give its `arn` or its `invoke_arn`.")
        if role is None and not allowed(self._permissions, target, sources, call.api.account_id):
            raise Rejection(500, f"{call.route.key}: {_missing_permission(call, target, sources)}")
        return target


def resolve_variables(call: Call, uri: str) -> str:
    """`uri` with the stage's variables; raises `Rejection` (500) for one the stage does not have."""
    try:
        return substitute(uri, call.stage.variables)
    except MissingVariableError as error:
        raise Rejection(
            500,
            f"{call.route.key}: stage {call.stage.name!r} has no stage variable {error.name!r}, which the "
            "target's URI uses. Add it to the stage's variables.",
        ) from None


def _missing_permission(call: Call, target: FunctionTarget, sources: Sequence[str]) -> str:
    alias = f", qualifier={target.qualifier!r}" if target.qualifier else ""
    return (
        f"API {call.api.name!r} may not call function {str(target)!r}: no lambda permission covers "
        f"{sources[0]}. Add aws.lambda_.Permission(action='lambda:InvokeFunction', "
        f"function={target.label!r}{alias}, principal='apigateway.amazonaws.com', "
        f"source_arn='{call.api.execution_arn}/*')."
    )


def _failure(target: FunctionTarget, error: FunctionError) -> str:
    return f"function {str(target)!r} failed ({error.kind}): {error.type}: {error.message}"
