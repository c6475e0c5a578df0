"""What one stage is to run by the config, what it runs, and how far it is behind the stage before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.config.promotion import LATEST, PromotionRecord
from pulumi_apigw.config.resolve import promotable_variables
from pulumi_apigw.promotion import Deployments
from pulumi_apigw.releases import FunctionRelease, Release
from pulumi_apigw.releases.differences import Differences, compare

from .promotion_text import up_command
from .words import count

__all__ = ["StageStatus", "service_status"]


@dataclass(frozen=True, kw_only=True)
class StageStatus:
    """One stage.

    `release` is what the config says, an id or `latest`; `variables` are those that can be promoted, with the
    config's values. `deployed` is None where nothing runs, and where that is `unknown`, for the reason there.
    `before` is the stage that promotions come from, `differences` what its release would change here.
    """

    stage: str
    release: str
    variables: Mapping[str, str]
    promoted: PromotionRecord | None = None
    deployed: Release | None = None
    unknown: str | None = None
    before: str | None = None
    differences: Differences | None = None

    @property
    def functions(self) -> Mapping[str, FunctionRelease]:
        """The functions that run."""
        return self.deployed.functions if self.deployed else {}

    @property
    def commit(self) -> str | None:
        """The commit of what runs."""
        return self.deployed.commit if self.deployed else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """What the config says and the stage does not run yet."""
        return tuple(self._waiting())

    def _waiting(self) -> Iterator[str]:
        if self.unknown:
            return
        if self.deployed is None:
            yield "nothing is deployed"
            return
        if self.release not in (LATEST, self.deployed.id):
            yield f"the file says release {self.release}, and {self.deployed.id} runs"
        for name, value in self.variables.items():
            runs = self.deployed.variables.get(name)
            if runs != value:
                yield f"the file says {name} {value!r}, and {runs!r} runs"

    def notes(self, folder: Path) -> Iterator[str]:
        """What differs, a line each; `folder` is the Pulumi project's."""
        if self.unknown:
            yield f"{self.stage}: {self.unknown}"
        if self.waiting:
            yield f"{self.stage}: {'; '.join(self.waiting)}. Run: {up_command(self.stage, folder)}"
        elif self.differences and self.differences.changes:
            number = count(len(self.differences.changes), "change")
            command = f"apigw promote {self.before} {self.stage} --check"
            yield f"{self.stage}: {number} behind {self.before}. Show them: {command}"

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        record = self.promoted
        behind = self.differences and {"stage": self.before, **self.differences.to_data()}
        return {
            "stage": self.stage,
            "release": self.release,
            "deployed": self.deployed.id if self.deployed else None,
            "commit": self.commit,
            "functions": {name: asdict(each) for name, each in self.functions.items()},
            "variables": dict(self.variables),
            "promoted": record and record.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "waiting": list(self.waiting),
            "behind": behind,
            "unknown": self.unknown,
        }


def service_status(
    configs: Mapping[str, ServiceConfig], deployed: Deployments, order: Sequence[str]
) -> dict[str, StageStatus]:
    """Every stage, those of the order of promotion first."""
    stages = [*order, *(stage for stage in configs if stage not in order)]
    before = dict(zip(order[1:], order, strict=False))
    return {stage: _status(stage, configs[stage], deployed, before.get(stage)) for stage in stages}


def _status(stage: str, config: ServiceConfig, deployed: Deployments, before: str | None) -> StageStatus:
    runs, source = _release(deployed, stage), _release(deployed, before) if before else None
    return StageStatus(
        stage=stage,
        release=config.stages[stage].release,
        variables=promotable_variables(config, stage),
        promoted=config.stages[stage].promoted,
        deployed=runs,
        unknown=deployed.unknown.get(stage),
        before=before,
        # What belongs to a stage is no promotion's matter: its throttles differ for good.
        differences=compare(runs, replace(source, settings=runs.settings)) if runs and source else None,
    )


def _release(deployed: Deployments, stage: str) -> Release | None:
    found = deployed.found.get(stage)
    return found.release if found else None
