"""The release that a stack deploys: what it is, and whether its stage takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..artifacts import Artifact
from ..artifacts.building import zips_are_built
from ..errors import ConfigError, PromotionError
from ..plan import ServicePlan
from ..releases import Release, release_of
from ..releases.pin import pin_problem
from ..releases.tree import files_of_release
from .function import Function
from .service_args import StageExamined

__all__ = ["deployed_data", "find_release"]


def find_release(
    own: StageExamined, plan: ServicePlan, artifacts: Mapping[str, Artifact], folder: Path
) -> Release:
    """The release of a stage, of the git tree around `folder`.

    Raises ConfigError where the stage is pinned to another one.

    A captured graph has neither zips nor a commit: it is the same wherever it is captured, and shows each
    stage as the files have it, a pinned one too.
    """
    code = {name: each.sha256 for name, each in artifacts.items()}
    if not zips_are_built():
        return release_of(own.written, code, stage=plan.stages[0])
    commit = _commit(folder, files_of_release(own.deployed, own.sources, folder))
    release = release_of(own.written, code, commit=commit, stage=plan.stages[0])
    refused = pin_problem(own.deployed, release, own.sources, find_commit=own.commit_that_pinned)
    if refused:
        raise ConfigError([refused])
    return release


def deployed_data(release: Release, functions: Mapping[str, Function]) -> dict[str, Any]:
    """The release as its stack exports it, with the versions that Lambda publishes."""
    data = release.to_data()
    for name, function in functions.items():
        data["functions"][name]["version"] = function.version
    return data


def _commit(folder: Path, files: Iterable[Path]) -> str | None:
    """The commit that holds all `files` and folders; a git that fails keeps nobody from deploying."""
    from ..promotion.git import head, is_clean

    commit = head(folder)
    try:
        return commit if commit and is_clean(folder, files) else None
    except PromotionError:
        return None
