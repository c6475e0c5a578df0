"""What `apigw promote` and `apigw rollback` share: their tables, their question, and what comes next."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pulumi_apigw.promotion import Gate, VariableChange, git
from pulumi_apigw.releases.differences import Change, Differences

from .console import make_table

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = [
    "PENDING",
    "Row",
    "agreed",
    "change_table",
    "check_option",
    "commit_commands",
    "difference_table",
    "gate_lines",
    "json_option",
    "next_steps",
    "on_terminal",
    "outputs_option",
    "report",
    "up_command",
    "variable_rows",
    "yes_option",
]

PENDING: Final = 2
"""The exit code of a change that could be made and was not."""

Row = tuple[str, str, str]
"""What changes, what it is, and what it becomes."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

outputs_option: Decorator = click.option(
    "--outputs",
    "outputs",
    type=str,
    multiple=True,
    metavar="FILE",
    help="What `pulumi stack output --json` printed for a stage; as STAGE=FILE if it holds no release. "
    "[default: Pulumi is asked]",
)
check_option: Decorator = click.option(
    "--check", is_flag=True, help="Change nothing; exit with 2 if there is something to change."
)
yes_option: Decorator = click.option("--yes", "-y", is_flag=True, help="Do not ask.")
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


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


def variable_rows(variables: Iterable[VariableChange]) -> Iterator[Row]:
    """Stage variables; a value that is left to the default says so."""
    for each in variables:
        yield f"variable {each.name}", _value(each.old), _value(each.new)


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


def commit_commands(message: str, path: Path) -> list[str]:
    """The command that commits the config alone; none outside of a repository."""
    if not git.has_repository(path.parent):
        return []
    return [f"git commit -m {shlex.quote(message)} -- {shlex.quote(str(path))}"]


def up_command(stage: str, folder: Path) -> str:
    """The command that deploys a stage of the Pulumi project in `folder`."""
    is_elsewhere = folder.resolve() != Path.cwd()
    place = f" --cwd {shlex.quote(str(folder))}" if is_elsewhere else ""
    return f"pulumi up --stack {shlex.quote(stage)}{place}"
