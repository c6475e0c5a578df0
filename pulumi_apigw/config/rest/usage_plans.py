"""Usage plans and API keys of a REST API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from ...aws import limits, rest_limits
from ..base import ConfigModel, Description, Flag, NameOf, Whole, distinct, problem, refusals
from ..references import find_references
from ..stage_settings import ThrottleConfig

__all__ = ["ApiKeyConfig", "QuotaConfig", "UsagePlanConfig"]


def _supplied(value: str) -> str:
    # The value itself is not printed: it may be the key.
    if not any(reference.namespace == "ref" for reference in find_references(value)):
        accepted = rest_limits.API_KEY_CHARACTERS
        raise problem(
            "the value of an API key would stand in this file",
            f"Give ${{ref.name}} for one of {accepted} letters and digits that the program supplies, or "
            "leave it out: AWS makes one.",
        )
    return value


def _some(value: int) -> int:
    if value < 1:
        raise problem(f"a quota of {value} answers every request with 429", "Give 1 or more, or remove it.")
    if value > limits.LARGEST_INTEGER:
        raise problem(f"{value} is out of range", f"AWS accepts at most {limits.LARGEST_INTEGER}.")
    return value


def _whole_throttle(throttle: ThrottleConfig) -> str | None:
    """What is wrong with a limit that stands alone, for which AWS takes 0 requests in place of the other."""
    if (throttle.rate_limit is None) == (throttle.burst_limit is None):
        return None
    missing = "burst_limit" if throttle.burst_limit is None else "rate_limit"
    return f"{missing!r} is missing beside the other limit. Give both: nothing else would supply it."


class ApiKeyConfig(ConfigModel):
    """An API key; AWS makes its value unless the program does. It names a client, and proves nothing."""

    description: Description | None = None
    """Whose it is."""
    enabled: Flag = True
    """Whether it is accepted."""
    value: Annotated[str, AfterValidator(_supplied)] | None = None
    """`${ref.x}` for a value of 20 to 128 letters and digits that the program supplies; AWS's own where left
    out."""


class QuotaConfig(ConfigModel):
    """How many requests a key may make in a period."""

    limit: Annotated[Whole, AfterValidator(_some), Field(json_schema_extra={"minimum": 1})]
    """Requests in a period."""
    period: Literal["DAY", "WEEK", "MONTH"]
    """How long a period is: `DAY`, `WEEK` or `MONTH`."""
    offset: Whole = 0
    """Day on which a period begins: 0 to 6 in a week (0 is Sunday), 0 to 27 in a month, 0 in a day."""

    @model_validator(mode="after")
    def _offset_in_period(self) -> QuotaConfig:
        accepted = rest_limits.QUOTA_OFFSETS[self.period]
        if self.offset not in accepted:
            day = f"{self.offset} is no day of a {self.period.lower()}. Use {accepted}."
            every_day = "a quota of each day has no day to begin on. Leave 'offset' out."
            refusals([(("offset",), day if accepted.maximum else every_day)])
        return self


class UsagePlanConfig(ConfigModel):
    """Who may call how often: a plan of this API's stage, and the keys that have it."""

    description: Description | None = None
    """Whom the plan is for."""
    throttle: ThrottleConfig = ThrottleConfig()
    """Limits of each key; none where left out, both where one is given."""
    quota: QuotaConfig | None = None
    """Requests that each key has in a period."""
    routes: dict[str, ThrottleConfig] = {}
    """Limits of each key on single routes, by their keys; both where one is given."""
    api_keys: Annotated[tuple[NameOf, ...], distinct] = ()
    """Names in `api_keys` of the keys that have the plan."""

    @field_validator("throttle")
    @classmethod
    def _both(cls, value: ThrottleConfig) -> ThrottleConfig:
        if wrong := _whole_throttle(value):
            refusals([((), wrong)])
        return value

    @field_validator("routes")
    @classmethod
    def _both_by_route(cls, value: dict[str, ThrottleConfig]) -> dict[str, ThrottleConfig]:
        for key, throttle in value.items():
            wrong = _whole_throttle(throttle)
            if throttle.rate_limit is None and throttle.burst_limit is None:
                wrong = "there is no limit. Give 'rate_limit' and 'burst_limit', or remove the route."
            if wrong:
                refusals([((key,), wrong)])
        return value
