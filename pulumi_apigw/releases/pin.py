"""A stage that is pinned to a release, and a working tree that gives another one."""

from __future__ import annotations

from collections.abc import Callable

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..errors import Problem
from ..source import SourceMap, format_path
from .release import Release, differing_parts

__all__ = ["pin_problem"]


def pin_problem(
    config: ServiceConfig, release: Release, sources: SourceMap, *, find_commit: Callable[[str], str | None]
) -> Problem | None:
    """What keeps `release` out of its stage: the release that the stage is pinned to; None where it may go.

    `find_commit` gives the commit that pinned the stage to a release, and is asked only then.
    """
    pinned = config.stages[release.stage].release
    if pinned in (LATEST, release.id):
        return None
    path = ("stages", release.stage, "release")
    fact = f"the stage is pinned to release {pinned!r}, and the files here give {release.id!r}"
    differing = _differing(config, release)
    parts = f", which differs in {_listed(differing)}" if differing else ""
    commit = find_commit(pinned)
    checkout = f"git checkout {commit[:12]}" if commit else "check out the commit that pinned it"
    fix = f"Deploy what is pinned ({checkout}), or promote what is here ({_promote(config, release.stage)})."
    return Problem(format_path(path), f"{fact}{parts}. {fix}", sources.locate(path))


def _differing(config: ServiceConfig, release: Release) -> list[str]:
    """The APIs and functions that are others than were promoted, as far as the record of that says it."""
    stage = config.stages[release.stage]
    if stage.promoted is None or stage.promoted.release != stage.release:
        return []
    return differing_parts(stage.promoted.contents, release.contents)


def _promote(config: ServiceConfig, stage: str) -> str:
    order = config.promotion_order
    before = order[order.index(stage) - 1] if stage in order[1:] else None
    promoted = config.stages[stage].promoted
    return f"apigw promote {before or (promoted.source if promoted else 'FROM')} {stage}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
