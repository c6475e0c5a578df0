"""What routes of every kind of API have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, field_validator, model_validator

from ..aws import limits
from .base import ConfigModel, Flag, NameOf, matching, problem, refusals, shown
from .stage_settings import ThrottleConfig

__all__ = ["CommonRouteConfig", "mapped", "small_templates"]


class CommonRouteConfig(ConfigModel):
    """The words that routes of all kinds share; what differs by kind has its type in the kind's own model."""

    function: NameOf | None = None
    """Name of the function to call; the default's where neither this nor `integration` is given."""
    integration: Any = None
    """What to call instead of a function."""
    authorizer: NameOf | None = None
    """Name of the authorizer, or `none` for a route that anybody may call."""
    throttle: ThrottleConfig | None = None
    """The route's own limits; a limit left out is the stage's."""
    detailed_metrics: Flag | None = None
    """CloudWatch metrics for this route; the stage's setting where left out."""
    operation_name: Annotated[str, matching(r".+", "text", length=limits.OPERATION_NAME_LENGTH)] | None = None
    """Name of the operation, for documentation."""

    @field_validator("integration", mode="before")
    @classmethod
    def _no_function(cls, value: Any) -> Any:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if kind in ("lambda", "function"):
            text = f"{kind!r} is no type of integration. Name the function in the route's 'function'."
            refusals([(("type",), text)])
        return value

    @field_validator("authorizer", mode="before")
    @classmethod
    def _no_switch(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise problem(f"{shown(value)} is no authorizer", "Write 'none' where anybody may call.")
        return value

    @model_validator(mode="after")
    def _one_target(self) -> CommonRouteConfig:
        if self.function and self.integration:
            raise problem(
                "'function' and 'integration' exclude each other: a route calls one target",
                "Keep one of them.",
            )
        return self


def small_templates(most_bytes: int) -> AfterValidator:
    """Templates by their key, each of `most_bytes` at most."""

    def validate(value: dict[str, str]) -> dict[str, str]:
        fix = f"AWS takes at most {most_bytes // 1024} KB: shorten it."
        refusals(
            ((key,), f"the template has {size} bytes. {fix}")
            for key, template in value.items()
            if (size := len(template.encode())) > most_bytes
        )
        return value

    return AfterValidator(validate)


def mapped(check: Callable[[str, str], str | None]) -> AfterValidator:
    """A mapping in AWS's words, of which `check` says what is wrong with a key and its value."""

    def validate(value: dict[str, str]) -> dict[str, str]:
        refusals(((key,), wrong) for key, text in value.items() if (wrong := check(key, text)))
        return value

    return AfterValidator(validate)
