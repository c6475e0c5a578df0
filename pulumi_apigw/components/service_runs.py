"""What each stage of a stack runs: the versions behind its aliases, and the deployments of its APIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..config import ServiceConfig, stage_variables
from ..config.promotion import LATEST
from ..config.rest.stage_settings import CanaryConfig
from ..plan.api_parts import PermissionPlan, TargetPlan
from ..plan.deployed import DeployedStage
from ..plan.functions import plan_targets
from ..plan.gradual import overrides, plan_canary
from ..plan.model import AnyApiPlan, FunctionPlan, RestApiPlan, ServiceIntegrationPlan
from ..releases import Release
from ..releases.parts import called_functions, called_links, missing_parts
from ..releases.running import StageRun
from .alias_versions import AliasVersions
from .api_deployments import ApiDeployments, KeptDeployment
from .kept_services import KeptService, kept_services

__all__ = ["StackRuns"]


@dataclass(frozen=True)
class StackRuns:
    """The stages of one stack, all of a shared service or one, and the releases that they run.

    `config` is what the stages have in common. `trees` is the release that the files give as each stage has
    it, with its own variables; it is meant where `runs` has None.
    """

    config: ServiceConfig
    trees: Mapping[str, Release]
    runs: Mapping[str, StageRun]

    @property
    def tree(self) -> Release:
        """What the files give, of whichever stage."""
        return next(iter(self.trees.values()))

    def release(self, stage: str) -> Release:
        """What a stage runs, with the stage's own settings and variables, which are not pinned.

        On its way to another release it is the one that it comes from.
        """
        tree, stable = self.trees[stage], self.runs[stage].stable
        if stable is None:
            return tree
        settings = {api: each for api, each in tree.settings.items() if api in stable.apis}
        return replace(stable, stage=stage, settings=settings, variables=tree.variables)

    def absent(self) -> set[tuple[str, str]]:
        """Stages, each with an API that is new in the files: a stage gets it with a release that has it."""
        if not self.config.is_shared:
            return set()
        every = [(stage, api) for stage in self.runs for api in self.tree.apis]
        return {(stage, api) for stage, api in every if api not in self.release(stage).apis}

    def aliases(self, stage: str, function: str) -> tuple[str | None, str | None]:
        """The alias by which a stage calls a function, and the one by which its canary does."""
        found = self._target(stage, function).aliases
        return found[0], found[-1]

    def canary(self, stage: str, api: RestApiPlan) -> CanaryConfig | None:
        """The canary of a stage, also for what the release that it serves calls and the files do not."""
        release = _of_canary(self.runs[stage])
        called = called_functions(release.apis[api.name]) if release and api.name in release.apis else ()
        targets = (self._target(stage, function) for function in called)
        return plan_canary(self._deployed(stage), [*api.targets, *targets])

    def _target(self, stage: str, function: str) -> TargetPlan:
        deployed, functions = self._deployed(stage), self.config.functions
        canary = overrides(deployed, functions)
        return plan_targets({function: functions[function]}, deployed.variables, canary)[function]

    def _deployed(self, stage: str) -> DeployedStage:
        return DeployedStage(stage, self.config, stage_variables(self.config, stage))

    def versions(self, function: FunctionPlan, apis: Mapping[str, AnyApiPlan]) -> dict[str, AliasVersions]:
        """What the aliases of a function lead to."""
        found: dict[str, AliasVersions] = {}
        canaries: dict[str, AliasVersions] = {}
        for stage, run in self.runs.items():
            alias, canary = self.aliases(stage, function.name)
            if alias is not None:
                found[alias] = self._stable(run, function.name, apis)
            if canary is not None:
                canaries[canary] = AliasVersions(version=_version(_of_canary(run), function.name))
        return {**canaries, **found}

    def code(self, function: str) -> dict[str, str]:
        """The code of the versions that stages are pinned to, or move to; nothing in a captured graph."""
        if not self.tree.is_built:
            return {}
        releases = [each for run in self.runs.values() for each in (run.stable, run.gradual) if each]
        found = [each.functions[function] for each in releases if function in each.functions]
        return {each.version: each.code_sha256 for each in found if each.version and each.code_sha256}

    def _stable(self, run: StageRun, function: str, apis: Mapping[str, AnyApiPlan]) -> AliasVersions:
        stable = AliasVersions(version=_version(run.stable, function))
        if run.percent is None:
            return stable
        new = run.gradual or self.tree
        if run.stable and function not in run.stable.functions:
            return AliasVersions(version=_version(run.gradual, function))
        if run.stable and run.gradual is None and not _differs(run.stable, new, function):
            # What else is set of a function goes with the files, as where no move is under way.
            return AliasVersions()
        if function not in new.functions or function not in self._shared_by_weight(run, apis):
            return stable
        # 0.7 percent is 0.007, and not 0.006999999999999999.
        weight = round(run.percent / 100, 6)
        return replace(stable, weighted=_version(run.gradual, function), weight=weight)

    def _shared_by_weight(self, run: StageRun, apis: Mapping[str, AnyApiPlan]) -> set[str]:
        """The functions that APIs without a canary call."""
        plans = {name: each for name, each in apis.items() if not isinstance(each, RestApiPlan)}
        called = {target.function for each in plans.values() for target in each.targets}
        before = run.stable.apis if run.stable else {}
        return called.union(*(called_functions(before[name]) for name in plans if name in before))

    def deployments(self, api: str) -> ApiDeployments | None:
        """The deployments of an API by what they hold; None where its only stage takes what there is."""
        return self._deployments[api] if self.config.is_shared else None

    @cached_property
    def _deployments(self) -> dict[str, ApiDeployments]:
        # Asked for by each API and by each stage's outputs, and what is kept has to be read and planned.
        return {api: self._deployments_of(api) for api in self.tree.apis}

    def _deployments_of(self, api: str) -> ApiDeployments:
        part = _part(api)
        newest = self.tree.contents[part]
        needed = {release.contents[part] for _, release in self._needed(api)}
        kept: dict[str, KeptDeployment] = {}
        links: dict[str, str] = {}
        for stage, release in [*self._needed(api), *self._kept(api)]:
            digest = release.contents[part]
            if digest != newest and digest not in kept:
                refusal = self._refusal(stage, api, release, is_needed=digest in needed)
                # What AWS deployed by itself when the release was promoted is known by what it holds.
                trigger = release.deployments.get(api, digest)
                kept[digest] = KeptDeployment(trigger=trigger, refusal=refusal, sent=release.sent.get(api))
                for link in sorted(called_links(release.apis[api]) - links.keys()):
                    links[link] = self._refusal_of_link(stage, api, release, link)
        services = tuple(self.services(api))
        return ApiDeployments(
            newest=newest, is_pinned=newest in needed, kept=kept, services=services, links=links
        )

    def services(self, api: str) -> Iterator[KeptService]:
        """The calls of AWS services that stages make by what they are pinned to, or may go back to.

        A deployment has the ARN of each role, and one that is made again has another.
        """
        for stage, release in [*self._needed(api), *self._kept(api)]:
            if release.contents[_part(api)] != self.tree.contents[_part(api)]:
                yield from kept_services(self.config, stage, release, api)

    def resources(self) -> dict[str, Any]:
        """The resources of all these calls, in which references may stand."""
        if not self.config.is_shared:
            return {}
        called = {api: self.services(api) for api in self.tree.apis}
        found = {api: [_resources(each) for each in calls] for api, calls in called.items()}
        return {"releases": found}

    def deployment(self, stage: str, api: str) -> str | None:
        """What a stage serves of an API, by its digest; None for whatever comes."""
        if not self.config.is_shared or not self._is_pinned(stage):
            return None
        return self.release(stage).contents[_part(api)]

    def canary_deployment(self, stage: str, api: str) -> str | None:
        """What the canary of a stage serves of an API; None for what the stage does."""
        run = self.runs[stage]
        if not self.config.is_shared or run.percent is None:
            return None
        return (run.gradual or self.tree).contents.get(_part(api))

    def called(self, api: AnyApiPlan) -> Iterator[PermissionPlan]:
        """Leave for an API to call what stages are pinned to, which the files may no longer call."""
        if not self.config.is_shared:
            return
        for stage, run in self.runs.items():
            by_canary = _of_canary(run) if isinstance(api, RestApiPlan) else None
            for position, release in enumerate([run.stable, by_canary]):
                if release is not None and api.name in release.apis:
                    for function in sorted(called_functions(release.apis[api.name])):
                        alias = self.aliases(stage, function)[position]
                        yield PermissionPlan(function=function, alias=alias)

    def _is_pinned(self, stage: str) -> bool:
        return self.config.stages[stage].release != LATEST

    def _needed(self, api: str) -> Iterator[tuple[str, Release]]:
        """What stages are pinned to, or move to."""
        for stage, run in self.runs.items():
            pinned = [self.release(stage)] if self._is_pinned(stage) else []
            moving = [] if run.percent is None else [run.gradual or self.tree]
            for release in (*pinned, *moving):
                if api in release.apis:
                    yield stage, release

    def _kept(self, api: str) -> Iterator[tuple[str, Release]]:
        for stage, run in self.runs.items():
            for release in run.kept:
                if any(missing_parts(release, self.tree, self.config, stage)):
                    continue  # nobody could go back to it
                if api in release.apis and api in release.deployments:
                    yield stage, release

    def _refusal(self, stage: str, api: str, release: Release, *, is_needed: bool) -> str:
        purpose = "runs" if self.release(stage).id == release.id else "moves to"
        purpose = purpose if is_needed else "may go back to"
        fact = f"the stage {stage!r} {purpose} release {release.id!r}, of whose API {api!r}"
        why = "this stack has no deployment. AWS makes none but of what an API is now, which is another"
        where = _commit(release)
        way_out = "promote another" if is_needed else f"delete releases/{release.id}.json and never go back"
        return f"{fact} {why}. Deploy from {where} first, or {way_out}."

    def _refusal_of_link(self, stage: str, api: str, release: Release, link: str) -> str:
        fact = f"release {release.id!r} of the stage {stage!r} calls the VPC link {link!r} of the API {api!r}"
        why = "as it was deployed, and this would be another"
        fix = f"Leave its settings as they are until {stage!r} needs that release no more"
        new = f"A stack that has none yet: deploy from {_commit(release)} first."
        return f"{fact} {why}. {fix}, and give a new link a new name. {new}"


def _commit(release: Release) -> str:
    return f"commit {release.commit[:12]}" if release.commit else "the commit of that release"


def _part(api: str) -> str:
    return f"apis.{api}"


def _of_canary(run: StageRun) -> Release | None:
    """What a canary serves: one of the user's own is no way around a promotion."""
    return run.stable if run.percent is None else run.gradual


def _version(release: Release | None, function: str) -> str | None:
    """The version that a release has of a function; None for the newest, also where it has no such one."""
    found = release.functions.get(function) if release else None
    return found.version if found else None


def _resources(call: KeptService) -> Sequence[str]:
    return [call.resource] if isinstance(call, ServiceIntegrationPlan) else call.resources


def _differs(release: Release, other: Release, function: str) -> bool:
    part = f"functions.{function}"
    return release.contents.get(part) != other.contents.get(part)
