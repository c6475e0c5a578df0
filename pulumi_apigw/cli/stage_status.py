"""What one stage is to run by the config, what it runs, and how far it is behind the stage before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.config.promotion import LATEST, GradualConfig, PromotionRecord, utc_time
from pulumi_apigw.config.resolve import promotable_variables
from pulumi_apigw.promotion import Deployed, Deployments, RunningMove
from pulumi_apigw.promotion.stacks import SECRET
from pulumi_apigw.releases import FunctionRelease, Release
from pulumi_apigw.releases.differences import Change, Differences, compare

from .words import count

__all__ = ["StageStatus", "service_status"]


@dataclass(frozen=True, kw_only=True)
class StageStatus:
    """One stage.

    `release` is what the config says, an id or `latest`; `variables` are those that can be promoted, with the
    config's values. `pinned` is what the release file says, where one stack runs all stages. `gradual` is the
    move that is under way. `deployed` is None where nothing runs, and where that is `unknown`, for the reason
    there. `before` is the stage that promotions come from, which runs `source`, and `differences` are what
    that would change here.
    """

    stage: str
    release: str
    variables: Mapping[str, str]
    pinned: Release | None = None
    promoted: PromotionRecord | None = None
    gradual: GradualConfig | None = None
    deployed: Deployed | None = None
    unknown: str | None = None
    before: str | None = None
    source: Release | None = None
    differences: Differences | None = None

    @property
    def runs(self) -> Release | None:
        """The release that runs."""
        return self.deployed.release if self.deployed else None

    @property
    def functions(self) -> Mapping[str, FunctionRelease]:
        """The functions that run."""
        return self.runs.functions if self.runs else {}

    @property
    def commit(self) -> str | None:
        """The commit of what runs."""
        return self.runs.commit if self.runs else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """What the config says and the stage does not run yet."""
        return tuple(self._waiting())

    @property
    def is_late(self) -> bool:
        """Whether a gradual move should have been completed by now."""
        until = self.gradual and self.gradual.until and utc_time(self.gradual.until)
        return bool(until and until < datetime.now(UTC))

    def _waiting(self) -> Iterator[str]:
        if self.unknown:
            return
        if self.runs is None:
            yield "nothing is deployed"
            return
        if self.release not in (LATEST, self.runs.id):
            yield f"the file says release {self.release}, and {self.runs.id} runs"
        else:
            yield from self._other_versions()
        if not self._moves:
            yield f"the file says {_share(self.gradual)}, and {_share(self._move)} runs"
        for name, value in self.variables.items():
            held = self.runs.variables.get(name)
            if held != value:
                runs = "it runs without" if held is None else f"{held!r} runs"
                yield f"the file says {name} {value!r}, and {runs}"

    @property
    def _move(self) -> RunningMove | None:
        """The gradual move that runs."""
        return self.deployed.move if self.deployed else None

    @property
    def _moves(self) -> bool:
        """Whether the gradual move that runs is that of the config."""
        return _share(self.gradual) == _share(self._move)

    def _other_versions(self) -> Iterator[str]:
        for name, function in self.pinned.functions.items() if self.pinned else ():
            runs = self.functions[name].version if name in self.functions else None
            if runs != function.version:
                yield f"the file says version {function.version} of {name}, and {runs or 'none'} runs"

    @property
    def sent_since(self) -> list[str]:
        """APIs that were deployed anew since the release file was written, as where a ref changed."""
        if self.pinned is None or self.runs is None or self.pinned.id != self.runs.id:
            return []
        now = self.runs.deployments
        sent = {api: {each, now.get(api, each)} for api, each in self.pinned.deployments.items()}
        # What was made with a secret is known by Pulumi's command and hidden in what was printed.
        return [api for api, each in sent.items() if len(each) > 1 and SECRET not in each]

    def notes(self, up: str | None) -> Iterator[str]:
        """What differs, a line each; `up` are the commands to deploy it, None where that is refused."""
        if self.waiting:
            run = f" Run: {up}" if up else ""
            yield f"{self.stage}: {'; '.join(self.waiting)}.{run}"
        elif self.differences and self.differences.changes and not self.gradual:
            number = count(len(self.differences.changes), "change")
            command = f"apigw promote {self.before} {self.stage} --check"
            yield f"{self.stage}: {number} behind {self.before}. Show them: {command}"
        if self.sent_since:
            file = f"releases/{self.release}.json"
            fact = f"{file} is older than the deployment of {', '.join(self.sent_since)}"
            yield f"{self.stage}: {fact}. {self._mended}"
        if self.gradual:
            run = "run" if self._moves else "are to run"
            moves = f"{self.stage}: {self.gradual.percent:g}% of its requests {run} {self.gradual.release}"
            late = f", which was to be completed by {self.gradual.until}" if self.is_late else ""
            complete = f"apigw promote {self.gradual.source} {self.stage} --percent 100"
            yield f"{moves}{late}. Complete it: {complete}; or end it: apigw rollback {self.stage}"

    @property
    def _mended(self) -> str:
        """How a release file gets what AWS was sent: of another release it would be another promotion."""
        if self.source and self.source.id == self.release:
            return f"Mend it: apigw promote {self.before} {self.stage}"
        return "AWS cannot keep that deployment once the files give another: promote a release anew"

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        behind = self.differences and {"stage": self.before, **self.differences.to_data()}
        move = self._move
        return {
            "stage": self.stage,
            "release": self.release,
            "deployed": self.runs.id if self.runs else None,
            "commit": self.commit,
            "functions": {name: asdict(each) for name, each in self.functions.items()},
            "variables": dict(self.variables),
            "promoted": _data(self.promoted),
            "gradual": _data(self.gradual),
            "deployed_gradual": move and {"release": move.release, "percent": move.percent},
            "waiting": list(self.waiting),
            "behind": behind,
            "unknown": self.unknown,
        }


def _share(move: GradualConfig | RunningMove | None) -> str:
    return f"{move.percent:g}% of release {move.release}" if move else "no gradual move"


def _data(record: PromotionRecord | GradualConfig | None) -> dict[str, Any] | None:
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True) if record else None


def service_status(
    configs: Mapping[str, ServiceConfig],
    deployed: Deployments,
    order: Sequence[str],
    *,
    pinned: Mapping[str, Release],
) -> dict[str, StageStatus]:
    """Every stage, those of the order of promotion first; `pinned` is what release files say of stages."""
    stages = [*order, *(stage for stage in configs if stage not in order)]
    deployed = _of_service(deployed, {config.service for config in configs.values()})
    before = dict(zip(order[1:], order, strict=False))
    return {
        stage: _status(stage, configs[stage], deployed, before.get(stage), pinned.get(stage))
        for stage in stages
    }


def _of_service(deployed: Deployments, services: set[str]) -> Deployments:
    """What is known, where what another service runs says nothing of a stage."""
    others = {
        stage: f"{each.origin} is of the service {each.release.service!r}. Give what this one exports."
        for stage, each in deployed.found.items()
        if each.release and each.release.service not in services
    }
    found = {stage: each for stage, each in deployed.found.items() if stage not in others}
    return replace(deployed, found=found, unknown={**deployed.unknown, **others})


def _status(
    stage: str, config: ServiceConfig, deployed: Deployments, before: str | None, pinned: Release | None
) -> StageStatus:
    runs, source = deployed.runs(stage), deployed.runs(before) if before else None
    settings = config.stages[stage]
    return StageStatus(
        stage=stage,
        release=settings.release,
        variables=promotable_variables(config, stage),
        pinned=pinned,
        promoted=settings.promoted,
        gradual=settings.gradual,
        deployed=deployed.found.get(stage),
        unknown=deployed.unknown.get(stage),
        before=before,
        source=source,
        differences=_differences(runs, source, is_shared=config.is_shared) if runs and source else None,
    )


def _differences(runs: Release, source: Release, *, is_shared: bool) -> Differences:
    """What a promotion would change."""
    # What belongs to a stage is no promotion's matter: its throttles differ for good.
    found = compare(runs, replace(source, settings=runs.settings))
    return Differences.of([*found.changes, *_versions(runs, source)]) if is_shared else found


def _versions(runs: Release, source: Release) -> Iterable[Change]:
    """Functions of the same code whose version has other settings: one stack counts for all its stages."""
    for name, new in source.functions.items():
        old = runs.functions.get(name)
        if old and old.content == new.content and old.version != new.version:
            what = f"version {new.version} has other settings than version {old.version}."
            yield Change("function", f"functions.{name}", what, breaking=False)
