"""Every error a user can meet, in one tree.

ApigwError                  the base: `str(error)` is what the command line prints before it exits with 1
├── ConfigError             what is wrong with a config: every problem of it at once
├── PromotionError          a stage's release cannot be read, or its file cannot be edited
├── ProgramError            the user's Pulumi program raised, or is not there
├── ArtifactError           a function's zip could not be built
├── GatewayError            the local gateway cannot start, or cannot serve this graph
├── MissingExtraError       an optional dependency is not installed
└── TemplateError           a new service could not be scaffolded
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "ApigwError",
    "ArtifactError",
    "ConfigError",
    "GatewayError",
    "Location",
    "MissingExtraError",
    "Problem",
    "ProgramError",
    "PromotionError",
    "TemplateError",
]

Severity = Literal["error", "advice"]


class ApigwError(Exception):
    """The base of every error that is the user's to mend; its text needs no traceback to be understood."""


@dataclass(frozen=True, order=True)
class Location:
    """Where a value was written: a file as the user named it and a line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a config: where, the fact with the value, and the fix.

    `path` is dotted (`apis.public.routes["GET /items"].authorizer`); `location` is None for a config built in
    Python. An `error` stops a deployment, `advice` does not.
    """

    path: str
    message: str
    location: Location | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        place = " ".join(str(part) for part in (self.location, self.path) if part)
        return f"{place}: {self.message}" if place else self.message


class ConfigError(ApigwError):
    """A config that cannot be deployed; `problems` holds all that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProgramError(ApigwError):
    """A Pulumi program that raised, or that cannot be found; names the file and line where it stopped."""


class PromotionError(ApigwError):
    """What a stage was deployed with cannot be told, or the config's file cannot be edited."""


class ArtifactError(ApigwError):
    """A function's source or requirements that cannot be packed into a zip."""


class GatewayError(ApigwError):
    """The local gateway cannot start (a port in use), or has nothing to serve."""


class MissingExtraError(ApigwError):
    """A command that needs an extra of this package; the text gives the `pip install` line."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs an extra that is not installed. Run: pip install 'pulumi-apigw[{extra}]'"
        )


class TemplateError(ApigwError):
    """A service that could not be scaffolded: a bad name, or files that are already there."""
