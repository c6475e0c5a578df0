"""`apigw rollback`: let a stage have what it had before its last promotion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.promotion import Rollback, plan_rollback

from .console import print_json, print_rich
from .files import config_file, file_option
from .promotion_text import (
    PENDING,
    agreed,
    change_table,
    check_option,
    commit_commands,
    gate_lines,
    json_option,
    next_steps,
    report,
    up_command,
    variable_rows,
    yes_option,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]


@click.command()
@click.argument("stage")
@file_option
@check_option
@json_option
@yes_option
@click.pass_context
def command(ctx: click.Context, stage: str, file: Path | None, check: bool, as_json: bool, yes: bool) -> None:
    """Let STAGE have what it had before its last promotion: its release and its variables.

    Nothing is asked of Pulumi or AWS: api.yaml says in 'promoted' what the stage had. It is changed back, as
    one more change that is recorded, so a rollback can be rolled back. A release that the files here do not
    give any more is deployed from the commit that it was pinned in, which the commands at the end check out.

    \b
    Examples:
      apigw rollback prod --check
      apigw rollback prod
      apigw rollback prod --yes --json | jq -r '.next[]'

    \b
    JSON: {"stage", "state": "pending", "nothing" or "refused", "old_release", "release", "commit" (null if
      git knows none), "variables": [{"name", "old", "new"}], "gates": [{"name", "passed", "text", "fix"}],
      "record", "written": true or false, "next": ["git commit …", …]}

    Exit codes: 0 done, or nothing to do; 2 changes that were not made (--check, or no answer); 1 refused.
    """
    rollback = plan_rollback(config_file(file), stage, report=report)
    if not as_json:
        print_rich(*_text(rollback))
    written = rollback.state == "pending" and not check and agreed(f"Roll {stage} back?", yes=yes)
    if written:
        rollback.write()
    commands = _commands(rollback) if written else []
    if as_json:
        print_json({**rollback.to_data(), "written": written, "next": commands})
    if rollback.state == "refused":
        click.echo(f"Refused: {stage} is not rolled back.", err=True)
        ctx.exit(1)
    if rollback.state == "pending" and not written:
        ctx.exit(PENDING)
    next_steps(commands, said=_said(rollback), as_json=as_json)


def _commands(rollback: Rollback) -> list[str]:
    """Commit it; deploy it from the commit whose tree gives the release, and come back."""
    commit = commit_commands(f"Roll {rollback.stage} back", rollback.path)
    if rollback.commit is None:
        return [*commit, up_command(rollback.stage, rollback.path.parent)]
    # Not `git switch -`, which goes back to branches alone: workflows often have none checked out.
    there, back = f"git switch --detach {rollback.commit[:12]}", "git checkout -"
    return [*commit, there, up_command(rollback.stage, rollback.path.parent), back]


def _said(rollback: Rollback) -> str:
    if rollback.state == "nothing":
        return f"Nothing to roll back: {rollback.stage} has what it had before."
    return f"{rollback.path}: {rollback.stage} has the release {rollback.release} again."


def _text(rollback: Rollback) -> Iterator[RenderableType]:
    rows = list(variable_rows(rollback.variables))
    if rollback.release is not None and rollback.release != rollback.old_release:
        rows.insert(0, ("release", rollback.old_release or "", rollback.release))
    if rows:
        yield change_table(rollback.stage, rows)
        yield ""
    yield from gate_lines(rollback.gates)
    yield ""
