"""What `apigw promote` and `apigw rollback` say: their tables, their question, and what comes next."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pulumi_apigw.promotion import Gate, ShareChange, StageChange, git
from pulumi_apigw.releases.differences import Change, Differences
from pulumi_apigw.releases.files import FOLDER

from .console import make_table

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = [
    "PENDING",
    "Row",
    "agreed",
    "change_rows",
    "change_table",
    "checked_out",
    "commit_commands",
    "difference_table",
    "gate_lines",
    "next_steps",
    "on_terminal",
    "report",
    "up_command",
]

PENDING: Final = 2
"""The exit code of a change that could be made and was not."""

Row = tuple[str, str, str]
"""What changes, what it is, and what it becomes."""


def change_table(stage: str, rows: Iterable[Row]) -> RenderableType:
    """What a stage has and what it gets."""
    return make_table(("WHAT", f"{stage.upper()} HAS", "IT GETS"), list(rows))


def difference_table(differences: Differences) -> RenderableType:
    """What changes for callers, and what of it they may not live with."""
    from rich.text import Text

    def mark(change: Change) -> Text:
        if change.breaking:
            return Text("BREAKS", style="bold red")
        return Text("warning", style="yellow") if change.warning else Text("")

    rows = [(mark(each), each.kind, each.where, each.what) for each in differences.changes]
    return make_table(("", "CHANGE", "WHERE", "WHAT"), rows)


def change_rows(change: StageChange, functions: Iterable[Row] = ()) -> Iterator[Row]:
    """What becomes of a stage: its release, a share of its requests, functions, variables."""
    written = {path[2:]: value for path, value in change.changes.items()}
    gets_it = change.share is None or change.share.new == 100
    release = written.get(("release",), change.release if gets_it else None)
    if release is not None and release != change.old_release:
        yield "release", change.old_release or "", str(release)
    if change.share is not None:
        yield _share(change.share)
    yield from functions
    for each in change.variables:
        yield f"variable {each.name}", _value(each.old), _value(each.new)


def _share(share: ShareChange) -> Row:
    until = f" until {share.until}" if share.until else ""
    return f"share of {share.release}", _percent(share.old), f"{_percent(share.new)}{until}"


def _percent(share: float | None) -> str:
    return "(none)" if share is None else f"{share:g}%"


def _value(value: str | None) -> str:
    return "(its default)" if value is None else value


def gate_lines(gates: Sequence[Gate]) -> Iterator[RenderableType]:
    """Each gate, those that do not hold with their fix."""
    from rich.text import Text

    for gate in gates:
        mark = Text("ok", style="green") if gate.passed else Text("NO", style="bold red")
        line = Text.assemble(mark, f"  {gate.text}")
        if gate.fix and not gate.passed:
            line.append(f" {gate.fix}")
        yield line


def report(text: str) -> None:
    """Tell what takes long, beside what the command prints."""
    click.echo(text, err=True)


def on_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def agreed(question: str, *, yes: bool, otherwise: str = "Nothing was changed.") -> bool:
    """Whether to go on: as the terminal answers, or --yes; a no says what comes of it (`otherwise`)."""
    if yes:
        return True
    if not on_terminal():
        click.echo(f"{otherwise} There is no terminal to ask on: give --yes.", err=True)
        return False
    if click.confirm(question, err=True):
        return True
    click.echo(otherwise, err=True)
    return False


def next_steps(commands: Sequence[str], *, said: str, as_json: bool) -> None:
    """What was done, and the commands that follow, which JSON has in it already."""
    click.echo(said, err=as_json)
    if not as_json and commands:
        click.echo("\nNext:\n" + "\n".join(f"  {command}" for command in commands))


def commit_commands(message: str, change: StageChange) -> list[str]:
    """The commands that commit the config and release files alone; none outside of a repository."""
    path = change.path
    # Git has a link as a file of its own, in which nothing changed.
    is_linked = path.resolve() != Path(os.path.abspath(path))
    config = Path(os.path.relpath(path.resolve())) if is_linked else path
    if not git.has_repository(config.parent):
        return []
    commit = f"git commit -m {shlex.quote(message)} -- {shlex.quote(str(config))}"
    folder = path.parent / FOLDER
    if not git.is_uncommitted(folder):
        return [commit]
    # What git does not know yet cannot be named to a commit.
    return [f"git add -- {shlex.quote(str(folder))}", f"{commit} {shlex.quote(str(folder))}"]


def up_command(stack: str | None, folder: Path) -> str:
    """The command that deploys a stack (None: the one that is selected) of the Pulumi project in `folder`."""
    is_elsewhere = folder.resolve() != Path.cwd()
    place = f" --cwd {shlex.quote(str(folder))}" if is_elsewhere else ""
    named = f" --stack {shlex.quote(stack)}" if stack else ""
    return f"pulumi up{named}{place}"


def checked_out(commit: str, command: str) -> list[str]:
    """The commands that run another one in the files of a commit, and come back."""
    # Not `git switch -`, which goes back to branches alone: workflows often have none checked out.
    return [f"git switch --detach {commit[:12]}", command, "git checkout -"]
