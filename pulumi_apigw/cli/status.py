"""`apigw status`: all stages side by side, what the config gives them and what they run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import find_deployed

from .console import make_table, print_json, print_rich
from .files import config_file, file_option
from .promotion_text import json_option, outputs_option
from .stage_status import StageStatus, service_status

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]


@click.command()
@file_option
@outputs_option
@json_option
def command(file: Path | None, outputs: tuple[str, ...], as_json: bool) -> None:
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
      "waiting": [what api.yaml says and the stage does not run], "behind": {"stage", "changes": [{"kind",
      "where", "what", "breaking", "why"}], "breaking"} or null, "unknown": why, or null}]}

    Exit codes: 0 shown, 1 errors in the config or in a file of outputs.
    """
    path = config_file(file)
    config = load_config(path)
    stages = list(config.examination.stages)
    deployed = find_deployed(stages, files=outputs, folder=config.folder)
    order = config.stage(stages[0]).promotion_order
    statuses = service_status(config.examination.stages, deployed, order)
    if as_json:
        data = [status.to_data() for status in statuses.values()]
        print_json({"service": config.stage(stages[0]).service, "stages": data})
    else:
        print_rich(*_text(statuses, config.folder))


def _text(statuses: Mapping[str, StageStatus], folder: Path) -> Iterator[RenderableType]:
    yield make_table(("", *statuses), list(_rows(statuses)))
    notes = [note for status in statuses.values() for note in status.notes(folder)]
    if notes:
        yield ""
        yield from notes


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


def _runs(status: StageStatus) -> str:
    if status.unknown:
        return "(unknown)"
    return status.deployed.id if status.deployed else "(none)"


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
