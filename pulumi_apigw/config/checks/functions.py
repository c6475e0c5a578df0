"""Functions: what Lambda would refuse, or soon will."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import limits, runtimes
from ...errors import Problem
from ..base import shown
from ..functions import FunctionConfig
from ..names import function_name
from .context import Context

__all__ = ["deprecated_runtimes", "environments", "names", "run_time_variables", "tags"]

# Pulumi ends the name of a role with '-' and seven characters of its own.
_AUTO_NAME_LENGTH = 8


def environments(context: Context) -> Iterator[Problem]:
    """Lambda takes 4 KB of environment, names and values together."""
    for name, function in _built(context):
        size = sum(len(key.encode()) + len(value.encode()) for key, value in function.environment.items())
        if size > limits.FUNCTION_ENVIRONMENT_BYTES:
            yield context.error(
                ("functions", name, "environment"),
                f"the environment has {size} bytes",
                f"Lambda takes at most {limits.FUNCTION_ENVIRONMENT_BYTES}: "
                "move values to SSM Parameter Store or Secrets Manager.",
            )


def run_time_variables(context: Context) -> Iterator[Problem]:
    """`${stageVariables.x}` is API Gateway's, which looks it up in integrations and knows no environment."""
    for name, function in _built(context):
        for key, value in function.environment.items():
            if found := re.search(r"\$\{stageVariables\.(\w+)\}", value):
                yield context.advice(
                    ("functions", name, "environment", key),
                    f"the function finds {shown(found[0])} there as it is",
                    f"Write ${{stage.{found[1]}}} for the stage's value.",
                )


def names(context: Context) -> Iterator[Problem]:
    """The names that AWS sees are made of the service's, the stage's and the function's."""
    longest = limits.ROLE_NAME_LENGTH - _AUTO_NAME_LENGTH
    for name, _ in _built(context):
        full = function_name(context.config.service, context.stack_stage, name)
        if len(full) > longest and not context.refused("service"):
            yield context.error(
                ("functions", name),
                f"AWS's name for it, {full!r}, has {len(full)} characters",
                f"At most {longest} fit: shorten the name of the service, the stage or the function.",
            )


def deprecated_runtimes(context: Context) -> Iterator[Problem]:
    """Runtimes that Lambda no longer mends: https://docs.aws.amazon.com/lambda/latest/dg/runtime-support-policy.html"""
    for name, function in _built(context):
        if function.runtime in runtimes.DEPRECATED_RUNTIMES:
            follows = (
                "no security patches, and one day no updates"
                if function.runtime in runtimes.CREATABLE_DEPRECATED_RUNTIMES
                else "it creates no more functions with it"
            )
            yield context.advice(
                ("functions", name, "runtime"),
                f"Lambda has deprecated {function.runtime!r}: {follows}",
                "Use a newer runtime.",
            )


def tags(context: Context) -> Iterator[Problem]:
    """AWS takes 50 tags a resource; the service's, its part's and the stage's add up.

    A function that all stages share has no stage's tags; an API's stage has all of them all the same.
    """
    config = context.config
    common = {**config.tags, **config.stages[context.stage].tags}
    of_functions, whose = (
        (config.tags, "the service") if config.is_shared else (common, "the service and the stage")
    )
    parts = {("functions", name): (of_functions | each.tags, whose) for name, each in _built(context)}
    for name, api in config.apis.items():
        parts["apis", name] = (common | api.tags, "the service and the stage")
    for place, (found, of) in parts.items():
        if len(found) > limits.TAGS_PER_RESOURCE:
            yield context.error(
                (*place, "tags"),
                f"there are {len(found)} tags with those of {of}",
                f"AWS takes at most {limits.TAGS_PER_RESOURCE}: remove some.",
            )


def _built(context: Context) -> Iterator[tuple[str, FunctionConfig]]:
    for name, function in context.config.functions.items():
        if isinstance(function, FunctionConfig):
            yield name, function
