"""Usage plans and API keys of a REST API.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..base import ConfigModel, Description, Flag, NameOf, Whole, distinct, matching
from ..stage_settings import ThrottleConfig

__all__ = ["ApiKeyConfig", "QuotaConfig", "UsagePlanConfig"]


class ApiKeyConfig(ConfigModel):
    """An API key; AWS makes its value unless the program supplies one. A key names a client, and is no proof."""

    description: Description | None = None
    """Whose it is."""
    enabled: Flag = True
    """Whether it is accepted."""
    value: Annotated[str, matching(r"(?!)", "${ref.name}, so that the value stands in no file")] | None = None
    """`${ref.x}` for a value of 20 to 128 characters that the program supplies; made by AWS where left out."""


class QuotaConfig(ConfigModel):
    """How many requests a key may make in a period."""

    limit: Annotated[Whole, Field(ge=1)]
    """Requests in a period."""
    period: Literal["DAY", "WEEK", "MONTH"]
    """The period."""
    offset: Annotated[Whole, Field(ge=0)] = 0
    """Requests that are taken off in the first period."""


class UsagePlanConfig(ConfigModel):
    """Who may call how often: a plan of this API's stage, and the keys that have it."""

    description: Description | None = None
    """Whom the plan is for."""
    throttle: ThrottleConfig = ThrottleConfig()
    """Limits of each key; none where left out, both where one is given."""
    quota: QuotaConfig | None = None
    """Requests that each key has in a period."""
    routes: dict[str, ThrottleConfig] = {}
    """Limits of each key on single routes, by their keys."""
    api_keys: Annotated[tuple[NameOf, ...], distinct] = ()
    """Names in `api_keys` of the keys that have the plan."""
