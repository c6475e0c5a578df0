"""What commands write: tables for people, JSON for scripts; colour on terminals only, not with NO_COLOR."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import click

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["make_table", "print_json", "print_rich"]

# rich is imported where it is used: 25 ms that no token, JSON or gateway needs to wait for.

_WIDE: Final = 10_000


def make_table(columns: Sequence[str], rows: Iterable[Sequence[RenderableType]]) -> Table:
    """A table without lines, which reads well on a terminal and after `grep`."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def print_rich(*renderables: RenderableType) -> None:
    """Print tables, trees and text; off a terminal nothing is wrapped, cut, padded or coloured."""
    from rich.console import Console

    if sys.stdout.isatty():
        # With NO_COLOR rich itself still writes bold.
        colors: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        Console(highlight=False, markup=False, emoji=False, color_system=colors).print(*renderables, sep="\n")
        return
    console = Console(highlight=False, markup=False, emoji=False, width=_WIDE, color_system=None)
    with console.capture() as captured:
        console.print(*renderables, sep="\n")
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def print_json(value: Any) -> None:
    """Print plain data as JSON, keys in their own order."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
