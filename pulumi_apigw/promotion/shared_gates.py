"""Gates on what AWS and git keep of a release, so that a stage can be pinned to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..config.stages import StageConfig
from ..errors import ConfigError
from ..releases import Release
from ..releases.files import FOLDER, release_path
from ..releases.running import stage_runs
from . import git
from .file import FileChanges
from .gates import Gate, quoted
from .release_files import ReleaseFiles, other_versions
from .release_gates import not_in_aws

__all__ = ["deployments_kept", "own_versions", "release_files"]


def release_files(
    files: ReleaseFiles, config: ServiceConfig, *, promoted: Iterable[str] = (), adds: bool = True
) -> tuple[Gate, FileChanges]:
    """The release files that the stages need then are there, or can be written and committed.

    Of releases that are `promoted` it has to be known what their files are to say.
    """
    try:
        changes = files.changes(config, adds=adds)
        unknown = next((each for each in promoted if files.find(each) is None), None)
    except ConfigError as error:
        return Gate("release files", False, str(error)), FileChanges()
    if unknown:
        fact = f"Nobody tells which versions release {unknown!r} has of its functions: it is not deployed."
        return Gate("release files", False, fact, "Deploy it first."), FileChanges()
    folder = files.folder / FOLDER
    if folder.exists() and not folder.is_dir():
        fact = f"{folder} is no folder, and release files belong there."
        return Gate("release files", False, fact, "Give that file another name."), FileChanges()
    if ignored := git.ignored(files.folder, changes.written):
        fact = f"git ignores {_listed(ignored)}, which a pinned stage cannot be deployed without."
        return Gate("release files", False, fact, f"Add '!/{FOLDER}/*.json' to .gitignore."), FileChanges()
    written, removed = changes.written, changes.removed
    said = [f"{_listed(written)} {'is' if len(written) == 1 else 'are'} written"] if written else []
    goes = "goes" if len(removed) == 1 else "go"
    said += [f"{_listed(removed)} {goes}, which no stage needs any more"] if removed else []
    fact = "; ".join(said) or f"{folder} has what the stages need"
    return Gate("release files", True, f"{fact}."), changes


def own_versions(files: ReleaseFiles, stage: StageConfig, runs: Release | None, known: Gate) -> Gate:
    """The file of what a stage runs has the stage's own versions, where it has no record that says them."""
    if runs is None or (files.is_shared and stage.release != LATEST):
        return known
    if not other_versions(runs, files.find(runs.id)):
        return known
    path = release_path(files.folder, runs.id)
    fact = f"{path} has the versions of another stage, and {runs.stage!r} runs others."
    return Gate("release files", False, fact, "Promote it as a whole, without --percent.")


def deployments_kept(
    config: ServiceConfig, stage: str, tree: Release, files: ReleaseFiles, *, promoted: str | None = None
) -> Gate:
    """AWS has what the stages are pinned to then, or the files here make it.

    `config` is what the file would say. `promoted` is a release that another gate has seen to.
    """
    try:
        run = stage_runs(config, tree, files.folder, find_release=files.find)[stage]
    except ConfigError as error:
        return Gate("deployments", False, "; ".join(str(each) for each in error.problems))
    for release in (run.stable, run.gradual):
        if release is None or release.id == promoted:
            continue
        if lost := not_in_aws(release, tree):
            fact = (
                f"AWS has no deployment of {quoted(lost)} in release {release.id!r}, and the files here give"
            )
            return Gate("deployments", False, f"{fact} another.", _way_back(config, stage, release))
    if run.stable is None and config.stages[stage].release == LATEST:
        return Gate("deployments", True, f"{stage!r} takes what the files give.")
    return Gate("deployments", True, f"AWS has what {stage!r} is to run, or the files here give it.")


def _way_back(config: ServiceConfig, stage: str, release: Release) -> str:
    first = config.promotion_order[0]
    commit = f"the files of commit {release.commit[:12]}" if release.commit else "its files"
    if first == stage:
        return f"Bring {commit} back, and deploy them."
    return f"Bring {commit} back, deploy them to {first!r}, and promote them."


def _listed(paths: Iterable[Path]) -> str:
    names: Sequence[str] = [str(path) for path in paths]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
