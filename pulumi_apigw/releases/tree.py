"""The working tree → the release that it gives a stage."""

from __future__ import annotations

from collections.abc import Callable

from ..config import ConfigFile, stage_variables
from ..plan.functions import plan_functions
from ..plan.model import FunctionPlan
from .fingerprint import release_of
from .packing import package_function
from .release import Release

__all__ = ["release_in_tree"]


def release_in_tree(
    file: ConfigFile, stage: str, *, commit: str | None = None, report: Callable[[str], None] | None = None
) -> Release:
    """What a stage would run if it were deployed now; functions are packed, as deploying does.

    `report` is told what takes long. Raises ConfigError with the errors of the file, and ArtifactError where
    a function cannot be packed.
    """
    config = file.stage(stage)
    plans = plan_functions(config, stage, stage_variables(config, stage), file.folder)
    code = {
        name: package_function(plan, file.folder, report=report).sha256
        for name, plan in plans.items()
        if isinstance(plan, FunctionPlan)
    }
    return release_of(file.examination.written[stage], code, commit=commit, stage=stage)
