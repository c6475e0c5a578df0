"""The whole config of one service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from .base import ConfigModel, Description, Name, Tags, matching, problem
from .functions import AnyFunctionConfig, StageVariableName
from .http import HttpApiConfig
from .stages import StageConfig, StageName, StageVariableConfig

__all__ = ["ServiceConfig"]

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


class ServiceConfig(ConfigModel):
    """A service: its functions, its APIs, and the stages that it is deployed to."""

    service: ServiceName
    """Name of the service; AWS names of its resources begin with it."""
    description: Description | None = None
    """What the service does."""
    functions: dict[Name, AnyFunctionConfig] = {}
    """Lambda functions by the name that routes and authorizers use."""
    apis: dict[Name, HttpApiConfig] = Field(json_schema_extra={"minProperties": 1})
    """APIs by name."""
    stage_variables: dict[StageVariableName, StageVariableConfig] = {}
    """Declared stage variables."""
    stages: dict[StageName, StageConfig] = Field(json_schema_extra={"minProperties": 1})
    """Stages by name; a Pulumi stack deploys the stage of its own name."""
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
