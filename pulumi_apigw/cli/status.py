"""`apigw status`: all stages side by side, what the config gives them and what they run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.config import ConfigFile, load_config
from pulumi_apigw.config.promotion import LATEST
from pulumi_apigw.errors import ArtifactError
from pulumi_apigw.promotion import git
from pulumi_apigw.releases import Release, release_in_tree
from pulumi_apigw.releases.running import pinned_in_file

from .console import make_table, print_json, print_rich
from .files import config_file, file_option
from .pinned import pinned_problems
from .promotion_options import deployments, json_option, outputs_option, stack_option
from .promotion_text import checked_out, report, up_command
from .stage_status import StageStatus, service_status

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]


@click.command()
@file_option
@outputs_option
@stack_option
@json_option
def command(file: Path | None, outputs: tuple[str, ...], stack: str | None, as_json: bool) -> None:
    """Show all stages side by side: release, versions, variables, and where they differ.

    What api.yaml says is compared with what runs, and each stage with the one before it in
    'promotion.order'. What runs is told by the stacks, which Pulumi is asked for, or by files. Where it is
    not known, that is said, and api.yaml's side is shown.

    \b
    Examples:
      apigw status
      apigw status --outputs dev.json --outputs prod.json
      apigw status --json | jq '.stages[] | select(.waiting != []) | .stage'

    \b
    JSON: {"service", "stages": [{"stage", "release" ("latest" or an id), "deployed" (id, null if none),
      "commit", "functions": {name: {"version", "code_sha256"}}, "variables": {name: value}, "promoted",
      "gradual" (what api.yaml says of a gradual move, or null), "deployed_gradual": {"release", "percent"},
      "waiting": [what api.yaml says and the stage does not run], "behind": {"stage", "changes": [{"kind",
      "where", "what", "breaking", "why"}], "breaking"} or null, "unknown": why, or null}]}

    Exit codes: 0 shown, 1 errors in the config, in a release file or in a file of outputs.
    """
    config = load_config(config_file(file), stack=stack)
    stages = list(config.examination.stages)
    deployed = deployments(config, stages, outputs=outputs, stack=stack)
    order = config.stage(stages[0]).promotion_order
    statuses = service_status(config.examination.stages, deployed, order, pinned=dict(_pinned(config)))
    if as_json:
        data = [status.to_data() for status in statuses.values()]
        print_json({"service": config.stage(stages[0]).service, "stages": data})
    else:
        print_rich(*_text(statuses, config, stack))


def _pinned(file: ConfigFile) -> Iterator[tuple[str, Release]]:
    """What the stages of one stack are pinned to by release files."""
    for stage, config in file.examination.stages.items():
        found = pinned_in_file(config, stage, file.folder) if file.is_shared else None
        if found is not None:
            yield stage, found


def _text(
    statuses: Mapping[str, StageStatus], file: ConfigFile, stack: str | None
) -> Iterator[RenderableType]:
    yield make_table(("", *statuses), list(_rows(statuses)))
    refused = list(_refused(file, next(iter(statuses)))) if file.is_shared else []
    notes = list(_unknown(statuses.values()))
    for status in statuses.values():
        notes += status.notes(None if refused else _up(status, file, stack))
    if notes or refused:
        yield ""
        yield from notes
        yield from refused


def _unknown(statuses: Iterable[StageStatus]) -> Iterator[str]:
    """Why it is not known what stages run, once where one stack runs several."""
    stages: dict[str, list[str]] = {}
    for status in statuses:
        if status.unknown:
            stages.setdefault(status.unknown, []).append(status.stage)
    for why, names in stages.items():
        yield f"{', '.join(names)}: {why}"


def _refused(file: ConfigFile, stage: str) -> Iterator[str]:
    """What keeps one stack from deploying any of its stages."""
    try:
        yield from map(str, pinned_problems(file, stage))
    except ArtifactError:
        return


def _up(status: StageStatus, file: ConfigFile, stack: str | None) -> str:
    """How a stage is deployed: from the commit that pinned it, where the files here are refused."""
    command = up_command(stack if file.is_shared else status.stage, file.folder)
    moves = status.gradual.release if status.gradual else status.release
    if file.is_shared or moves == LATEST or not status.waiting or _gives(file, status.stage, moves):
        return command
    commit = git.commit_that_pinned(file.path, status.stage, moves)
    if commit is None and status.runs and status.runs.id == moves:
        commit = status.commit  # of a stage that is pinned to what it ran anyway, as a gradual move does
    return " && ".join(checked_out(commit, command)) if commit else f"{command} (in the commit of {moves})"


def _gives(file: ConfigFile, stage: str, release: str) -> bool:
    try:
        return release_in_tree(file, stage, report=report).id == release
    except ArtifactError:
        return False


def _rows(statuses: Mapping[str, StageStatus]) -> Iterator[tuple[str, ...]]:
    every = list(statuses.values())
    yield "release in the file", *(each.release for each in every)
    yield "release that runs", *(_runs(each) for each in every)
    yield "of commit", *((each.commit or "")[:12] for each in every)
    for name in dict.fromkeys(name for each in every for name in each.functions):
        yield f"function {name}", *(_function(each, name) for each in every)
    for name in dict.fromkeys(name for each in every for name in each.variables):
        yield f"variable {name}", *(each.variables.get(name, "(none)") for each in every)
    if any(each.promoted for each in every):
        yield "promoted", *(_promoted(each) for each in every)
    if any(each.gradual for each in every):
        yield "moves to", *(_moves(each) for each in every)


def _runs(status: StageStatus) -> str:
    if status.unknown:
        return "(unknown)"
    return status.runs.id if status.runs else "(none)"


def _function(status: StageStatus, name: str) -> str:
    found = status.functions.get(name)
    if found is None:
        return ""
    code = (found.code_sha256 or "")[:12]
    return f"version {found.version}, {code}" if found.version else code


def _promoted(status: StageStatus) -> str:
    record = status.promoted
    if record is None:
        return ""
    how = "rolled back" if record.rollback else f"from {record.source}"
    return f"{record.at[:10]} {how}"


def _moves(status: StageStatus) -> str:
    move = status.gradual
    if move is None:
        return ""
    until = f", until {move.until[:10]}" if move.until else ""
    return f"{move.release}, {move.percent:g}%{until}"
