"""A user's mistake, told by Pulumi's engine without a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import pulumi

from ..errors import ApigwError, ConfigError, Problem
from ..source import Path, format_path

__all__ = ["plain", "told", "told_by_pulumi"]

Given = ParamSpec("Given")
Result = TypeVar("Result")
Data = TypeVar("Data")


@contextmanager
def told_by_pulumi(component: str | None = None) -> Iterator[None]:
    """Turn our errors into `pulumi.RunError`, which the engine prints as it is and then stops.

    Arguments are checked inside this before the first resource is registered, so nothing is half-deployed.
    What has no line in a file is told with the component (`HttpApi 'greetings'`) that was given it.
    """
    try:
        yield
    except ConfigError as error:
        text = "\n".join(_told(each, component) for each in error.problems)
        raise pulumi.RunError(text) from error
    except ApigwError as error:
        raise pulumi.RunError(str(error)) from error


def _told(problem: Problem, component: str | None) -> str:
    return str(problem) if problem.location or not component else f"{component} {problem}"


def told(function: Callable[Given, Result], place: str = "") -> Callable[Given, Result]:
    """`function` for use in `apply`: its ValueErrors say fact and fix, and need no traceback.

    `place` is what of the program is wrong then, such as `functions.api`.
    """

    @wraps(function)
    def telling(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            raise pulumi.RunError(f"{place}: {error}" if place else str(error)) from error

    return telling


def plain(data: Data) -> Data:
    """`data` itself. Raises ConfigError where a Pulumi Output is in it, which has no value yet to check."""
    problems = [
        Problem(
            format_path(path),
            "a config holds no Pulumi Output. Write '${ref.name}' here, and pass refs={'name': the output}.",
        )
        for path in _outputs(data, ())
    ]
    if problems:
        raise ConfigError(problems)
    return data


def _outputs(data: object, path: Path) -> Iterator[Path]:
    if isinstance(data, pulumi.Output | pulumi.Resource):
        yield path
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _outputs(value, (*path, str(key)))
    elif isinstance(data, list | tuple):
        for position, value in enumerate(data):
            yield from _outputs(value, (*path, position))
