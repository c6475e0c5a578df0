"""Gradual moves: a share of a stage's requests runs another release, until the move is completed or ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..config import ConfigFile, ServiceConfig
from ..config.promotion import LATEST, GradualConfig
from ..releases import Release
from ..source import Path as DataPath
from .change import ShareChange, StageChange
from .edit import REMOVE
from .gates import Gate, quoted
from .release_gates import takes_hold

__all__ = [
    "Share",
    "can_be_shared",
    "completed",
    "ended",
    "other_files",
    "promoted_before",
    "share_changed",
    "under_way",
]

C = TypeVar("C", bound=StageChange)


@dataclass(frozen=True)
class Share:
    """How many percent of the requests are to get a release, more than 0 up to 100, and until when."""

    percent: float
    until: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether the stage is to get it as a whole."""
        return self.percent >= 100

    @property
    def number(self) -> float:
        """The percentage as it is written."""
        return int(self.percent) if self.percent == int(self.percent) else self.percent


def can_be_shared(
    target: str,
    stable: str,
    runs: Release | None,
    release: Release,
    *,
    is_shared: bool,
    variables: Sequence[str] = (),
) -> Gate:
    """A share of the target's requests can get another release than the others run.

    Where stages share a stack (`is_shared`), a REST API has the deployments of both for its canary, which has
    the `variables` that change too.
    """
    whole = "Promote it as a whole, without --percent."
    if runs is None:
        return Gate("gradual", False, f"It is not known that {target!r} runs anything to move from.", whole)
    if stable not in (LATEST, runs.id):
        fact = f"{target!r} is pinned to release {stable!r}, and {runs.id!r} runs."
        return Gate("gradual", False, fact, "Deploy what is pinned first.")
    if release.id == runs.id:
        fact = f"{target!r} runs that release already, so there is nothing to share."
        return Gate("gradual", False, fact, whole)
    rest, others = _changed(runs, release, rest=True), _changed(runs, release, rest=False)
    if not _has_other_code(runs, release) and not (rest and is_shared):
        fact = f"Only {', '.join([*rest, *others])} would change, whose routes AWS moves at once."
        return Gate("gradual", False, fact, whole)
    told = f"{target!r} moves from {runs.id!r} to {release.id!r} bit by bit."
    # A stack of its own deploys the files' routes: what is pinned there is the version of each function.
    now, later = ([], others) if is_shared else ([*rest, *others], [])
    told += f" Routes of {', '.join(now)}: all at once now." if now else ""
    told += f" Routes of {', '.join(later)}: all at once when it is completed." if later else ""
    plain = [f"apis.{name}" for name, api in release.apis.items() if api["protocol"] != "rest"]
    if variables and plain:
        told += f" {quoted(variables)} of {', '.join(plain)}: when it is completed."
    return Gate("gradual", True, told)


def _has_other_code(runs: Release, release: Release) -> bool:
    """Whether a function has other code, of which a share of its calls can be."""
    return any(
        name in runs.functions and runs.functions[name].content != each.content
        for name, each in release.functions.items()
    )


def _changed(runs: Release, release: Release, *, rest: bool) -> list[str]:
    """REST APIs, or others, that differ."""
    names = [name for name, api in release.apis.items() if (api["protocol"] == "rest") == rest]
    parts = [f"apis.{name}" for name in names]
    return [part for part in parts if runs.contents.get(part) != release.contents.get(part)]


def completed(target: str, running: GradualConfig) -> Gate:
    """The move that is under way gets all requests."""
    return Gate("gradual", True, f"{_fact(target, running)}, which this completes.")


def under_way(target: str, running: GradualConfig, source: str, runs: Release | None) -> Gate:
    """Another release is on its way to the target."""
    other = f"{source!r} runs {runs.id!r} by now" if runs else f"it is not known what {source!r} runs"
    fix = (
        f"Complete it first (apigw promote {running.source} {target} --percent 100), "
        f"or end it (apigw rollback {target})."
    )
    return Gate("gradual", False, f"{_fact(target, running)}, and {other}.", fix)


def other_files(target: str, tree: Release) -> Gate:
    """The files give another release than the one that a stage of its own stack moves to."""
    fact = f"The files here give release {tree.id!r}, and a stage of its own stack runs nothing else."
    fix = f"Check out the commit that began the move, or end it: apigw rollback {target}"
    return Gate("files", False, fact, fix)


def promoted_before(running: GradualConfig, known: Release | None) -> Release | None:
    """The release that a stage moves to as it was promoted, with what the record of the move says of it."""
    if known is None or known.id != running.release:
        return None
    found = replace(
        known, stage=running.source, commit=running.commit or known.commit, variables=running.variables
    )
    return found.with_versions(running.versions)


def share_changed(change: C, file: ConfigFile, target: str, share: Share, at: str) -> C:
    """The change of the share of a move that is under way, with its gates."""
    config = file.examination.written[target]
    running = config.stages[target].gradual
    assert running is not None
    gate = Gate("gradual", True, f"{_fact(target, running)}.")
    until = share.until or running.until
    change = replace(
        change,
        release=running.release,
        share=ShareChange(running.release, running.percent, share.number, until),
    ).with_gates(gate)
    if (share.number, until) == (running.percent, running.until):
        return change
    here: DataPath = ("stages", target, "gradual")
    changes: dict[DataPath, Any] = {(*here, "percent"): share.number, (*here, "at"): at}
    if until:
        changes[(*here, "until")] = until
    record = {**_data(running), **{str(path[-1]): value for path, value in changes.items()}}
    return _edited(replace(change, changes=changes, record=record), file, target)


def ended(change: C, file: ConfigFile, config: ServiceConfig, target: str) -> tuple[C, ConfigFile | None]:
    """The change that ends the move under way, with its gates; and the file as it would be."""
    running = config.stages[target].gradual
    assert running is not None
    gate = Gate("record", True, f"{_fact(target, running)}, which this ends.")
    share = ShareChange(running.release, running.percent, None)
    changes: dict[DataPath, Any] = {("stages", target, "gradual"): REMOVE}
    change = replace(
        change, release=config.stages[target].release, share=share, changes=changes, record=_data(running)
    )
    change, edited = change.with_gates(gate).edited(file)
    return (change.with_gates(takes_hold(edited, target, changes)) if edited else change), edited


def _edited(change: C, file: ConfigFile, target: str) -> C:
    change, edited = change.edited(file)
    return change.with_gates(takes_hold(edited, target, change.changes)) if edited else change


def _fact(target: str, running: GradualConfig) -> str:
    share = f"{running.percent:g}% of its requests since {running.at}"
    return f"{target!r} moves to release {running.release!r} ({share})"


def _data(running: GradualConfig) -> Mapping[str, Any]:
    return running.model_dump(mode="json", by_alias=True, exclude_defaults=True)
