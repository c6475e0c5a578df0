"""What a service is made of: its config with the stack's own patch, and what the program passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import is_config_secret

from ..config import ServiceConfig
from ..config.base import shown
from ..config.functions import FunctionConfig
from ..config.handlers import Handlers
from ..config.loader import PATCH_KEY, ConfigFile
from ..config.resolve import Examination, examined, is_shared, stack_patch_path
from ..errors import ConfigError, Problem
from ..openapi.size import import_problems
from ..plan import ServicePlan, plan_service, plan_shared_service
from ..plan.function_sizes import environment_problems
from ..plan.model import ExistingFunctionPlan
from ..source import SourceMap, did_you_mean, format_path
from .checked import plain
from .references import References
from .targets import AnyFunction

__all__ = ["ServiceArgs", "StackExamined", "require_no_stage", "stack_patch"]


@dataclass(frozen=True)
class StackExamined:
    """The config of each stage that a stack deploys: as it is deployed, and with `${stage.x}` as written.

    `sources` say where the config stands, and `file` which it is.
    """

    deployed: Mapping[str, ServiceConfig]
    written: Mapping[str, ServiceConfig]
    sources: SourceMap
    file: Path | None = None

    @property
    def config(self) -> ServiceConfig:
        """What the stages have in common: all but what stands in `stages`."""
        return next(iter(self.deployed.values()))

    def commit_that_pinned(self, stage: str, release: str) -> str | None:
        """The commit of the file that pinned a stage to a release, where git knows it."""
        from ..promotion.git import commit_that_pinned

        return commit_that_pinned(self.file, stage, release) if self.file else None


@dataclass(kw_only=True)
class ServiceArgs:
    """What a `Service` is made of.

    `config`: a `ServiceConfig`, or a mapping in its shape; `Service.from_file` reads it from a file. What the
    stack's own config has under `apigw:patch` is merged into it (RFC 7396).
    `stage`: the stage to deploy (default: the one with the Pulumi stack's name); of a service whose stages
    share a stack all are deployed.
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

    def plan(self, own: StackExamined) -> ServicePlan:
        """The plan of stages that were examined. Raises ConfigError with all that is wrong."""
        folder = Path(self.folder)
        if own.config.is_shared:
            plan = plan_shared_service(own.deployed, folder)
        else:
            ((stage, config),) = own.deployed.items()
            plan = plan_service(config, stage, folder)
        _check_sizes(plan, own.sources)
        _check_provided(plan, self.functions, own.sources)
        References(self.refs).require(_deployed(own.deployed), own.sources)
        return plan

    def examine(self) -> StackExamined:
        """The config of the stack's stages. Raises ConfigError with all that is wrong with it."""
        config = self.config
        if isinstance(config, ConfigFile):
            require_no_stage(self.stage, shared=config.is_shared)
            found, stack = config.examination, config.stack or ""
            if not config.is_shared:
                stack = self.stage or pulumi.get_stack()
                return _of_stage(stack, found, config.stage(stack), config)
            sources = config.sources.under(stack_patch_path(stack))
            return StackExamined(found.stages, found.written, sources, config.path)
        shared = is_shared(config)
        require_no_stage(self.stage, shared=shared)
        stage = None if shared else self.stage or pulumi.get_stack()
        found = examined(plain(config), stage, stack_patch=stack_patch(), folder=self.folder)
        if problems := list(_missing_handlers(found.stages.values(), Path(self.folder))):
            raise ConfigError(problems)
        return StackExamined(found.stages, found.written, SourceMap())


def require_no_stage(stage: str | None, *, shared: bool) -> None:
    """Raise ConfigError for a stage that is chosen where one stack deploys all of them."""
    if shared and stage is not None:
        fact = f"the program says stage {stage!r}, and this stack deploys all stages (topology: shared)"
        raise ConfigError([Problem("topology", f"{fact}. Leave 'stage' out.")])


def _missing_handlers(stages: Iterable[ServiceConfig], folder: Path) -> Iterator[Problem]:
    """Handlers that are not in their source: those of a file are found with the rest of it."""
    handlers = Handlers(folder)
    functions = {name: each for config in stages for name, each in config.functions.items()}
    for name, function in functions.items():
        if isinstance(function, FunctionConfig) and (wrong := handlers.problem(function)):
            yield Problem(format_path(("functions", name, "handler")), wrong)


def _of_stage(stage: str, found: Examination, deployed: ServiceConfig, file: ConfigFile) -> StackExamined:
    sources = file.sources.under(stack_patch_path(stage), ("stages", stage, "patch"))
    return StackExamined({stage: deployed}, {stage: found.written[stage]}, sources, file.path)


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


def _deployed(stages: Mapping[str, ServiceConfig]) -> Mapping[str, Any]:
    """What of a config these stages deploy, as plain data."""
    config = next(iter(stages.values()))
    own = {name: each.stages[name] for name, each in stages.items()}
    defaults = {
        name: each
        for name, each in config.stage_variables.items()
        if any(name not in stage.variables for stage in own.values())
    }
    return {
        **config.model_dump(exclude={"stages", "stage_variables"}),
        "stage_variables": {name: {"default": each.default} for name, each in defaults.items()},
        "stages": {name: each.model_dump(exclude={"patch"}) for name, each in own.items()},
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
