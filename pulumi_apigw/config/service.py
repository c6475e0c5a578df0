"""The whole config of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from ..source import did_you_mean
from .base import ConfigModel, Description, Name, Tags, matching, problem, refusals, shown
from .functions import AnyFunctionConfig
from .http import HttpApiConfig
from .observability import AnyObservabilityConfig, ObservabilityConfig
from .promotion import PromotionConfig
from .rest import RestApiConfig
from .stage_variables import StageVariableName
from .stages import StageConfig, StageName, StageVariableConfig
from .websocket import WebSocketApiConfig

__all__ = ["AnyApiConfig", "ServiceConfig"]

ServiceName = Annotated[
    str,
    matching(
        r"[a-z][a-z0-9-]*[a-z0-9]",
        "2 to 32 lower-case letters, digits and '-', "
        "beginning with a letter and ending with a letter or digit",
        length=32,
        final=True,
    ),
]


_PROTOCOLS = ("http", "rest", "websocket")


def _protocol(value: Any) -> str:
    """Which kind of API: HTTP unless it says otherwise."""
    if isinstance(value, Mapping):
        return str(value.get("protocol", "http"))
    return str(getattr(value, "protocol", "http"))


def _known_protocol(value: Any) -> Any:
    # The keys of another kind of API would each be unknown here: this problem says it all.
    protocol = value.get("protocol", "http") if isinstance(value, Mapping) else "http"
    if protocol not in _PROTOCOLS:
        text = f"{shown(protocol)} is not accepted. {did_you_mean(str(protocol), _PROTOCOLS)}"
        refusals([(("protocol",), text)])
    return value


AnyApiConfig = Annotated[
    Annotated[HttpApiConfig, Tag("http")]
    | Annotated[RestApiConfig, Tag("rest")]
    | Annotated[WebSocketApiConfig, Tag("websocket")],
    Discriminator(_protocol),
    BeforeValidator(_known_protocol),
]
"""An API of any kind; HTTP where it has no `protocol`."""


class ServiceConfig(ConfigModel):
    """A service: its functions, its APIs, and the stages that it is deployed to."""

    service: ServiceName
    """Name of the service; AWS names of its resources begin with it."""
    topology: Literal["stack-per-stage", "shared"] = "stack-per-stage"
    """Which stacks deploy it: each stage a Pulumi stack of its own name (`stack-per-stage`), or one stack of
    any name that owns one API with all the stages (`shared`)."""
    description: Description | None = None
    """What the service does."""
    functions: dict[Name, AnyFunctionConfig] = {}
    """Lambda functions by the name that routes and authorizers use."""
    apis: dict[Name, AnyApiConfig] = Field(json_schema_extra={"minProperties": 1})
    """APIs by name."""
    stage_variables: dict[StageVariableName, StageVariableConfig] = {}
    """Declared stage variables."""
    stages: dict[StageName, StageConfig] = Field(json_schema_extra={"minProperties": 1})
    """Stages by name; a Pulumi stack deploys the stage of its own name, or all of them (`topology`)."""
    access_log_role: Literal["create", "adopt", "none"] = "adopt"
    """The account's role by which REST and WebSocket APIs write logs: make it, rely on one that is there, or
    write none."""
    observability: AnyObservabilityConfig = "none"
    """Alarms and a dashboard of each stage, which AWS charges for; a stage may have its own."""
    promotion: PromotionConfig = PromotionConfig()
    """How releases go from stage to stage."""
    tags: Tags = {}
    """Tags of every resource of the service."""

    @field_validator("stages")
    @classmethod
    def _some_stage(cls, value: dict[str, StageConfig]) -> dict[str, StageConfig]:
        if not value:
            raise problem(
                "there is no stage",
                "Add one, such as 'dev: {}': a Pulumi stack deploys the stage of its own name.",
            )
        return value

    @model_validator(mode="after")
    def _known_order(self) -> ServiceConfig:
        known = self.stages
        refusals(
            (("promotion", "order", place), f"there is no stage {shown(name)}. {did_you_mean(name, known)}")
            for place, name in enumerate(self.promotion.order)
            if name not in known
        )
        return self

    @property
    def is_shared(self) -> bool:
        """Whether one stack owns one API with all the stages."""
        return self.topology == "shared"

    @property
    def promotion_order(self) -> tuple[str, ...]:
        """The stages from the first to the last, as releases go through them."""
        return self.promotion.order or tuple(self.stages)

    def observability_in(self, stage: str) -> ObservabilityConfig | None:
        """Alarms and dashboard of a stage: its own, or the service's; None for none."""
        own = self.stages[stage].observability
        found = self.observability if own is None else own
        return None if isinstance(found, str) else found
