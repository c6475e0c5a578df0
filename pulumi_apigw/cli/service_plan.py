"""The plan that commands show: of one stage, or of all that share one stack."""

from __future__ import annotations

from pathlib import Path

from pulumi_apigw.config import ConfigFile, load_config
from pulumi_apigw.config.resolve import is_shared
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.plan import ServicePlan, plan_service, plan_shared_service

__all__ = ["is_shared_file", "load_all", "plan_file"]

DEFAULT_STAGE = "dev"


def load_all(path: Path, stage: str | None) -> ConfigFile:
    """The config with the stages that are meant: `stage`, else all that share a stack, else `dev`.

    Raises ConfigError with all that is wrong with these, or where there is no such stage.
    """
    return load_config(path, stage or (None if is_shared_file(path) else DEFAULT_STAGE))


def is_shared_file(path: Path) -> bool:
    """Whether all stages of a config share one stack; False where it cannot be read, which loading tells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return False
    # To read a file twice takes as long as the rest: most say nothing of it.
    return "shared" in text and is_shared(read_yaml(path, text)[0])


def plan_file(file: ConfigFile, stage: str | None) -> ServicePlan:
    """The plan of one stage, or (None) of all that share a stack."""
    stages = file.examination.stages
    if not file.is_shared:
        name = stage or DEFAULT_STAGE
        return plan_service(file.stage(name), name, file.folder)
    return plan_shared_service({stage: file.stage(stage)} if stage else stages, file.folder)
