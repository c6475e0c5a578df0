"""`apigw rollback`: let a stage have what it had before its last promotion."""

from __future__ import annotations

from pathlib import Path

import click

from pulumi_apigw.promotion import Rollback, plan_rollback, read_file

from .files import config_file, file_option
from .promotion_options import (
    ChangeCommand,
    check_option,
    json_option,
    require_shared,
    stack_option,
    yes_option,
)
from .promotion_text import change_rows, checked_out, commit_commands, report, up_command
from .stage_changing import Wording, carry_out, shown

__all__ = ["command"]


@click.command(cls=ChangeCommand)
@click.argument("stage")
@file_option
@stack_option
@check_option
@json_option
@yes_option
@click.pass_context
def command(
    ctx: click.Context,
    stage: str,
    file: Path | None,
    stack: str | None,
    check: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Let STAGE have what it had before its last promotion: its release and its variables.

    Nothing is asked of Pulumi or AWS: api.yaml says in 'promoted' what the stage had. It is changed back, as
    one more change that is recorded, so a rollback can be rolled back. A release that the files here do not
    give any more is deployed from the commit that it was pinned in, which the commands at the end check out.
    Where one stack runs all stages (topology: shared), AWS keeps that release, and it is deployed from here.

    A gradual move that is under way ends, and nothing else changes.

    \b
    Examples:
      apigw rollback prod --check
      apigw rollback prod
      apigw rollback prod --yes --json | jq -r '.next[]'

    \b
    JSON: {"stage", "state": "pending", "nothing" or "refused", "old_release", "release", "commit" (null if
      git knows none), "variables": [{"name", "old", "new"}], "share": {"release", "old", "new",
      "until"} or null, "gates": [{"name", "passed", "text", "fix"}], "record", "files": {"written",
      "removed"}, "written": true or false, "next": ["git commit …", …]}

    Exit codes: 0 done, or nothing to do; 2 changes that were not made (--check, or no answer); 1 refused,
    or an error, such as an option that there is not.
    """
    written = read_file(config_file(file), stack=stack)
    require_shared(written.file, stack)
    rollback = plan_rollback(written, stage, report=report)
    wording = Wording(
        question=f"Roll {stage} back?",
        refused=f"Refused: {stage} is not rolled back.",
        said=lambda written: _said(rollback),
        commands=lambda written: _commands(rollback, stack) if written else [],
    )
    text = shown(stage, rollback, change_rows(rollback))
    carry_out(ctx, rollback, wording, text, check=check, as_json=as_json, yes=yes)


def _commands(rollback: Rollback, stack: str | None) -> list[str]:
    """Commit it; deploy it, where needed from the commit whose tree gives the release, and come back."""
    commit = commit_commands(f"Roll {rollback.stage} back", rollback)
    up = up_command(stack if rollback.is_shared else rollback.stage, rollback.path.parent)
    if rollback.commit is None:
        return [*commit, up]
    return [*commit, *checked_out(rollback.commit, up)]


def _said(rollback: Rollback) -> str:
    if rollback.state == "nothing":
        return f"Nothing to roll back: {rollback.stage} has what it had before."
    if rollback.share:
        return f"{rollback.path}: {rollback.stage} moves to the release {rollback.share.release} no more."
    return f"{rollback.path}: {rollback.stage} has the release {rollback.release} again."
