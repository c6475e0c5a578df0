"""One stage's config: the file, the stage's patch, the stack's patch, and the stage's variables put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ..errors import ConfigError, Problem
from ..source import Path, SourceMap
from . import checks
from .functions import DEFAULT_ALIAS_VARIABLE, FunctionConfig
from .patch import merge_patch
from .problems import refused_values
from .references import substitute_stage
from .service import ServiceConfig

__all__ = ["Examination", "examine", "resolve", "stage_variables"]


@dataclass(frozen=True)
class Examination:
    """What was found in one config: each stage's own config where it is whole, and every problem."""

    stages: Mapping[str, ServiceConfig] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def advice(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "advice")


def resolve(
    config: ServiceConfig | Mapping[str, Any], stage: str, *, stack_patch: Mapping[str, Any] | None = None
) -> ServiceConfig:
    """The config of one stage, with nothing of the stage left open.

    `config` is as written or built in Python; `stack_patch` is what the stack's own config changes (RFC 7396).
    Raises ConfigError with every problem, also when there is no stage of that name.
    """
    data = config.model_dump(exclude_unset=True) if isinstance(config, ServiceConfig) else config
    examination = examine(data, SourceMap(), only=stage, stack_patch=stack_patch)
    if examination.errors:
        raise ConfigError(examination.errors)
    return examination.stages[stage]


def stage_variables(config: ServiceConfig, stage: str) -> dict[str, str]:
    """The variables of a stage: its own values, the declared defaults, and the stage's name for the default alias."""
    variables = {name: each.default for name, each in config.stage_variables.items() if each.default is not None}
    if _uses_default_alias(config):
        variables[DEFAULT_ALIAS_VARIABLE] = stage
    return variables | (config.stages[stage].variables if stage in config.stages else {})


def _uses_default_alias(config: ServiceConfig) -> bool:
    return DEFAULT_ALIAS_VARIABLE not in config.stage_variables and any(
        isinstance(each, FunctionConfig) and each.alias_variable == DEFAULT_ALIAS_VARIABLE
        for each in config.functions.values()
    )


def examine(
    data: Any,
    sources: SourceMap,
    *,
    only: str | None = None,
    stack_patch: Mapping[str, Any] | None = None,
) -> Examination:
    """Validate plain data as a whole and as each stage (or `only` one) would deploy it."""
    config, problems = _validate(data, sources)
    if config is None:
        return Examination(problems=tuple(problems))
    stages: dict[str, ServiceConfig] = {}
    for stage in [only] if only else list(config.stages):
        found, stage_problems = _examine_stage(data, sources, config, stage, stack_patch, partial=bool(problems))
        problems += stage_problems
        if found:
            stages[stage] = found
    return Examination(stages, tuple(_unique(problems)))


def _examine_stage(
    data: Any,
    sources: SourceMap,
    config: ServiceConfig,
    stage: str,
    stack_patch: Mapping[str, Any] | None,
    *,
    partial: bool,
) -> tuple[ServiceConfig | None, list[Problem]]:
    if missing := checks.missing_stage(config, stage):
        return None, [missing]
    patch: Path = ("stages", stage, "patch")
    located = sources.under(("config", "apigw:patch"), patch)
    merged = merge_patch(merge_patch(data, config.stages[stage].patch), stack_patch or {})
    base, problems = _validate(merged, located)
    if base is None:
        return None, problems
    resolved, more = _validate(substitute_stage(merged, stage_variables(base, stage)), located)
    problems += more
    if resolved is None:
        return None, problems
    context = checks.Context(resolved, merged, stage, stage_variables(base, stage), located, partial or bool(problems))
    problems += checks.run(context)
    return resolved, problems


def _validate(data: Any, sources: SourceMap) -> tuple[ServiceConfig | None, list[Problem]]:
    """The config in `data`, and what had to be left out of it to get there.

    What is refused is taken out and the rest validated again, so that one wrong value hides no other.
    """
    problems: list[Problem] = []
    removed: set[Path] = set()
    while True:
        try:
            return ServiceConfig.model_validate(data), problems
        except ValidationError as error:
            refused = refused_values(error, data)
        # What is missing because it was taken out has been reported already.
        problems += [each.problem(sources) for each in refused if each.path not in removed]
        if any(not each.prune for each in refused):
            return None, problems
        removed |= {each.prune for each in refused}
        data = _without(data, [each.prune for each in refused])


def _without(data: Any, paths: Iterable[Path]) -> Any:
    """`data` less the values at `paths`."""
    below: dict[str | int, list[Path]] = {}
    for path in paths:
        below.setdefault(path[0], []).append(path[1:])
    entries = data.items() if isinstance(data, Mapping) else enumerate(data)
    kept = {
        key: _without(value, below[key]) if key in below else value
        for key, value in entries
        if () not in below.get(key, ())
    }
    return kept if isinstance(data, Mapping) else list(kept.values())


def _unique(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of the file."""
    unique = {(each.path, each.message): each for each in reversed(list(problems))}
    return sorted(
        reversed(unique.values()), key=lambda each: (each.location.file, each.location.line) if each.location else ("", 0)
    )
