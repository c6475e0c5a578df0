"""The zips of functions, which are part of a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..artifacts import Artifact, package
from ..plan.model import FunctionPlan

__all__ = ["package_function"]

BUILD_FOLDER = Path(".apigw", "build")


def package_function(
    plan: FunctionPlan, folder: Path, *, report: Callable[[str], None] | None = None
) -> Artifact:
    """The zip of a function, built below `folder`. Raises ArtifactError where there can be none.

    `report` is told what takes long; without it the logger `pulumi_apigw.artifacts` is.
    """
    settings = plan.settings
    return package(
        plan.source,
        requirements=plan.requirements,
        runtime=settings.runtime,
        architecture=settings.architecture,
        exclude=settings.exclude,
        build_dir=folder / BUILD_FOLDER,
        report=report,
    )
