"""What an API can call: a function of ours, one of `pulumi_aws`, an alias, or an ARN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..errors import ConfigError, Problem
from ..plan.model import TargetPlan
from ..source import format_path
from .checked import told
from .function import Function
from .references import References

__all__ = ["AnyFunction", "Target", "targets_of"]

AnyFunction = Function | aws.lambda_.Function | aws.lambda_.Alias | pulumi.Input[str]
"""A `Function`, a function or an alias of `pulumi_aws`, or a function's ARN without a qualifier.

Where an alias is called that the program makes, pass the alias: what calls it then waits for it.
"""


@dataclass(frozen=True)
class Target:
    """A function as URIs and permissions need it.

    `arn` is the function's, without a qualifier; `plan` says how it is called when no config does. `aliases`
    are aliases' names as the program knows them, so that what calls an alias waits for it; the one of None is
    called where the plan says no alias. `refs` are for aliases that a config names by a reference.
    """

    arn: pulumi.Input[str]
    plan: TargetPlan
    aliases: Mapping[str | None, pulumi.Input[str]] = field(default_factory=dict)
    refs: References = field(default_factory=lambda: References({}))

    def invoke_uri(self, plan: TargetPlan, *, stream: bool = False) -> pulumi.Output[str]:
        """The URI by which API Gateway calls the function as `plan` says."""
        qualifier = plan.qualifier if plan.variable else self.qualifier(plan.aliases[0])
        uri = told(arns.invoke_uri, format_path(("functions", self.plan.function)))
        return pulumi.Output.all(self.arn, qualifier).apply(lambda found: uri(*found, stream=stream))

    def qualifier(self, alias: str | None) -> pulumi.Input[str] | None:
        """The alias that a permission is for."""
        known = self.aliases.get(alias)
        return self.refs.fill(alias) if known is None else known


def targets_of(
    functions: Mapping[str, AnyFunction | Target], refs: References | None = None
) -> dict[str, Target]:
    """What can be called, by its name. Raises ConfigError for text that is no function's ARN."""
    return {name: _target(name, function, refs or References({})) for name, function in functions.items()}


def _target(name: str, function: AnyFunction | Target, refs: References) -> Target:
    if isinstance(function, Target):
        return function
    if isinstance(function, Function):
        return _own(name, function)
    unqualified = TargetPlan(function=name, aliases=(None,))
    arn: pulumi.Input[str]
    if isinstance(function, aws.lambda_.Alias):
        arn = function.arn.apply(lambda arn: arn.rpartition(":")[0])
        return Target(arn, unqualified, {None: function.name}, refs)
    if isinstance(function, str):
        _check_arn(name, function)
    arn = function.arn if isinstance(function, aws.lambda_.Function) else function
    return Target(arn, unqualified, refs=refs)


def _own(name: str, function: Function) -> Target:
    names: dict[str | None, pulumi.Input[str]] = {
        alias: each.name for alias, each in function.aliases.items()
    }
    variable = function.alias_variable if names else None
    plan = TargetPlan(function=name, aliases=tuple(names) or (None,), variable=variable)
    return Target(function.arn, plan, names)


def _check_arn(name: str, arn: str) -> None:
    try:
        # A qualifier of our own, so that an ARN that has one is refused as well.
        arns.invoke_uri(arn, "alias")
    except ValueError as error:
        raise ConfigError([Problem(format_path(("functions", name)), str(error))]) from None
