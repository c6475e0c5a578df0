"""`apigw schema`: the JSON Schema that gives editors completion, descriptions and errors while typing."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pulumi_apigw.config import config_schema

from .output import output_option, write

__all__ = ["command"]


@click.command()
@output_option
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
    write(text, output)
