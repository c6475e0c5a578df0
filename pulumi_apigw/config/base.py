"""The base of every config model, and the constrained text types that they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from ..aws import limits
from .references import has_ref

__all__ = [
    "Arn",
    "ConfigModel",
    "Description",
    "Name",
    "Tags",
    "Text",
    "checked",
    "matching",
    "problem",
    "within",
]


class ConfigModel(BaseModel):
    """Plain, frozen data: unknown keys are refused, and every field is described by the text below it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def problem(fact: str, fix: str) -> PydanticCustomError:
    """The error that a validator raises; its text reaches the user as it is."""
    return PydanticCustomError("apigw", "{text}", {"text": f"{fact}. {fix}"})


def checked(check: Callable[[str], None]) -> AfterValidator:
    """Run `check` on text whose final form is known; text with `${ref.x}` in it can only be known to AWS."""

    def validate(value: str) -> str:
        if not has_ref(value):
            check(value)
        return value

    return AfterValidator(validate)


def matching(pattern: str | re.Pattern[str], accepts: str, *, length: int | None = None) -> AfterValidator:
    """Text that fully matches `pattern`, and is at most `length` characters long; `accepts` says so in words."""
    compiled = re.compile(pattern, re.DOTALL) if isinstance(pattern, str) else pattern

    def check(value: str) -> None:
        if not compiled.fullmatch(value):
            raise problem(f"{value!r} is not accepted", f"It takes {accepts}.")
        if length is not None and len(value) > length:
            raise problem(f"{value!r} has {len(value)} characters", f"At most {length} are accepted: shorten it.")

    return checked(check)


def within(accepted: limits.Range, unit: str) -> AfterValidator:
    """A number inside `accepted`, which is AWS's own range."""

    def validate(value: int) -> int:
        if value not in accepted:
            raise problem(f"{value} is out of range", f"AWS accepts {accepted} {unit}.")
        return value

    return AfterValidator(validate)


def _text(value: Any) -> Any:
    # YAML reads `port: 8080` and `debug: true` as a number and a boolean; AWS takes both as text only, and a
    # service must not fail because of missing quotes.
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_text)]
Name = Annotated[
    str, matching(r"[A-Za-z][A-Za-z0-9_-]*", "a letter, then letters, digits, '-' and '_'", length=40)
]
Description = Annotated[str, matching(r".*", "any text", length=limits.DESCRIPTION_LENGTH)]
Arn = Annotated[str, matching(r"arn:[a-z-]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+", "an ARN, or ${ref.name} for one")]
Tags = dict[
    Annotated[str, matching(r"(?!aws:).{1,128}", "1 to 128 characters, not beginning with 'aws:'")],
    Annotated[Text, matching(r".{0,256}", "at most 256 characters")],
]
