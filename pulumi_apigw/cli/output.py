"""Where a command's text goes: to stdout, or to a file as a whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pulumi_apigw.errors import ApigwError

__all__ = ["output_option", "write"]

output_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it to FILE, making its folder. [default: stdout]",
)


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to stdout where none is named. Raises ApigwError for a file that cannot be."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        _write_whole(output, text)
    except OSError as error:
        fix = "Name another with --output."
        raise ApigwError(f"{output}: cannot be written: {error.strerror}. {fix}") from None


def _write_whole(path: Path, text: str) -> None:
    """Write a file as a whole or not at all: somebody may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # mkstemp's files are for their owner alone; a reader may run as somebody else.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
