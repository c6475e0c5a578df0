"""What an API can call: a function of ours, one of `pulumi_aws`, an alias, or an ARN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..plan.model import TargetPlan
from .function import Function

__all__ = ["AnyFunction", "Target", "targets_of"]

AnyFunction = Function | aws.lambda_.Function | aws.lambda_.Alias | pulumi.Input[str]
"""A `Function`, a function or an alias of `pulumi_aws`, or a function's ARN without a qualifier."""


@dataclass(frozen=True)
class Target:
    """A function as URIs and permissions need it.

    `arn` is what is called, `function` what the permission is for, `plan` how it is called when no config says so.
    `aliases` are the names of aliases as the program knows them, so that what calls an alias waits for it.
    """

    arn: pulumi.Input[str]
    function: pulumi.Input[str]
    plan: TargetPlan
    aliases: Mapping[str | None, pulumi.Input[str]] = field(default_factory=dict)

    def invoke_uri(self, plan: TargetPlan) -> pulumi.Output[str]:
        """The URI by which API Gateway calls the function as `plan` says."""
        return pulumi.Output.from_input(self.arn).apply(lambda arn: arns.invoke_uri(arn, plan.qualifier))

    def qualifier(self, alias: str | None) -> pulumi.Input[str] | None:
        """The alias that a permission is for."""
        return self.aliases.get(alias, alias)


def targets_of(functions: Mapping[str, AnyFunction | Target]) -> dict[str, Target]:
    """What can be called, by its name."""
    return {name: _target(name, function) for name, function in functions.items()}


def _target(name: str, function: AnyFunction | Target) -> Target:
    if isinstance(function, Target):
        return function
    unqualified = TargetPlan(function=name, aliases=(None,))
    if isinstance(function, Function):
        return _own(name, function)
    if isinstance(function, aws.lambda_.Alias):
        return Target(function.arn, function.function_name, unqualified, {None: function.name})
    arn = function.arn if isinstance(function, aws.lambda_.Function) else function
    return Target(arn, arn, unqualified)


def _own(name: str, function: Function) -> Target:
    names: dict[str | None, pulumi.Input[str]] = {alias: each.name for alias, each in function.aliases.items()}
    variable = function.alias_variable if names else None
    plan = TargetPlan(function=name, aliases=tuple(names) or (None,), variable=variable)
    return Target(function.arn, function.arn, plan, names)
