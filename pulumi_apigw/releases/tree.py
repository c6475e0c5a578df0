"""The working tree → the release that it gives a stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..config import ConfigFile, ServiceConfig
from ..config.functions import FunctionConfig
from ..plan.deployed import deployed_stages
from ..plan.functions import plan_functions
from ..plan.model import FunctionPlan
from ..source import SourceMap
from .fingerprint import release_of
from .packing import package_function
from .release import Release

__all__ = ["files_of_release", "release_in_tree", "unpacked_release"]


def files_of_release(config: ServiceConfig, sources: SourceMap, folder: Path) -> list[Path]:
    """Files and folders that a release is made of: those of the config, and sources and requirements."""
    built = [each for each in config.functions.values() if isinstance(each, FunctionConfig)]
    named = [name for each in built for name in (each.source, each.requirements) if name]
    written = {Path(location.file) for location in sources.locations.values()}
    return [*sorted(written), *(folder / name for name in named)]


def release_in_tree(
    file: ConfigFile, stage: str, *, commit: str | None = None, report: Callable[[str], None] | None = None
) -> Release:
    """What a stage would run if it were deployed now; functions are packed, as deploying does.

    `report` is told what takes long. Raises ConfigError with the errors of the file, and ArtifactError where
    a function cannot be packed.
    """
    config = file.stage(stage)
    plans = plan_functions(deployed_stages({stage: config}), file.folder)
    code = {
        name: package_function(plan, file.folder, report=report).sha256
        for name, plan in plans.items()
        if isinstance(plan, FunctionPlan)
    }
    return release_of(file.examination.written[stage], code, commit=commit, stage=stage)


def unpacked_release(file: ConfigFile, stage: str) -> Release:
    """As `release_in_tree`, with nothing packed: its APIs are the same, and its id is that of no release."""
    config = file.stage(stage)
    built = [name for name, each in config.functions.items() if isinstance(each, FunctionConfig)]
    return release_of(file.examination.written[stage], dict.fromkeys(built), stage=stage)
