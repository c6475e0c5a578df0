"""A stage that is pinned to a release, and a working tree that gives another one."""

from __future__ import annotations

from collections.abc import Callable

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..errors import Problem
from ..source import Path, SourceMap, format_path
from .release import Release, differing_parts

__all__ = ["pin_problem", "unknown_release"]


def pin_problem(
    config: ServiceConfig, release: Release, sources: SourceMap, *, find_commit: Callable[[str], str | None]
) -> Problem | None:
    """What keeps `release` out of its stage: the release that the stage is pinned to; None where it may go.

    A stage on its way to a release is deployed from the files of that one. `find_commit` gives the commit
    that pinned the stage to a release, and is asked only then.
    """
    stage, move = release.stage, config.stages[release.stage].gradual
    pinned = move.release if move else config.stages[stage].release
    if pinned in (LATEST, release.id):
        return None
    path = ("stages", stage, *(("gradual",) if move else ()), "release")
    fact = _other_release(release, pinned, is_moving=move is not None)
    differing = [] if move else _differing(config, release)
    parts = f", which differs in {_listed(differing)}" if differing else ""
    commit = find_commit(pinned)
    checkout = f"git checkout {commit[:12]}" if commit else "check out the commit that pinned it"
    here = _end(stage) if move else _take_what_is_here(config, stage)
    fix = f"Deploy what is pinned ({checkout}), or {here}."
    return Problem(format_path(path), f"{fact}{parts}. {fix}", sources.locate(path))


def unknown_release(
    config: ServiceConfig, tree: Release, sources: SourceMap, stage: str, path: Path, release: str
) -> Problem:
    """A shared service's stage is to run `release`, of which there is no file, and the files give another."""
    is_moving = "gradual" in path
    fact = _other_release(tree, release, is_moving=is_moving)
    here = _end(stage) if is_moving else _take_what_is_here(config, stage)
    fix = f"Take its file from git (releases/{release}.json is not there), or {here}."
    return Problem(format_path(path), f"{fact}. {fix}", sources.locate(path))


def _other_release(tree: Release, pinned: str, *, is_moving: bool) -> str:
    what = "moves" if is_moving else "is pinned"
    return f"the stage {what} to release {pinned!r}, and the files here give {tree.id!r}"


def _end(stage: str) -> str:
    return f"end the move (apigw rollback {stage})"


def _differing(config: ServiceConfig, release: Release) -> list[str]:
    """The APIs and functions that are others than were promoted, as far as the record of that says it."""
    stage = config.stages[release.stage]
    if stage.promoted is None or stage.promoted.release != stage.release:
        return []
    return differing_parts(stage.promoted.contents, release.contents)


def _take_what_is_here(config: ServiceConfig, stage: str) -> str:
    order = config.promotion_order
    if stage == order[0]:  # to which nothing is promoted
        return "deploy what is here ('release: latest')"
    before = order[order.index(stage) - 1] if stage in order else None
    promoted = config.stages[stage].promoted
    source = before or (promoted.source if promoted else "FROM")
    return f"promote what is here (apigw promote {source} {stage})"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
