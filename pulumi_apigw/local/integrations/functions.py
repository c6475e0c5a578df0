"""Calls functions for integrations and authorizers, as far as their resource policies let the API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import Api, LocalStage, Permission
from pulumi_apigw.local.permissions import allowed
from pulumi_apigw.local.targets import FunctionTarget, MissingVariableError, parse_function, substitute

__all__ = [
    "CannotCallError",
    "FunctionCallError",
    "FunctionCaller",
    "FunctionFailedError",
    "Invoker",
    "resolve_variables",
]


class FunctionCallError(Exception):
    """A call of a function that gave nothing; says why, with the fix, in a line for the log."""


class CannotCallError(FunctionCallError):
    """The API has no right to call a function, or names none."""


class FunctionFailedError(FunctionCallError):
    """The function was called and failed; `error` is what it ended with."""

    def __init__(self, target: FunctionTarget, error: FunctionError) -> None:
        self.error = error
        super().__init__(f"function {str(target)!r} failed ({error.kind}): {error.type}: {error.message}")


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

    def target(
        self, api: Api, stage: LocalStage, uri: str, sources: tuple[str, ...], role: str | None
    ) -> FunctionTarget:
        """The function a URI names in a stage; raises `CannotCallError` where the API may not call it."""
        key = (api.id, stage.name, uri, sources)
        if key not in self._targets:
            self._targets[key] = self._resolve(api, stage, uri, sources, role)
        return self._targets[key]

    async def payload(self, target: FunctionTarget, event: Mapping[str, Any], timeout_ms: int) -> Any:
        """What the function returns; raises `FunctionFailedError`, and TimeoutError after `timeout_ms`."""
        async with asyncio.timeout(timeout_ms / 1000):
            invocation = await self._invoker.invoke(target.arn, event)
        if invocation.error is not None:
            raise FunctionFailedError(target, invocation.error)
        return invocation.payload

    def _resolve(
        self, api: Api, stage: LocalStage, uri: str, sources: Sequence[str], role: str | None
    ) -> FunctionTarget:
        resolved = resolve_variables(stage, uri)
        target = parse_function(resolved, self._names)
        if target is None:
            raise CannotCallError(
                f"{resolved!r} is not the URI of a function. Give its `arn` or its `invoke_arn`."
            )
        if role is None and not allowed(self._permissions, target, sources, api.account_id):
            raise CannotCallError(_missing_permission(api, target, sources))
        return target


def resolve_variables(stage: LocalStage, uri: str) -> str:
    """`uri` with the stage's variables; raises `CannotCallError` for one the stage does not have."""
    try:
        return substitute(uri, stage.variables)
    except MissingVariableError as error:
        raise CannotCallError(
            f"stage {stage.name!r} has no stage variable {error.name!r}, which the target's URI uses. "
            "Add it to the stage's variables."
        ) from None


def _missing_permission(api: Api, target: FunctionTarget, sources: Sequence[str]) -> str:
    alias = f", qualifier={target.qualifier!r}" if target.qualifier else ""
    return (
        f"API {api.name!r} may not call function {str(target)!r}: no lambda permission covers "
        f"{sources[0]}. Add aws.lambda_.Permission(action='lambda:InvokeFunction', "
        f"function={target.label!r}{alias}, principal='apigateway.amazonaws.com', "
        f"source_arn='{api.execution_arn}/*')."
    )
