"""What makes a deployment anew, and what it comes after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, cast

import pulumi

__all__ = ["made_with", "unbound"]


def unbound(trigger: pulumi.Input[str]) -> pulumi.Input[str]:
    """`trigger` as a property that depends on nothing.

    Where Pulumi deletes a resource before it makes its replacement, it first deletes what would be replaced
    because of it: by their triggers all deployments. AWS deletes none that a stage serves, so that nothing
    could be deployed any more. What a deployment comes after is told by `made_with` instead.
    https://www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace/
    """
    if not isinstance(trigger, pulumi.Output):
        return trigger
    value: Any = trigger.future()
    return pulumi.Output(set(), value, _Later(trigger.is_known), _Later(trigger.is_secret))


def made_with(trigger: pulumi.Input[str]) -> pulumi.ResourceOptions:
    """Options of a deployment that is made anew with `trigger`, and comes after all that this is made from.

    It is not protected where its component is: Pulumi replaces nothing that is, so that no change of the API
    could be deployed. What must not go is in front of it: the stage, which is deleted first.
    https://www.pulumi.com/docs/iac/concepts/resources/options/protect/
    """
    # An Output among the resources stands for all that it depends on, whatever its value is.
    after = [cast(Any, trigger.apply(lambda _: None))] if isinstance(trigger, pulumi.Output) else []
    return pulumi.ResourceOptions(depends_on=after, protect=False)


@dataclass(frozen=True)
class _Later:
    """An answer that is asked for when it is awaited, and so not at all where the value before it fails."""

    ask: Callable[[], Awaitable[bool]]

    def __await__(self) -> Generator[Any, Any, bool]:
        return self.ask().__await__()
