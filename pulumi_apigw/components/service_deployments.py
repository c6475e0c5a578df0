"""The deployments of APIs that the stages of a stack serve, move to, or may go back to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..plan.model import ServiceIntegrationPlan
from ..releases import Release
from ..releases.parts import called_links, missing_parts
from .api_deployments import ApiDeployments, KeptDeployment
from .kept_services import KeptService, kept_services
from .service_runs import StackRuns

__all__ = ["StackDeployments"]


@dataclass(frozen=True)
class StackDeployments:
    """Deployments by what they hold, where one stack owns all stages of an API.

    A stage that has a stack of its own serves what the files give: nothing is asked or kept of it here.
    """

    runs: StackRuns

    def of(self, api: str) -> ApiDeployments | None:
        """The deployments of an API by what they hold; None where its only stage takes what there is."""
        return self._deployments[api] if self.runs.config.is_shared else None

    def served(self, stage: str, api: str) -> str | None:
        """What a stage serves of an API, by its digest; None for whatever comes."""
        if not self.runs.config.is_shared or not self.runs.is_pinned(stage):
            return None
        return self.runs.release(stage).contents[_part(api)]

    def served_by_canary(self, stage: str, api: str) -> str | None:
        """What the canary of a stage serves of an API; None for what the stage does."""
        moving = self.runs.moving(stage)
        if not self.runs.config.is_shared or moving is None:
            return None
        return moving.contents.get(_part(api))

    def resources(self) -> dict[str, Any]:
        """The resources of all calls of AWS services that are kept, in which references may stand."""
        if not self.runs.config.is_shared:
            return {}
        called = {api: self._services(api) for api in self.runs.tree.apis}
        found = {api: [_resources(each) for each in calls] for api, calls in called.items()}
        return {"releases": found}

    @cached_property
    def _deployments(self) -> dict[str, ApiDeployments]:
        # Asked for by each API and by each stage's outputs, and what is kept has to be read and planned.
        return {api: self._deployments_of(api) for api in self.runs.tree.apis}

    def _deployments_of(self, api: str) -> ApiDeployments:
        part = _part(api)
        newest = self.runs.tree.contents[part]
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
                    links[link] = _refusal_of_link(stage, api, release, link)
        services = tuple(self._services(api))
        return ApiDeployments(
            newest=newest, is_pinned=newest in needed, kept=kept, services=services, links=links
        )

    def _services(self, api: str) -> Iterator[KeptService]:
        """The calls of AWS services that stages make by what they are pinned to, or may go back to.

        A deployment has the ARN of each role, and one that is made again has another.
        """
        for stage, release in [*self._needed(api), *self._kept(api)]:
            if release.contents[_part(api)] != self.runs.tree.contents[_part(api)]:
                yield from kept_services(self.runs.config, stage, release, api)

    def _needed(self, api: str) -> Iterator[tuple[str, Release]]:
        """What stages are pinned to, or move to."""
        for stage in self.runs.runs:
            pinned = self.runs.release(stage) if self.runs.is_pinned(stage) else None
            for release in (pinned, self.runs.moving(stage)):
                if release and api in release.apis:
                    yield stage, release

    def _kept(self, api: str) -> Iterator[tuple[str, Release]]:
        """What stages may go back to."""
        for stage, run in self.runs.runs.items():
            for release in run.kept:
                if any(missing_parts(release, self.runs.tree, self.runs.config, stage)):
                    continue  # nobody could go back to it
                if api in release.apis and api in release.deployments:
                    yield stage, release

    def _refusal(self, stage: str, api: str, release: Release, *, is_needed: bool) -> str:
        purpose = "runs" if self.runs.release(stage).id == release.id else "moves to"
        purpose = purpose if is_needed else "may go back to"
        fact = f"the stage {stage!r} {purpose} release {release.id!r}, of whose API {api!r}"
        why = "this stack has no deployment. AWS makes none but of what an API is now, which is another"
        where = _commit(release)
        way_out = "promote another" if is_needed else f"delete releases/{release.id}.json and never go back"
        return f"{fact} {why}. Deploy from {where} first, or {way_out}."


def _refusal_of_link(stage: str, api: str, release: Release, link: str) -> str:
    fact = f"release {release.id!r} of the stage {stage!r} calls the VPC link {link!r} of the API {api!r}"
    why = "as it was deployed, and this would be another"
    fix = f"Leave its settings as they are until {stage!r} needs that release no more"
    new = f"A stack that has none yet: deploy from {_commit(release)} first."
    return f"{fact} {why}. {fix}, and give a new link a new name. {new}"


def _commit(release: Release) -> str:
    return f"commit {release.commit[:12]}" if release.commit else "the commit of that release"


def _part(api: str) -> str:
    return f"apis.{api}"


def _resources(call: KeptService) -> Sequence[str]:
    return [call.resource] if isinstance(call, ServiceIntegrationPlan) else call.resources
