"""What must hold before a stage is changed, each with what is found and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..config import ConfigFile, ServiceConfig
from ..releases import Release
from ..source import did_you_mean
from .deployed import Deployments

__all__ = ["Gate", "deployed", "no_errors", "order", "quoted", "stages_exist", "up", "variables"]


@dataclass(frozen=True)
class Gate:
    """One condition: `text` is the fact, `fix` what to do where it does not hold."""

    name: str
    passed: bool
    text: str
    fix: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {"name": self.name, "passed": self.passed, "text": self.text, "fix": self.fix}


def stages_exist(file: ConfigFile, *stages: str) -> Gate:
    """The stages are in the config, and are two."""
    written = file.data.get("stages")
    known = list(written) if isinstance(written, Mapping) else []
    if unknown := [stage for stage in stages if stage not in known]:
        fix = " ".join(did_you_mean(stage, known) for stage in unknown)
        return Gate("stages", False, f"There is no stage {quoted(unknown, 'or')} in {file.path}.", fix)
    if len(set(stages)) < len(stages):
        fix = "Name the stage that it comes from, and the one that it goes to."
        return Gate("stages", False, f"{stages[0]!r} cannot be promoted to itself.", fix)
    return Gate("stages", True, f"{file.path} has {quoted(stages)}.")


def order(config: ServiceConfig, source: str, target: str) -> Gate:
    """`source` is the stage before `target`."""
    stages = config.promotion_order
    key = "promotion.order" if config.promotion.order else "the order of the stages"
    listed = f"{key}: {', '.join(stages)}"
    if missing := [stage for stage in (source, target) if stage not in stages]:
        fact = f"{quoted(missing)} {'is' if len(missing) == 1 else 'are'} not in promotion.order"
        return Gate("order", False, f"{fact} ({', '.join(stages)}).", "Add it where it belongs.")
    if target == stages[0]:
        fact = f"{target!r} is the first stage ({listed}), to which nothing is promoted."
        return Gate("order", False, fact, "Deploy it from the files, or change promotion.order.")
    before = stages[stages.index(target) - 1]
    if before != source:
        fact = f"{target!r} gets what {before!r} runs ({listed}), and not what {source!r} runs."
        return Gate("order", False, fact, f"Promote {before} to {target}, or change promotion.order.")
    return Gate("order", True, f"{target!r} comes after {source!r} ({listed}).")


def up(config: ServiceConfig, stage: str) -> str:
    """The command that deploys a stage."""
    return "pulumi up" if config.is_shared else f"pulumi up --stack {stage}"


def deployed(deployments: Deployments, stage: str, config: ServiceConfig) -> tuple[Gate, Release | None]:
    """It is known what the source runs; with the release, None where the gate does not hold."""
    service = config.service

    def refused(text: str, fix: str | None = None) -> tuple[Gate, None]:
        return Gate("deployed", False, text, fix), None

    first = f"Deploy it first: {up(config, stage)}"
    found = deployments.found.get(stage)
    if found is None:
        why = deployments.unknown.get(stage, "nobody told.")
        return refused(f"It is not known what {stage!r} runs: {why}")
    release = found.release
    if release is None:
        return refused(f"{stage!r} is not deployed: {found.origin}.", first)
    if release.service != service:
        fact = f"{found.origin}: this is the service {release.service!r}, and not {service!r}."
        return refused(fact, f"Give what the stack of {service!r} exports.")
    if not release.is_built:
        fact = f"{found.origin}: this was captured, not deployed: the code of the functions is not known."
        return refused(fact, first)
    return Gate("deployed", True, f"{stage!r} runs release {release.id!r} ({found.origin})."), release


def variables(config: ServiceConfig, source: Release, written: Mapping[str, str]) -> Gate:
    """The source runs with a value of each promotable variable; `written` are the file's values of them."""
    promotable = [name for name, each in config.stage_variables.items() if each.promote]
    stage = source.stage
    if missing := [name for name in promotable if name not in source.variables]:
        fact = f"{stage!r} runs without a value of {quoted(missing)}, which can be promoted by now."
        return Gate("variables", False, fact, f"Deploy it again: {up(config, stage)}")
    stays = [name for name in source.variables if name not in promotable]
    stay = "stays" if len(stays) == 1 else "stay"
    left = f" {quoted(stays)} can no longer be promoted and {stay} behind." if stays else ""
    waiting = [name for name in promotable if written.get(name) != source.variables[name]]
    if waiting:
        left += f" The file gives it another {quoted(waiting)}, not deployed and so not promoted."
    if not promotable:
        return Gate("variables", True, f"No stage variable is promoted (promote: true).{left}")
    return Gate("variables", True, f"{stage!r} has a value of {quoted(promotable)}.{left}")


def no_errors(file: ConfigFile, now: ConfigFile) -> Gate:
    """The config as it would be has no errors; those that it has `now` are told with the lines of now."""
    known = {(each.path, each.message): each for each in now.problems}
    errors = [known.get((each.path, each.message), each) for each in file.examination.errors]
    if not errors:
        return Gate("config", True, f"{file.path} has no errors then.")
    listed = "\n".join(f"  {problem}" for problem in errors)
    number = "an error" if len(errors) == 1 else f"{len(errors)} errors"
    return Gate("config", False, f"{file.path} has {number} then:\n{listed}", "Mend the config first.")


def quoted(names: Sequence[str], word: str = "and") -> str:
    """`'a', 'b' and 'c'`."""
    *first, last = [repr(name) for name in names]
    return f"{', '.join(first)} {word} {last}" if first else last
