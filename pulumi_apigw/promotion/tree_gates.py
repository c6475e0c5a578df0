"""Gates on the working tree: what was deployed from it is what is committed, and stays so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from pathspec import GitIgnoreSpec

from ..artifacts.files import DEFAULT_EXCLUDES, collect
from ..config import ConfigFile, ServiceConfig
from ..config.functions import FunctionConfig
from ..errors import PromotionError
from ..releases.files import FOLDER, is_release_file, release_path
from ..releases.tree import files_of_release
from . import git
from .gates import Gate

__all__ = ["clean_tree", "not_packed"]

# More names than this are no help in one line.
_LISTED = 5


def clean_tree(file: ConfigFile, config: ServiceConfig) -> Gate:
    """All that is deployed is committed, as far as there is git."""
    folder = file.folder
    if not git.has_repository(folder):
        return Gate("clean tree", True, f"{file.path} is in no git repository, so no commit is recorded.")
    if not git.has_git():
        fact = "git is not installed, so it is not known whether all is committed."
        return Gate("clean tree", False, fact, "Install it: https://git-scm.com")
    commit = git.head(folder)
    try:
        changed = git.uncommitted(folder, files_of_release(config, file.sources, folder))
        # What a killed promotion wrote of them, this one writes again.
        changed = tuple(each for each in changed if not is_release_file(PurePath(each)))
    except PromotionError as error:
        return Gate("clean tree", False, f"It is not known whether all is committed: {error}.")
    if commit is None:
        return Gate("clean tree", False, "Nothing is committed yet.", "Commit the service first.")
    if changed:
        more = [f"and {len(changed) - _LISTED} more"] if len(changed) > _LISTED else []
        listed = ", ".join([*changed[:_LISTED], *more])
        number = "1 file has" if len(changed) == 1 else f"{len(changed)} files have"
        fact = f"{number} changes that are not committed: {listed}."
        return Gate("clean tree", False, fact, "Commit them, or stash them.")
    return Gate("clean tree", True, f"All is committed ({commit[:12]}).")


def not_packed(file: ConfigFile, config: ServiceConfig, *, with_releases: bool) -> Gate:
    """No function's zip holds the file that the promotion changes: the change would be another release.

    `with_releases`: whether release files are written too. Raises ArtifactError for a function that cannot
    be packed.
    """
    path = file.path.resolve()
    for name, function in config.functions.items():
        if not isinstance(function, FunctionConfig):
            continue
        source = (file.folder / function.source).resolve()
        excludes = (*DEFAULT_EXCLUDES, *function.exclude)
        own = None
        if path.is_relative_to(source) and any(
            each.path.resolve() == path for each in collect(source, excludes)
        ):
            own, held = path.relative_to(source).as_posix(), str(file.path)
        elif with_releases and (inside := _release_files(file, source, excludes)):
            own, held = f"{inside}/", str(file.folder / FOLDER)
        if own:
            fact = f"The function {name!r} has {held} in its zip, so this makes another release."
            fix = f"Leave it out: functions.{name}.exclude: [{own}]. Then deploy again."
            return Gate("zips", False, fact, fix)
    return Gate("zips", True, f"No function has {file.path} in its zip.")


def _release_files(file: ConfigFile, source: Path, excludes: Iterable[str]) -> str | None:
    """The folder of release files, as `source` names it, where the zip of it would hold them."""
    path = release_path(file.folder.resolve(), "0" * 12)
    if not path.is_relative_to(source):
        return None
    own = path.relative_to(source)
    return None if GitIgnoreSpec.from_lines(excludes).match_file(own) else own.parent.as_posix()
