"""What an integration or authorizer URI points at, once the stage's variables are put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FunctionTarget", "MissingVariableError", "parse_function", "substitute"]

_VARIABLE = re.compile(r"\$\{stageVariables\.([A-Za-z0-9_]+)\}")
_FUNCTION_ARN = re.compile(
    r"(?P<arn>arn:[\w-]+:lambda:[\w-]+:\d{12}:function:(?P<name>[\w-]+))(?::(?P<qualifier>[\w$-]+))?"
)


class MissingVariableError(Exception):
    """A URI names a stage variable that the stage does not have."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True)
class FunctionTarget:
    """A function as it is called: `arn` has the qualifier, `label` is the program's name for it."""

    arn: str
    name: str
    qualifier: str | None
    label: str

    def __str__(self) -> str:
        return f"{self.label}:{self.qualifier}" if self.qualifier else self.label


def substitute(text: str, variables: Mapping[str, str]) -> str:
    """`text` with each `${stageVariables.name}` replaced; raises `MissingVariableError`.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
    """

    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise MissingVariableError(match[1])
        return variables[match[1]]

    return _VARIABLE.sub(value, text)


def parse_function(uri: str, labels: Mapping[str, str] | None = None) -> FunctionTarget | None:
    """The function of a URI: the `arn` or `invokeArn` of a function or an alias; None for anything else."""
    text = uri
    if "/functions/" in uri:
        text = uri.partition("/functions/")[2].removesuffix("/invocations")
    match = _FUNCTION_ARN.fullmatch(text)
    if match is None:
        return None
    label = (labels or {}).get(match["name"], match["name"])
    return FunctionTarget(text, match["name"], match["qualifier"], label)
