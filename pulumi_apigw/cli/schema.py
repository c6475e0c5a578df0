"""`apigw schema`: the JSON Schema that gives editors completion, descriptions and errors while typing."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import click

from pulumi_apigw.config import config_schema
from pulumi_apigw.errors import ApigwError

__all__ = ["command"]


@click.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it to FILE, making its folder. [default: stdout]",
)
def command(output: Path | None) -> None:
    """Print the JSON Schema of a service's config.

    Editors that read the first line of a scaffolded api.yaml complete its keys and mark its mistakes:

    \b
      # yaml-language-server: $schema=.apigw/schema.json

    Run this again after an upgrade of pulumi-apigw, so that the editor knows what is new.

    \b
    Examples:
      apigw schema --output .apigw/schema.json
      apigw schema | jq '.properties | keys'
    """
    text = json.dumps(config_schema(), indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        _write(output, text)
    except OSError as error:
        fix = "Name another with --output."
        raise ApigwError(f"{output}: cannot be written: {error.strerror}. {fix}") from None


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all: an editor may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # mkstemp's files are for their owner alone; an editor may run as somebody else.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
