"""Secrets: none stands in a config, for whoever reads the repository, the state or the console to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import Problem
from ...source import Path
from ..functions import FunctionConfig
from ..references import has_reference
from ..secrets import is_secret_name, secret_kind
from .context import Context
from .references import deployed_text, stage_values

__all__ = ["certain", "likely"]

_FIX = "Keep it in Secrets Manager or SSM Parameter Store, and give the function the name to read it by."


def certain(context: Context) -> Iterator[Problem]:
    """Text that has the form of a key or token is one, wherever it stands; it is not printed."""
    for path, text in [*deployed_text(context.data), *stage_values(context)]:
        if kind := secret_kind(text):
            yield context.error(path, f"the value holds {kind}, which anybody with the file can use", _FIX)


def likely(context: Context) -> Iterator[Problem]:
    """A literal value under a name such as DB_PASSWORD."""
    for place, values in _variables(context):
        for name, value in values.items():
            if is_secret_name(name) and _is_literal(value) and not secret_kind(value):
                fact = f"{name!r} looks like a secret that is written out here"
                yield context.advice((*place, name), fact, _FIX)


def _variables(context: Context) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for name, function in context.config.functions.items():
        if isinstance(function, FunctionConfig):
            yield ("functions", name, "environment"), function.environment
    yield ("stages", context.stage, "variables"), context.config.stages[context.stage].variables


def _is_literal(value: str) -> bool:
    # A path or an ARN says where the secret is; a reference may be a Pulumi secret.
    return bool(value) and not value.startswith(("/", "arn:")) and not has_reference(value)
