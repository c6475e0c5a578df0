"""The releases that a stack deploys: what they are, and whether its stages take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi

from ..artifacts import Artifact
from ..artifacts.building import zips_are_built
from ..errors import PromotionError
from ..plan import ServicePlan
from ..releases import Release, release_of
from ..releases.files import read_release
from ..releases.running import StageRun, stage_runs
from ..releases.tree import files_of_release
from .api_deployments import ApiDeployments
from .function import Function
from .http_api import HttpApi
from .rest_api import RestApi
from .service_apis import AnyApi
from .service_args import StackExamined
from .service_deployments import StackDeployments
from .service_runs import StackRuns

__all__ = ["deployed_data", "find_runs"]


def find_runs(
    own: StackExamined, plan: ServicePlan, artifacts: Mapping[str, Artifact], folder: Path
) -> StackRuns:
    """What the stages of a stack run; the files' release is that of the git tree around `folder`.

    Raises ConfigError where a stage is pinned to a release that it cannot run.

    A captured graph has neither zips nor a commit: it is the same wherever it is captured, and shows a stage
    that is pinned as the files have it where there is no file of its release.
    """
    code = {name: each.sha256 for name, each in artifacts.items()}
    built = zips_are_built()
    commit = _commit(folder, files_of_release(own.config, own.sources, folder)) if built else None
    trees = {stage: release_of(own.written[stage], code, commit=commit, stage=stage) for stage in plan.stages}
    find = _runs_of_deployment if built else _runs_of_capture
    return StackRuns(own.config, trees, find(own, trees[plan.stages[0]], folder))


def _runs_of_deployment(own: StackExamined, tree: Release, folder: Path) -> Mapping[str, StageRun]:
    def find_commit(release: str) -> str | None:
        return own.commit_that_pinned(tree.stage, release)

    return stage_runs(own.config, tree, folder, sources=own.sources, find_commit=find_commit)


def _runs_of_capture(own: StackExamined, tree: Release, folder: Path) -> Mapping[str, StageRun]:
    settings = own.config.stages[tree.stage]
    if not own.config.is_shared:
        tree = replace(tree, id=settings.gradual.release if settings.gradual else settings.release)

    def find_release(release: str) -> Release:
        found = read_release(folder, release, service=own.config.service)
        return found or replace(tree, id=release)

    return stage_runs(own.config, tree, folder, sources=own.sources, find_release=find_release)


def deployed_data(
    deployments: StackDeployments,
    stage: str,
    *,
    functions: Mapping[str, Function],
    apis: Mapping[str, AnyApi],
) -> dict[str, Any]:
    """The release that a stage runs as its stack exports it: with the versions that Lambda publishes.

    Where APIs are shared it says by which deployments, too; on the way to another release, to which one.
    """
    runs = deployments.runs
    data, stable, moving = runs.release(stage).to_data(), runs.runs[stage].stable, runs.moving(stage)
    if moving:
        data["gradual"] = {"release": moving.id, "percent": runs.runs[stage].percent}
    for name, function in functions.items():
        if stable is None:
            data["functions"][name]["version"] = function.version
    if not runs.config.is_shared:
        return data
    absent = runs.absent()
    served = {name: deployments.served(stage, name) for name in apis if (stage, name) not in absent}
    data["deployments"] = _triggers(deployments, served, apis)
    if stable is None:
        data["sent"] = {name: each.sent for name, each in apis.items() if not isinstance(each, RestApi)}
    if moving:
        new = {name: moving.contents[f"apis.{name}"] for name in apis if name in moving.apis}
        data["gradual"]["deployments"] = _triggers(deployments, new, apis)
    return data


def _triggers(
    deployments: StackDeployments, digests: Mapping[str, str | None], apis: Mapping[str, AnyApi]
) -> dict[str, pulumi.Input[str]]:
    """What the deployments were made with of what APIs hold, less what AWS deploys by itself."""
    found = {name: _trigger(deployments.of(name), digest, apis[name]) for name, digest in digests.items()}
    return {name: each for name, each in found.items() if each is not None}


def _trigger(deployments: ApiDeployments | None, digest: str | None, api: AnyApi) -> pulumi.Input[str] | None:
    if digest is not None and deployments and digest in deployments.kept:
        return deployments.kept[digest].trigger
    return digest if isinstance(api, HttpApi) else api.trigger or digest


def _commit(folder: Path, files: Iterable[Path]) -> str | None:
    """The commit that holds all `files` and folders; a git that fails keeps nobody from deploying."""
    from ..promotion.git import head, is_clean

    commit = head(folder)
    try:
        return commit if commit and is_clean(folder, files) else None
    except PromotionError:
        return None
