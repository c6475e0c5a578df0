"""What commands write: tables for people, JSON for scripts; colour on terminals only, not with NO_COLOR."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import click
from rich.console import Console, RenderableType
from rich.table import Table

__all__ = ["make_table", "print_json", "print_rich"]

_WIDE: Final = 10_000


def make_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table without lines, which reads well on a terminal and after `grep`."""
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*row)
    return table


def print_rich(*renderables: RenderableType, err: bool = False) -> None:
    """Print tables, trees and text; off a terminal nothing is wrapped, cut, padded or coloured."""
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        Console(file=stream, highlight=False, markup=False, emoji=False).print(*renderables, sep="\n")
        return
    console = Console(file=stream, highlight=False, markup=False, emoji=False, width=_WIDE, color_system=None)
    with console.capture() as captured:
        console.print(*renderables, sep="\n")
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), err=err)


def print_json(value: Any) -> None:
    """Print plain data as JSON, keys in their own order."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
