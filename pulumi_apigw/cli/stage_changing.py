"""How `apigw promote` and `apigw rollback` go: show a change, ask, make it, and say what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from pulumi_apigw.promotion import StageChange

from .console import print_json, print_rich
from .promotion_text import PENDING, Row, agreed, change_table, gate_lines, next_steps

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Wording", "carry_out", "shown"]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a command asks and says; `said` and `commands` are of after it, given whether it wrote."""

    question: str
    refused: str
    said: Callable[[bool], str]
    commands: Callable[[bool], Sequence[str]]


def carry_out(
    ctx: click.Context,
    change: StageChange,
    wording: Wording,
    text: Iterable[RenderableType],
    *,
    check: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Show a change, ask, make it, and say what comes next.

    Exits with 1 where it is refused, and with 2 where it was not made.
    """
    if not as_json:
        print_rich(*text)
    written = change.state == "pending" and not check and agreed(wording.question, yes=yes)
    if written:
        change.write()
    is_left = change.state == "refused" or (change.state == "pending" and not written)
    commands = [] if is_left else wording.commands(written)
    if as_json:
        print_json({**change.to_data(), "written": written, "next": list(commands)})
    if change.state == "refused":
        click.echo(wording.refused, err=True)
        ctx.exit(1)
    if is_left:
        ctx.exit(PENDING)
    next_steps(commands, said=wording.said(written), as_json=as_json)


def shown(
    stage: str, change: StageChange, rows: Iterable[Row], *, tables: Iterable[RenderableType] = ()
) -> Iterator[RenderableType]:
    """What a stage has and gets, other tables, and the gates, with a line between them."""
    found = list(rows)
    if found:
        yield change_table(stage, found)
        yield ""
    for table in tables:
        yield table
        yield ""
    yield from gate_lines(change.gates)
    yield ""
