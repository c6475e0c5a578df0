"""The stages that one Pulumi stack deploys, each with the config and the variables that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..config import ServiceConfig, stage_variables
from ..config.stages import StageConfig

__all__ = ["DeployedStage", "deployed_stages", "owner_of"]


@dataclass(frozen=True)
class DeployedStage:
    """A stage: its own config (`ConfigFile.stage`, `resolve`), and the values of its variables."""

    name: str
    config: ServiceConfig
    variables: Mapping[str, str]

    @property
    def settings(self) -> StageConfig:
        """What the config says of the stage itself."""
        return self.config.stages[self.name]


def deployed_stages(stages: Mapping[str, ServiceConfig]) -> tuple[DeployedStage, ...]:
    """The stages by the config of each, in the same order."""
    return tuple(
        DeployedStage(name, config, stage_variables(config, name)) for name, config in stages.items()
    )


def owner_of(stages: Sequence[DeployedStage]) -> DeployedStage | None:
    """The stage whose own the functions and APIs are, None where all stages share them."""
    return None if stages[0].config.is_shared else stages[0]
