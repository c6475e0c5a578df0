"""A promotion before it is made: what it changes, and whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from ..config import ConfigFile, ServiceConfig
from ..errors import ConfigError
from ..releases import Release, release_in_tree
from ..releases.differences import Differences, compare
from . import gates, gradual, release_gates, shared_gates, tree_gates
from .change import StageChange, WrittenConfig, stage_config, time_text
from .deployed import Deployments
from .gates import Gate
from .gradual import Share
from .move import FunctionChange, Move
from .release_files import ReleaseFiles

__all__ = ["FunctionChange", "Promotion", "plan_promotion"]

Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Promotion(StageChange):
    """What `apigw promote` would do to `target`.

    `release` is the source's. `differences` compare what the target runs with what it would run; None where
    either is not known.
    """

    source: str
    target: str
    functions: tuple[FunctionChange, ...] = ()
    differences: Differences | None = None

    def to_data(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {
            "source": self.source,
            "target": self.target,
            **super().to_data(),
            "functions": [asdict(each) for each in self.functions],
            "differences": self.differences and self.differences.to_data(),
        }


def plan_promotion(
    written: WrittenConfig,
    source: str,
    target: str,
    *,
    deployed: Deployments,
    share: Share | None = None,
    allow_breaking: bool = False,
    now: datetime | None = None,
    report: Report | None = None,
) -> Promotion:
    """What promoting `source` to `target` would change in a config's file, and every gate.

    With a `share`, that part of the target's requests gets what the source runs, or a move that is under way
    gets another share. Functions are packed, as a deployment would do; `report` is told what takes long.
    `now` is the time of the record (default: the clock's). Raises ConfigError for a file that is no config,
    and ArtifactError for a function that cannot be packed.
    """
    file, at = written.file, time_text(now)
    promotion = Promotion(
        path=file.path, is_shared=file.is_shared, source=source, target=target, old_text=written.text
    )
    exist = gates.stages_exist(file, source, target)
    if not exist.passed:
        return promotion.with_gates(exist)
    config = stage_config(file, target)
    promotion = replace(promotion, old_release=config.stages[target].release)
    promotion = promotion.with_gates(exist, gates.order(config, source, target))
    if config.stages[target].gradual and share and not share.is_all:
        return _share_changed(promotion, file, share, at, report)
    files = _files(file, config, source, target, deployed)
    in_tree = partial(release_in_tree, file, source, report=report)
    promotion, release = _released(promotion, config, deployed, files, share, in_tree)
    if release is None:
        return promotion.with_gates(tree_gates.clean_tree(file, config))
    move = Move(file, config, release, target, deployed, files, share, at)
    return _planned(promotion, move, allow_breaking, report)


def _files(
    file: ConfigFile, config: ServiceConfig, source: str, target: str, deployed: Deployments
) -> ReleaseFiles:
    """Release files with what stages say: of one stack all of them, else the target of itself alone."""
    stages = dict.fromkeys([source, target, *deployed.found]) if config.is_shared else [target]
    told = [release for stage in stages if (release := deployed.runs(stage))]
    own = [release for release in told if release.service == config.service]
    moves = [each.move for each in deployed.found.values() if each.move and config.is_shared]
    return ReleaseFiles(file.folder, config.service, config.is_shared, own, moves)


def _share_changed(
    promotion: Promotion, file: ConfigFile, share: Share, at: str, report: Report | None
) -> Promotion:
    promotion = gradual.share_changed(promotion, file, promotion.target, share, at)
    if promotion.is_shared or not promotion.changes or file.examination.errors:
        return promotion
    tree = release_in_tree(file, promotion.target, report=report)
    if tree.id == promotion.release:
        return promotion.with_gates(Gate("files", True, "The files here give that release."))
    return promotion.with_gates(gradual.other_files(promotion.target, tree))


def _released(
    promotion: Promotion,
    config: ServiceConfig,
    deployed: Deployments,
    files: ReleaseFiles,
    share: Share | None,
    in_tree: Callable[[], Release],
) -> tuple[Promotion, Release | None]:
    """The release to promote: what the source runs, or a move is under way to; None where it is refused."""
    source, target = promotion.source, promotion.target
    known, release = gates.deployed(deployed, source, config)
    running = config.stages[target].gradual
    if running is None:
        return promotion.with_gates(known), release
    if release and release.id == running.release:
        return promotion.with_gates(known, gradual.completed(target, running)), release
    if share is not None:
        try:
            moved = files.find(running.release) if config.is_shared else in_tree()
        except ConfigError as error:
            return promotion.with_gates(Gate("release files", False, str(error))), None
        if found := gradual.promoted_before(running, moved):
            return promotion.with_gates(gradual.completed(target, running)), found
        if moved and not config.is_shared:
            return promotion.with_gates(known, gradual.other_files(target, moved)), None
    return promotion.with_gates(known, gradual.under_way(target, running, source, release)), None


def _planned(promotion: Promotion, move: Move, allow_breaking: bool, report: Report | None) -> Promotion:
    """The promotion of a release, with what it changes and every gate."""
    config, release = move.config, move.release
    promotion = replace(promotion, release=release.id, variables=move.variables(), functions=move.functions())
    if move.deployed.runs(promotion.source) == release:
        promotion = promotion.with_gates(gates.variables(config, release, move.written))
    try:
        if not move.is_needed:
            return _tidied(promotion, move)
        promotion = replace(promotion, share=move.share_change())
        if not move.is_whole:
            stable = config.stages[move.target].release
            shared = gradual.can_be_shared(
                move.target,
                stable,
                move.runs,
                release,
                is_shared=config.is_shared,
                variables=[each.name for each in promotion.variables],
            )
            promotion = promotion.with_gates(shared)
            if not shared.passed:
                return promotion
        record = move.record()
    except ConfigError as error:
        return promotion.with_gates(Gate("release files", False, str(error)))
    promotion = replace(promotion, changes=move.changes(record), record=record)
    writes_releases = config.is_shared or not move.is_whole
    promotion, edited = promotion.with_gates(
        tree_gates.clean_tree(move.file, config),
        tree_gates.not_packed(move.file, config, with_releases=writes_releases),
    ).edited(move.file)
    settings = move.runs.settings if move.runs else {}
    if edited:
        ours = release_in_tree(edited, release.stage, report=report)
        theirs = release_in_tree(edited, move.target, report=report)
        settings = theirs.settings
        promotion = _with_release_gates(promotion, move, edited, ours, theirs)
    return _compared(promotion, move, replace(release, settings=settings), allow_breaking)


def _tidied(promotion: Promotion, move: Move) -> Promotion:
    """Nothing to promote; release files are mended, after a killed promotion or of what was sent anew."""
    if not move.config.is_shared or move.file.examination.errors:
        return promotion
    known, files = shared_gates.release_files(move.files, move.config, adds=False)
    return replace(promotion, files=files).with_gates(known)


def _with_release_gates(
    promotion: Promotion, move: Move, edited: ConfigFile, ours: Release, theirs: Release
) -> Promotion:
    """The promotion with the gates on what would be deployed, and the release files."""
    target, release = move.target, move.release
    config = edited.stage(target)
    promotion = promotion.with_gates(
        release_gates.takes_hold(edited, target, promotion.changes),
        release_gates.same_in_tree(ours, release, config),
        release_gates.same_in_target(move.file, ours, theirs),
    )
    stable = [] if move.is_whole else [config.stages[target].release]
    promoted = [*stable, *([release.id] if config.is_shared else [])]
    known, files = shared_gates.release_files(move.files, config, promoted=promoted)
    if known.passed and not move.is_whole:
        known = shared_gates.own_versions(move.files, move.settings, move.runs, known)
    promotion = replace(promotion, files=files)
    if config.is_shared or files or not known.passed:
        promotion = promotion.with_gates(known)
    if not config.is_shared or not known.passed:
        return promotion
    kept = shared_gates.deployments_kept(config, target, theirs, move.files, promoted=release.id)
    return promotion.with_gates(kept)


def _compared(promotion: Promotion, move: Move, release: Release, allow_breaking: bool) -> Promotion:
    """The promotion with what it changes for callers."""
    known = release_gates.target_known(move.deployed, move.target, move.config, allow_breaking=allow_breaking)
    promotion = promotion.with_gates(known)
    if move.target not in move.deployed.found or not known.passed:
        return promotion
    differences = compare(move.runs, replace(release, stage=move.target, variables=move.given))
    breaks = release_gates.nothing_breaks(differences, move.target, allow_breaking=allow_breaking)
    return replace(promotion, differences=differences).with_gates(breaks)
