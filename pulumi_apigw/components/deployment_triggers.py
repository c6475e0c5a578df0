"""What makes a deployment anew, and what it comes after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, cast

import pulumi

__all__ = ["dependency_of", "unbound"]


def unbound(trigger: pulumi.Input[str]) -> pulumi.Input[str]:
    """`trigger` as a property that depends on nothing.

    Where Pulumi deletes a resource before it makes its replacement, it first deletes what would be replaced
    because of it: by their triggers all deployments. AWS deletes none that a stage serves, so that nothing
    could be deployed any more. What a deployment comes after is told by `dependency_of` instead.
    https://www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace/
    """
    if not isinstance(trigger, pulumi.Output):
        return trigger
    value: Any = trigger.future()
    return pulumi.Output(set(), value, _Later(trigger.is_known), _Later(trigger.is_secret))


def dependency_of(trigger: pulumi.Input[str]) -> list[pulumi.Input[pulumi.Resource]]:
    """What `trigger` is made from, for `depends_on`."""
    # An Output among the resources stands for all that it depends on, whatever its value is.
    return [cast(Any, trigger.apply(lambda _: None))] if isinstance(trigger, pulumi.Output) else []


@dataclass(frozen=True)
class _Later:
    """An answer that is asked for when it is awaited, and so not at all where the value before it fails."""

    ask: Callable[[], Awaitable[bool]]

    def __await__(self) -> Generator[Any, Any, bool]:
        return self.ask().__await__()
