"""Whether stages get what they are pinned to, as `pulumi up` asks before it deploys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import click

from pulumi_apigw.config import ConfigFile
from pulumi_apigw.config.promotion import LATEST
from pulumi_apigw.errors import ConfigError, Problem
from pulumi_apigw.promotion.git import commit_that_pinned
from pulumi_apigw.releases import Release, release_in_tree
from pulumi_apigw.releases.files import release_path
from pulumi_apigw.releases.running import stage_runs
from pulumi_apigw.releases.tree import unpacked_release

__all__ = ["pinned_problems"]


def pinned_problems(file: ConfigFile, stage: str) -> Sequence[Problem]:
    """What keeps a stage, or all stages that share its stack, from what they are pinned to."""
    config = file.examination.stages[stage]
    find_commit = partial(commit_that_pinned, file.path, stage)
    try:
        tree = _tree(file, stage)
        stage_runs(config, tree, file.folder, sources=file.sources, find_commit=find_commit)
    except ConfigError as error:
        return error.problems
    return ()


def _tree(file: ConfigFile, stage: str) -> Release:
    """What the files give; without code where the files of releases say all that is asked for."""
    if file.is_shared and all(release_path(file.folder, each).is_file() for each in _pinned(file)):
        return unpacked_release(file, stage)
    return release_in_tree(file, stage, report=partial(click.echo, err=True))


def _pinned(file: ConfigFile) -> Iterator[str]:
    """Every release that a stage names."""
    for name, config in file.examination.stages.items():
        stage = config.stages[name]
        if stage.release != LATEST:
            yield stage.release
        if stage.gradual:
            yield stage.gradual.release
