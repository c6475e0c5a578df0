"""One stage on the way back to what its record says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..config import ConfigFile, ServiceConfig
from ..config.promotion import LATEST, PromotionRecord
from ..errors import ConfigError
from . import git
from .change import VariableChange, own_variables, variables_in
from .gates import Gate, quoted
from .release_files import ReleaseFiles

__all__ = ["Back"]


@dataclass(frozen=True)
class Back:
    """What a stage had before its last promotion, and what git and release files know of it."""

    file: ConfigFile
    config: ServiceConfig
    stage: str
    files: ReleaseFiles

    @property
    def written(self) -> PromotionRecord:
        """The record of the last promotion."""
        record = self.config.stages[self.stage].promoted
        assert record is not None
        return record

    def pinned(self) -> git.Pinned | None:
        """The commit that pinned the stage to what it had, whose files give that, with its variables.

        One that the record names goes before one of the release with other variables.
        """
        before, undone = self.written.before, self.file.data["stages"][self.stage]
        if before.release == LATEST:
            return None
        path, stage = self.file.path, self.stage
        found = git.find_promotion(path, stage, before.release, undone=undone, fits=self._has_variables)
        if found or before.commit:
            return found
        return git.find_promotion(path, stage, before.release, undone=undone)

    def _has_variables(self, stage: Any) -> bool:
        """Whether the stage, as a commit has it, has the variables that are put back."""
        wanted = {**own_variables(self.file, self.stage), **self.written.before.variables}
        promoted = [name for name, each in self.config.stage_variables.items() if each.promote]
        had = variables_in(stage)
        return all(had.get(name) == wanted.get(name) for name in promoted)

    def commit_of(self, release: str) -> str | None:
        """The commit whose files give the release that the stage is pinned to."""
        found = git.commit_that_pinned(self.file.path, self.stage, release)
        if found or release == LATEST:
            return found
        try:
            known = self.files.find(release)
        except ConfigError:
            return None  # what is wrong with the file keeps no move from being ended
        return known.commit if known else None

    def contents(self, release: str) -> Mapping[str, str]:
        """The digests of a release's parts, as far as there is a file of it."""
        known = self.files.find(release) if self.config.is_shared and release != LATEST else None
        return known.contents if known else {}

    def declared(self) -> Gate:
        """Which variables are put back; what is no longer declared has no place to go."""
        names = [name for name in self.written.before.variables if name not in self.config.stage_variables]
        if names:
            fact = f"{quoted(names)} {'is' if len(names) == 1 else 'are'} no longer declared"
            return Gate("variables", True, f"{fact} and not put back.")
        return Gate("variables", True, "Every variable that was changed is put back.")

    def variables(self) -> tuple[VariableChange, ...]:
        """The variables that get back what they had."""
        own = own_variables(self.file, self.stage)
        before = self.written.before.variables.items()
        values = [(name, own.get(name), value) for name, value in before]
        return tuple(
            VariableChange(name, old, new)
            for name, old, new in values
            if name in self.config.stage_variables and old != new
        )

    def other_versions(self) -> bool:
        """Whether functions had other versions of the same code."""
        return self.config.is_shared and dict(self.written.versions) != dict(self.written.before.versions)

    def record(
        self, commit: str | None, variables: Iterable[VariableChange], at: str, contents: Mapping[str, str]
    ) -> dict[str, Any]:
        """What would stand in the stage's `promoted`."""
        own, before = self.config.stages[self.stage], self.written.before
        old = {each.name: each.old for each in variables}
        # Those of the record hold for its release alone.
        is_own = self.written.release == own.release
        held = dict(self.written.versions) if is_own else {}
        # Of a promotion that is the commit that wrote it, which git knows.
        known = self.written.commit if is_own and self.written.rollback else None
        return {
            "from": self.stage,
            "release": before.release,
            "at": at,
            **({"commit": commit} if commit else {}),
            **({"contents": dict(contents)} if contents else {}),
            **({"versions": dict(before.versions)} if before.versions else {}),
            "before": {
                "release": own.release,
                **({"commit": known} if known else {}),
                **({"variables": old} if old else {}),
                **({"versions": held} if held else {}),
            },
            "rollback": True,
        }
