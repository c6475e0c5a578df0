"""One stage's config: the file, the stage's patch, the stack's patch, and the stage's variables put in."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import ConfigError, Problem
from ..source import Path, SourceMap
from . import checks
from .functions import DEFAULT_ALIAS_VARIABLE, FunctionConfig
from .patch import merge_patch
from .references import substitute_stage
from .service import ServiceConfig
from .spec_first import expand, patch_problems
from .validation import Validated, validate

__all__ = [
    "Examination",
    "examine",
    "examined",
    "in_order",
    "is_shared",
    "promotable_variables",
    "resolve",
    "stack_patch_path",
    "stage_variables",
]


@dataclass(frozen=True)
class Examination:
    """What was found in one config: each stage's own config where it is whole, and every problem.

    `written` is each stage's own config with `${stage.x}` left as it is written, by which the same release is
    the same in all stages.
    """

    stages: Mapping[str, ServiceConfig] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    written: Mapping[str, ServiceConfig] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def advice(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "advice")


def resolve(
    config: ServiceConfig | Mapping[str, Any],
    stage: str,
    *,
    stack_patch: Mapping[str, Any] | None = None,
    folder: str | pathlib.Path = ".",
) -> ServiceConfig:
    """The config of one stage, with nothing of the stage left open.

    `config` is as written or built in Python; `stack_patch` is what the stack's own config changes: that of
    the one stack, for a service whose stages share it.
    OpenAPI documents that it names are looked for from `folder`.
    Raises ConfigError with every problem, also when there is no stage of that name.
    """
    return examined(config, stage, stack_patch=stack_patch, folder=folder).stages[stage]


def examined(
    config: ServiceConfig | Mapping[str, Any],
    stage: str | None = None,
    *,
    stack_patch: Mapping[str, Any] | None = None,
    folder: str | pathlib.Path = ".",
) -> Examination:
    """As `resolve`, with the stage's config as written beside the one that is deployed.

    Of a service whose stages share a stack it has every stage, with `stack_patch` in each of them; `stage` is
    not needed then.
    """
    data = config.model_dump(exclude_unset=True) if isinstance(config, ServiceConfig) else config
    data, sources, problems = expand(data, SourceMap(), pathlib.Path(folder))
    stack = stage or ""
    examination = examine(data, sources, only=stage, stack_patches={stack: stack_patch or {}}, stack=stack)
    problems += [*patch_problems(stack_patch, (), SourceMap()), *examination.problems]
    if errors := [problem for problem in in_order(problems) if problem.severity == "error"]:
        raise ConfigError(errors)
    return examination


def is_shared(data: object) -> bool:
    """Whether a config, or the plain data of one, is of a service whose stages share one stack."""
    if isinstance(data, ServiceConfig):
        return data.is_shared
    return isinstance(data, Mapping) and data.get("topology") == "shared"


def stage_variables(config: ServiceConfig, stage: str) -> dict[str, str]:
    """The variables of a stage: declared defaults, the stage's name for the default alias, its own values."""
    variables = {
        name: each.default for name, each in config.stage_variables.items() if each.default is not None
    }
    if _uses_default_alias(config):
        variables[DEFAULT_ALIAS_VARIABLE] = stage
    return variables | (config.stages[stage].variables if stage in config.stages else {})


def promotable_variables(config: ServiceConfig, stage: str) -> dict[str, str]:
    """Those variables of a stage that have `promote: true`, and a value."""
    values = stage_variables(config, stage)
    declared = config.stage_variables.items()
    return {name: values[name] for name, each in declared if each.promote and name in values}


def _uses_default_alias(config: ServiceConfig) -> bool:
    return DEFAULT_ALIAS_VARIABLE not in config.stage_variables and any(
        isinstance(each, FunctionConfig) and each.alias_variable == DEFAULT_ALIAS_VARIABLE
        for each in config.functions.values()
    )


def stack_patch_path(stack: str) -> Path:
    """Where the lines of a stack's own patch are kept in a config's SourceMap."""
    return (f"Pulumi.{stack}.yaml", "patch")


def examine(
    data: Any,
    sources: SourceMap,
    *,
    only: str | None = None,
    stack_patches: Mapping[str, Mapping[str, Any]] | None = None,
    stack: str = "",
) -> Examination:
    """Validate plain data as a whole and as each stage (or `only` one) would deploy it.

    `stack_patches` are those of the stages' stacks. Where all stages share one stack, that of `stack` goes
    for all of them, and all of them are examined, since each of them can be wrong for the others.
    """
    whole = validate(data, sources, stage=only or "dev")
    if whole.config is None:
        return Examination(problems=in_order(whole.problems))
    problems = list(whole.problems)
    if only and only not in whole.config.stages:
        known = whole.config.stages
        problems.append(checks.unknown_stage(only, known, sources, is_shared=whole.config.is_shared))
    shared = whole.config.is_shared
    stages: dict[str, _Stage] = {}
    for stage in [only] if only and not shared else list(whole.config.stages):
        if stage in whole.config.stages:
            own_stack = stack if shared else stage
            patch = (stack_patches or {}).get(own_stack, {})
            stages[stage] = _examine_stage(data, sources, whole, stage, _StackPatch(own_stack, patch))
    found = {name: each.problems for name, each in stages.items()}
    problems += _of_stages(found, problems)
    if shared:
        problems += checks.run_shared([each.context for each in stages.values() if each.context])
    return Examination(
        {name: each.context.config for name, each in stages.items() if each.context},
        in_order(problems),
        {name: each.written for name, each in stages.items() if each.context and each.written},
    )


@dataclass(frozen=True)
class _StackPatch:
    """What the own config of a stack changes."""

    stack: str
    patch: Mapping[str, Any]


@dataclass(frozen=True)
class _Stage:
    """One stage: its config as written, and the context of what is deployed; None where it is none."""

    written: ServiceConfig | None
    context: checks.Context | None
    problems: list[Problem]


def _examine_stage(
    data: Any, sources: SourceMap, whole: Validated, stage: str, stack_patch: _StackPatch
) -> _Stage:
    assert whole.config is not None
    # One API has no stage's own patch: that is refused, and would be told again of all that it changes.
    patch = {} if whole.config.is_shared else whole.config.stages[stage].patch
    sources = sources.under(stack_patch_path(stack_patch.stack), ("stages", stage, "patch"))
    merged = merge_patch(merge_patch(data, patch), stack_patch.patch)
    base = validate(merged, sources, stage=stage) if patch or stack_patch.patch else whole
    if base.config is None:
        return _Stage(None, None, list(base.problems))
    variables = stage_variables(base.config, stage)
    resolved = validate(substitute_stage(merged, variables), sources, stage=stage)
    told = {problem.path for problem in base.problems}
    problems = [*base.problems, *(each for each in resolved.problems if each.path not in told)]
    if resolved.config is None:
        return _Stage(base.config, None, problems)
    removed = whole.removed | base.removed | resolved.removed
    context = checks.Context(resolved.config, merged, stage, variables, sources, removed)
    return _Stage(base.config, context, problems + checks.run(context))


def _of_stages(found: Mapping[str, list[Problem]], known: Iterable[Problem]) -> list[Problem]:
    """The problems of all stages: one that some stages alone have says which."""
    having: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Problem] = {}
    for stage, problems in found.items():
        for problem in in_order(problems):
            having.setdefault((problem.path, problem.message), []).append(stage)
            first.setdefault((problem.path, problem.message), problem)
    for each in known:
        first.pop((each.path, each.message), None)
    return [
        problem
        if len(having[key]) == len(found) or problem.path.startswith("stages")
        else replace(problem, message=f"in stage {' and '.join(map(repr, having[key]))}: {problem.message}")
        for key, problem in first.items()
    ]


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, in the order of the file."""
    unique: dict[tuple[str, str], Problem] = {}
    for each in problems:
        unique.setdefault((each.path, each.message), each)
    return tuple(sorted(unique.values(), key=_place))


def _place(problem: Problem) -> tuple[str, int]:
    return (problem.location.file, problem.location.line) if problem.location else ("", 0)
