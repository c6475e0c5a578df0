"""The plan that commands show: of one stage, or of all that share one stack."""

from __future__ import annotations

from pathlib import Path

from pulumi_apigw.config import ConfigFile, load_config, read_config
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.plan import ServicePlan, plan_service, plan_shared_service

from .files import may_be_shared

__all__ = ["load_stages", "plan_file"]

DEFAULT_STAGE = "dev"


def load_stages(path: Path, stage: str | None) -> ConfigFile:
    """The config with the stages that are meant: `stage`, else all that share a stack, else `dev`.

    Raises ConfigError with all that is wrong with these, or where there is no such stage.
    """
    if stage is None and may_be_shared(path):
        file = read_config(path)
        if file.is_shared and file.examination.errors:
            raise ConfigError(file.examination.errors)
        if file.is_shared:
            return file
    return load_config(path, stage or DEFAULT_STAGE)


def plan_file(file: ConfigFile, stage: str | None) -> ServicePlan:
    """The plan of one stage, or (None) of all that share a stack."""
    stages = file.examination.stages
    if not file.is_shared:
        name = stage or DEFAULT_STAGE
        return plan_service(file.stage(name), name, file.folder)
    return plan_shared_service({stage: file.stage(stage)} if stage else stages, file.folder)
