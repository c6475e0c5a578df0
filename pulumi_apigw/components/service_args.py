"""What a service is made of: its config with the stack's own patch, and what the program passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import is_config_secret

from ..config import ServiceConfig
from ..config.base import shown
from ..config.loader import PATCH_KEY, ConfigFile
from ..config.resolve import examined, stack_patch_path
from ..errors import ConfigError, Problem
from ..openapi.size import import_problems
from ..plan import ServicePlan, plan_service
from ..plan.function_sizes import environment_problems
from ..plan.model import ExistingFunctionPlan
from ..source import SourceMap, did_you_mean, format_path
from .checked import plain
from .references import References
from .targets import AnyFunction

__all__ = ["ServiceArgs", "StageExamined", "stack_patch"]


@dataclass(frozen=True)
class StageExamined:
    """The config of one stage: as it is deployed, and with `${stage.x}` as written; and where it stands."""

    stage: str
    deployed: ServiceConfig
    written: ServiceConfig
    sources: SourceMap
    file: Path | None = None

    def commit_that_pinned(self, release: str) -> str | None:
        """The commit of the file that pinned the stage to a release, where git knows it."""
        from ..promotion.git import commit_that_pinned

        return commit_that_pinned(self.file, self.stage, release) if self.file else None


@dataclass(kw_only=True)
class ServiceArgs:
    """What a `Service` is made of.

    `config`: a `ServiceConfig`, or a mapping in its shape; `Service.from_file` reads it from a file. What the
    stack's own config has under `apigw:patch` is merged into it (RFC 7396).
    `stage`: the stage to deploy (default: the one with the Pulumi stack's name).
    `functions`: functions that the config declares with `provided: true`.
    `refs`: values for `${ref.x}`.
    `folder`: folder that paths in the config start from, and below which zips are kept (default: the
    program's).
    """

    config: ServiceConfig | ConfigFile | Mapping[str, Any]
    stage: str | None = None
    functions: Mapping[str, AnyFunction] = field(default_factory=dict)
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    folder: str | Path = "."

    def plan(self, own: StageExamined) -> ServicePlan:
        """The plan of a stage that was examined. Raises ConfigError with all that is wrong."""
        plan = plan_service(own.deployed, own.stage, Path(self.folder))
        _check_sizes(plan, own.sources)
        _check_provided(plan, self.functions, own.sources)
        References(self.refs).require(_deployed(own.deployed, own.stage), own.sources)
        return plan

    def examine(self) -> StageExamined:
        """The config of the stage. Raises ConfigError with all that is wrong with it."""
        stage = self.stage or pulumi.get_stack()
        if isinstance(self.config, ConfigFile):
            patches = (stack_patch_path(stage), ("stages", stage, "patch"))
            sources = self.config.sources.under(*patches)
            examination = self.config.examination
            deployed = self.config.stage(stage)
            return StageExamined(stage, deployed, examination.written[stage], sources, self.config.path)
        examination = examined(plain(self.config), stage, stack_patch=stack_patch(), folder=self.folder)
        return StageExamined(stage, examination.stages[stage], examination.written[stage], SourceMap())


def stack_patch() -> Mapping[str, Any] | None:
    """What the stack's own config changes. Raises ConfigError for a secret, which would not stay one."""
    namespace, _, key = PATCH_KEY.partition(":")
    if is_config_secret(PATCH_KEY):
        fact = "there is a secret in it, which everybody could read in the stack's state and its release"
        fix = "Set it under a key of its own, pass it in refs={NAME: config.require_secret(KEY)}"
        raise ConfigError([Problem(PATCH_KEY, f"{fact}. {fix}, and write ${{ref.NAME}}.")])
    patch = pulumi.Config(namespace).get_object(key)
    if patch is not None and not isinstance(patch, Mapping):
        fact = f"{shown(patch)} is not a mapping"
        raise ConfigError([Problem(PATCH_KEY, f"{fact}. Give a JSON Merge Patch of the service's config.")])
    return patch


def _deployed(config: ServiceConfig, stage: str) -> Mapping[str, Any]:
    """What of a config this stage deploys, as plain data."""
    own = config.stages[stage]
    defaults = {name: each for name, each in config.stage_variables.items() if name not in own.variables}
    return {
        **config.model_dump(exclude={"stages", "stage_variables"}),
        "stage_variables": {name: {"default": each.default} for name, each in defaults.items()},
        "stages": {stage: own.model_dump(exclude={"patch"})},
    }


def _check_sizes(plan: ServicePlan, sources: SourceMap) -> None:
    """What the whole plan alone shows to be larger than AWS takes."""
    if problems := [*environment_problems(plan, sources), *import_problems(plan.apis.values(), sources)]:
        raise ConfigError(problems)


def _check_provided(plan: ServicePlan, given: Mapping[str, AnyFunction], sources: SourceMap) -> None:
    """What the config leaves to the program is there, and the program passes nothing else."""
    provided = {
        name
        for name, each in plan.functions.items()
        if isinstance(each, ExistingFunctionPlan) and each.arn is None
    }
    problems = [
        Problem(
            format_path(("functions", name)),
            f"the program does not pass it. Pass functions={{{name!r}: …}}.",
            sources.locate(("functions", name)),
        )
        for name in sorted(provided - given.keys())
    ]
    for name in sorted(given.keys() - provided):
        fact = f"the program passes {name!r}, which is not 'provided' in the config"
        problems.append(Problem("functions", f"{fact}. {did_you_mean(name, provided)}"))
    if problems:
        raise ConfigError(problems)
