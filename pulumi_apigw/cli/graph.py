"""`apigw graph`: what a Pulumi program registers, without deploying it."""

from __future__ import annotations

from pathlib import Path

import click

from pulumi_apigw.graph import as_json, as_mermaid, as_tree

from .console import print_json
from .files import project_folder, project_option, stack_option, stage_option
from .program import captured

__all__ = ["command"]


@click.command()
@stage_option("The stage, and the Pulumi stack of its name.")
@stack_option
@project_option
@click.option(
    "--format", "form", type=click.Choice(["tree", "json", "mermaid"]), default="tree", show_default=True
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def command(stage: str, stack: str | None, project: Path | None, form: str) -> None:
    """Show the resources that a Pulumi program registers, and how many there are of each type.

    The program is run with a mocked AWS: nothing is deployed, and neither an AWS account nor the Pulumi CLI
    is needed. Any Python program can be shown, also without this package's components. Ids and ARNs are
    stand-ins in AWS's shapes; secrets are shown as [secret].

    \b
    Examples:
      apigw graph --stage prod
      apigw graph --json | jq -r '.resources[] | select(.type == "aws:iam/role:Role") | .name'
      apigw graph --format mermaid > graph.mmd

    \b
    JSON: {"project", "stack", "region", "account_id", "resources": [{"urn", "type", "name", "parent",
      "inputs", "outputs", "dependencies", ...}], "exports"}

    Exit codes: 0 done, 1 the program failed, or there is no Pulumi project.
    """
    graph = captured(project_folder(project), stage, stack)
    if form == "json":
        print_json(as_json(graph))
    else:
        click.echo(as_mermaid(graph) if form == "mermaid" else as_tree(graph))
