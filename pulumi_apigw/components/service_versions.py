"""The versions of functions that the stages of a stack call, and the aliases by which they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..config import stage_variables
from ..config.rest.stage_settings import CanaryConfig
from ..plan.api_parts import PermissionPlan, TargetPlan
from ..plan.deployed import DeployedStage
from ..plan.functions import plan_targets
from ..plan.gradual import overrides, plan_canary
from ..plan.model import AnyApiPlan, FunctionPlan, RestApiPlan
from ..releases import Release
from ..releases.parts import called_functions
from ..releases.running import StageRun
from .alias_versions import AliasVersions
from .service_runs import StackRuns

__all__ = ["StackVersions"]


@dataclass(frozen=True)
class StackVersions:
    """What aliases lead to, so that each stage calls the code that it is pinned to."""

    runs: StackRuns

    def of(self, function: FunctionPlan, apis: Mapping[str, AnyApiPlan]) -> dict[str, AliasVersions]:
        """What the aliases of a function lead to."""
        found: dict[str, AliasVersions] = {}
        canaries: dict[str, AliasVersions] = {}
        for stage, run in self.runs.runs.items():
            alias, canary = self._aliases(stage, function.name)
            if alias is not None:
                found[alias] = self._stable(run, function.name, apis)
            if canary is not None:
                canaries[canary] = AliasVersions(version=_version(_of_canary(run), function.name))
        return {**canaries, **found}

    def code(self, function: str) -> dict[str, str]:
        """The code of the versions that stages are pinned to, or move to; nothing in a captured graph."""
        if not self.runs.tree.is_built:
            return {}
        releases = [each for run in self.runs.runs.values() for each in (run.stable, run.gradual) if each]
        found = [each.functions[function] for each in releases if function in each.functions]
        return {each.version: each.code_sha256 for each in found if each.version and each.code_sha256}

    def canary(self, stage: str, api: RestApiPlan) -> CanaryConfig | None:
        """The canary of a stage, also for what the release that it serves calls and the files do not."""
        release = _of_canary(self.runs.runs[stage])
        called = called_functions(release.apis[api.name]) if release and api.name in release.apis else ()
        targets = (self._target(stage, function) for function in called)
        return plan_canary(self._deployed(stage), [*api.targets, *targets])

    def called(self, api: AnyApiPlan) -> Iterator[PermissionPlan]:
        """Leave for an API to call what stages are pinned to, which the files may no longer call."""
        if not self.runs.config.is_shared:
            return
        for stage, run in self.runs.runs.items():
            by_canary = _of_canary(run) if isinstance(api, RestApiPlan) else None
            for position, release in enumerate([run.stable, by_canary]):
                if release is not None and api.name in release.apis:
                    for function in sorted(called_functions(release.apis[api.name])):
                        alias = self._aliases(stage, function)[position]
                        yield PermissionPlan(function=function, alias=alias)

    def _aliases(self, stage: str, function: str) -> tuple[str | None, str | None]:
        """The alias by which a stage calls a function, and the one by which its canary does."""
        found = self._target(stage, function).aliases
        return found[0], found[-1]

    def _target(self, stage: str, function: str) -> TargetPlan:
        deployed, functions = self._deployed(stage), self.runs.config.functions
        canary = overrides(deployed, functions)
        return plan_targets({function: functions[function]}, deployed.variables, canary)[function]

    def _deployed(self, stage: str) -> DeployedStage:
        config = self.runs.config
        return DeployedStage(stage, config, stage_variables(config, stage))

    def _stable(self, run: StageRun, function: str, apis: Mapping[str, AnyApiPlan]) -> AliasVersions:
        stable = AliasVersions(version=_version(run.stable, function))
        if run.percent is None:
            return stable
        new = run.gradual or self.runs.tree
        if run.stable and function not in run.stable.functions:
            return AliasVersions(version=_version(run.gradual, function))
        if run.stable and run.gradual is None and not _differs(run.stable, new, function):
            # What else is set of a function goes with the files, as where no move is under way.
            return AliasVersions()
        if function not in new.functions or function not in _shared_by_weight(run, apis):
            return stable
        # 0.7 percent is 0.007, and not 0.006999999999999999.
        weight = round(run.percent / 100, 6)
        return replace(stable, weighted=_version(run.gradual, function), weight=weight)


def _shared_by_weight(run: StageRun, apis: Mapping[str, AnyApiPlan]) -> set[str]:
    """The functions that APIs without a canary call."""
    plans = {name: each for name, each in apis.items() if not isinstance(each, RestApiPlan)}
    called = {target.function for each in plans.values() for target in each.targets}
    before = run.stable.apis if run.stable else {}
    return called.union(*(called_functions(before[name]) for name in plans if name in before))


def _of_canary(run: StageRun) -> Release | None:
    """What a canary serves: one of the user's own is no way around a promotion."""
    return run.stable if run.percent is None else run.gradual


def _version(release: Release | None, function: str) -> str | None:
    """The version that a release has of a function; None for the newest, also where it has no such one."""
    found = release.functions.get(function) if release else None
    return found.version if found else None


def _differs(release: Release, other: Release, function: str) -> bool:
    part = f"functions.{function}"
    return release.contents.get(part) != other.contents.get(part)
