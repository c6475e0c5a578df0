"""What each stage of a stack runs: releases, by its release files and by what the files give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..config import ServiceConfig
from ..config.promotion import LATEST
from ..releases import Release
from ..releases.running import StageRun

__all__ = ["StackRuns"]


@dataclass(frozen=True)
class StackRuns:
    """The stages of one stack, all of a shared service or one, and the releases that they run.

    `config` is what the stages have in common. `trees` is the release that the files give as each stage has
    it, with its own variables; it is meant where `runs` has None.
    """

    config: ServiceConfig
    trees: Mapping[str, Release]
    runs: Mapping[str, StageRun]

    @property
    def tree(self) -> Release:
        """What the files give, of whichever stage."""
        return next(iter(self.trees.values()))

    def release(self, stage: str) -> Release:
        """What a stage runs, with the stage's own settings and variables, which are not pinned.

        On its way to another release it is the one that it comes from.
        """
        tree, stable = self.trees[stage], self.runs[stage].stable
        if stable is None:
            return tree
        settings = {api: each for api, each in tree.settings.items() if api in stable.apis}
        return replace(stable, stage=stage, settings=settings, variables=tree.variables)

    def moving(self, stage: str) -> Release | None:
        """What a share of a stage's requests runs; None where no gradual move is under way."""
        run = self.runs[stage]
        return None if run.percent is None else run.gradual or self.tree

    def is_pinned(self, stage: str) -> bool:
        """Whether a stage runs one release alone."""
        return self.config.stages[stage].release != LATEST

    def absent(self) -> set[tuple[str, str]]:
        """Stages, each with an API that is new in the files: a stage gets it with a release that has it."""
        if not self.config.is_shared:
            return set()
        every = [(stage, api) for stage in self.runs for api in self.tree.apis]
        return {(stage, api) for stage, api in every if api not in self.release(stage).apis}
