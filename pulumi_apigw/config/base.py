"""The base of every config model, and the constrained types that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    Tag,
    ValidationError,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from ..aws import limits
from ..source import Path
from .descriptions import field_descriptions
from .references import has_reference
from .secrets import secret_kind

__all__ = [
    "Arn",
    "ConfigModel",
    "Description",
    "Flag",
    "KmsKeyArn",
    "Name",
    "NameOf",
    "Number",
    "PayloadFormat",
    "RefList",
    "Region",
    "Tags",
    "Text",
    "Whole",
    "at_most",
    "checked",
    "complaint",
    "distinct",
    "each",
    "filled",
    "matching",
    "problem",
    "refusals",
    "shown",
    "unless_wrong",
    "within",
]


class ConfigModel(BaseModel):
    """Plain, frozen data: unknown keys are refused, and every field is described by the text below it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        reference = handler(core_schema)
        properties = handler.resolve_ref_schema(reference)["properties"]
        for name, description in field_descriptions(cls).items():
            field = properties[cls.model_fields[name].alias or name]
            field["description"] = description
            _tidy(field)
        return reference


def _tidy(field: dict[str, Any]) -> None:
    # Editors show a title as a heading, though it says no more than the key, and write a null that is the
    # default into the file.
    field.pop("title", None)
    if "default" not in field:
        return
    if isinstance(default := field["default"], dict):
        field["default"] = {key: value for key, value in default.items() if value is not None}
    elif default is None:
        del field["default"]


def complaint(text: str) -> PydanticCustomError:
    """The error that a validator raises; `text` (the fact, then the fix) reaches the user as it is."""
    return PydanticCustomError("apigw", "{text}", {"text": text})


def problem(fact: str, fix: str) -> PydanticCustomError:
    """The same, of a fact and its fix."""
    return complaint(f"{fact}. {fix}")


def refusals(found: Iterable[tuple[Path, str]]) -> None:
    """Raise one error for each entry (its place below the value, and what is wrong with it)."""
    errors = [InitErrorDetails(type=complaint(text), loc=place, input=None) for place, text in found]
    if errors:
        raise ValidationError.from_exception_data("config", errors)


def shown(value: Any) -> str:
    """`value` as the file spells it: short, and without what looks like a secret."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    if isinstance(value, str) and secret_kind(value):
        return f"'{value[:4]}…'"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…{text[0] if isinstance(value, str) else ''}"


def checked(check: Callable[[str], None], *, final: bool = False) -> AfterValidator:
    """Run `check` on text whose final form is known; text with `${ref.x}` in it can only be known to AWS.

    `final` text, such as a name, is needed before the program or the stage is known: it holds no references.
    """

    def validate(value: str) -> str:
        if not has_reference(value):
            check(value)
        elif final:
            raise problem(f"{shown(value)} holds a reference", "Write it out: it must be known beforehand.")
        return value

    return AfterValidator(validate)


def unless_wrong(check: Callable[[str], str | None]) -> AfterValidator:
    """Text, unless `check` says what is wrong with it and the fix; run as by `checked`."""

    def validate(value: str) -> None:
        if wrong := check(value):
            raise complaint(wrong)

    return checked(validate)


def matching(
    pattern: str | re.Pattern[str], accepts: str, *, length: int | None = None, final: bool = False
) -> AfterValidator:
    """Text that fully matches `pattern`, in words `accepts`, and is at most `length` characters long."""
    compiled = re.compile(pattern, re.DOTALL | re.ASCII) if isinstance(pattern, str) else pattern

    def check(value: str) -> None:
        # A secret is a problem of its own, which `checks/secrets.py` reports.
        if not compiled.fullmatch(value) and not secret_kind(value):
            raise problem(f"{shown(value)} is not accepted", f"It takes {accepts}.")
        if length is not None and len(value) > length:
            raise problem(
                f"{shown(value)} has {len(value)} characters", f"At most {length} are accepted: shorten it."
            )

    return checked(check, final=final)


@dataclass(frozen=True)
class _Within:
    accepted: limits.Range
    unit: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._validate, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "minimum": self.accepted.minimum, "maximum": self.accepted.maximum}

    def _validate(self, value: int) -> int:
        if value not in self.accepted:
            number = int(value) if float(value).is_integer() else value
            raise problem(f"{number} is out of range", f"AWS accepts {self.accepted} {self.unit}.")
        return value


def within(accepted: limits.Range, unit: str) -> _Within:
    """A number inside `accepted`, which is AWS's own range; editors see its ends."""
    return _Within(accepted, unit)


def _distinct(value: tuple[str, ...] | str) -> tuple[str, ...] | str:
    first: dict[str, int] = {}
    for position, each in enumerate(value if isinstance(value, tuple) else ()):
        if first.setdefault(each, position) != position:
            refusals([((position,), f"{shown(each)} is in the list twice. Remove one of the two.")])
    return value


distinct = AfterValidator(_distinct)
"""A list in which nothing is there twice."""


def each(pattern: str, accepts: str) -> AfterValidator:
    """A list whose every text fully matches `pattern`, in words `accepts`."""
    compiled = re.compile(pattern, re.ASCII)

    def validate(value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        refusals(
            ((position,), f"{shown(text)} is not accepted. It takes {accepts}.")
            for position, text in enumerate(value if isinstance(value, tuple) else ())
            if not (has_reference(text) or compiled.fullmatch(text))
        )
        return value

    return AfterValidator(validate)


def filled(fix: str) -> AfterValidator:
    """A list with something in it."""

    def validate(value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        if not value:
            raise problem("the list is empty", fix)
        return value

    return AfterValidator(validate)


def at_most(count: int, things: str, fix: str) -> AfterValidator:
    """A list of at most `count` things."""

    def validate(value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        if isinstance(value, tuple) and len(value) > count:
            raise problem(f"there are {len(value)} {things}", fix)
        return value

    return AfterValidator(validate)


def _text(value: Any) -> Any:
    # YAML reads `port: 8080` and `debug: true` as a number and a boolean; AWS takes both as text only, and a
    # service must not fail because of missing quotes.
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _listed(value: Any) -> str:
    return "reference" if isinstance(value, str) else "list"


# Strict: pydantic would take "256", true and 30.0 for whole numbers, and "yes" and 1 for true.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
PayloadFormat = Annotated[
    Literal["2.0", "1.0"], BeforeValidator(_text), WithJsonSchema({"enum": ["2.0", "1.0", 2.0, 1.0]})
]
# (?!) matches nothing: text that is accepted here is a reference.
RefList = Annotated[
    Annotated[tuple[str, ...], distinct, Tag("list")]
    | Annotated[
        str, matching(r"(?!)", "a list such as [id-1, id-2], or one ${ref.name} for a list"), Tag("reference")
    ],
    Discriminator(_listed),
]
"""A list of ids, or one `${ref.x}` for a list of them that the program knows."""
Name = Annotated[
    str,
    matching(r"[A-Za-z][A-Za-z0-9_-]*", "a letter, then letters, digits, '-' and '_'", length=40, final=True),
]
NameOf = Annotated[str, matching(r".+", "a name")]
"""The name of something that is defined elsewhere in the config."""
Description = Annotated[str, matching(r".*", "any text", length=limits.DESCRIPTION_LENGTH)]
Arn = Annotated[str, matching(r"arn:[a-z-]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+", "an ARN, or ${ref.name} for one")]
KmsKeyArn = Annotated[
    str,
    matching(r"arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/\S+", "the ARN of a KMS key, or ${ref.name} for one"),
]
Region = Annotated[str, matching(r"[a-z]{2,4}(-[a-z]+)+-\d", "a region such as 'eu-west-1'")]
Tags = dict[
    Annotated[
        str,
        matching(
            limits.TAG_KEY,
            "letters, digits, spaces and _.:/=+-@, not beginning with 'aws:'",
            length=limits.TAG_KEY_LENGTH,
            final=True,
        ),
    ],
    Annotated[
        Text,
        matching(limits.TAG_TEXT, "letters, digits, spaces and _.:/=+-@", length=limits.TAG_VALUE_LENGTH),
    ],
]
