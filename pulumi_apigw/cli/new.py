"""`apigw new`: a service from the template that ships with this package."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from pulumi_apigw.errors import TemplateError

from .scaffold import Question, accept, bake, questions

__all__ = ["command"]

_NEXT = """\
Created {folder}. Next:

  cd {quoted}
  python3 -m venv .venv && . .venv/bin/activate
  pip install {source}--editable '.[dev]'
  pytest
  apigw serve"""


@click.command()
@click.argument("name", required=False)
@click.option(
    "--protocol",
    metavar="KIND",
    help="Kind of API: http, rest or websocket, with an HTTP API beside it. [default: http]",
)
@click.option(
    "--topology",
    metavar="KIND",
    help="Pulumi stacks that deploy it: stack-per-stage, or shared, one with all stages. "
    "[default: stack-per-stage]",
)
@click.option("--region", metavar="REGION", help="AWS region that it is deployed to. [default: eu-west-1]")
@click.option("--description", metavar="TEXT", help="What the service does, in one sentence.")
@click.option("--python", metavar="VERSION", help="Python that its functions run on. [default: 3.13]")
@click.option("--author", metavar="NAME", help="Author, for pyproject.toml.")
@click.option(
    "--output-dir",
    "-o",
    type=click.Path(file_okay=False, writable=True, path_type=Path),
    default=".",
    show_default=True,
    help="Where the service's folder is made; it is made too if it is not there.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing: what is not given takes its default.")
def command(
    name: str | None,
    protocol: str | None,
    topology: str | None,
    region: str | None,
    description: str | None,
    python: str | None,
    author: str | None,
    output_dir: Path,
    no_input: bool,
) -> None:
    """Scaffold a service: NAME/ with its config, handlers, tests and workflows.

    It works as it is: its tests pass, `apigw serve` runs it, `pulumi up` deploys it. The template is the one
    of this version, so no network is needed. On a terminal, what is not given is asked for.

    NAME takes lower-case letters, digits and '-'; the Python package has '_' for '-'. A folder that is
    already there is left alone, and an interrupted command leaves nothing behind.

    \b
    Examples:
      apigw new orders
      apigw new orders --protocol rest --region eu-central-1 --no-input
      apigw new orders --topology shared
      apigw new chat --protocol websocket

    Exit codes: 0 created, 1 a name or value that is not accepted, or a folder that is there already.
    """
    given = {
        "service": name,
        "protocol": protocol,
        "topology": topology,
        "aws_region": region,
        "description": description,
        "python_version": python,
        "author": author,
    }
    known = {question.key: question for question in questions()}
    answers = {key: accept(known[key], value) for key, value in given.items() if value is not None}
    if name is not None:
        _refuse_existing(output_dir, name)
    if not no_input and _on_terminal():
        answers = _asked(known, answers)
    elif name is None:
        raise click.UsageError("NAME is missing. Give it: apigw new orders")
    _refuse_existing(output_dir, answers["service"])
    folder = bake(answers, output_dir)
    click.echo(_NEXT.format(folder=folder, quoted=shlex.quote(str(folder)), source=_source()))


def _source() -> str:
    """What pip has to be told about this package if it came from this computer, since no index may have it.

    https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    origin = json.loads(distribution("pulumi-apigw").read_text("direct_url.json") or "{}")
    url = urlsplit(origin.get("url", ""))
    if url.scheme != "file" or "vcs_info" in origin:
        return ""
    requirement = shlex.quote(f"{url2pathname(url.path)}[local]")
    return f"--editable {requirement} " if "dir_info" in origin else f"{requirement} "


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _asked(known: Mapping[str, Question], answers: Mapping[str, str]) -> dict[str, str]:
    """All answers, with those to what is left open from the terminal; what has one answer is not asked."""
    given = dict(answers)
    for question in known.values():
        if question.key in given or len(question.choices) == 1:
            continue
        # The template's hook refuses any other topology of a WebSocket API.
        if question.key == "topology" and given["protocol"] == "websocket":
            continue
        given[question.key] = _prompted(question)
    return given


def _prompted(question: Question) -> str:
    def checked(value: str) -> str:
        try:
            return accept(question, value)
        except TemplateError as error:
            raise click.BadParameter(str(error)) from None

    for meaning in question.meanings:
        click.echo(f"  {meaning}")
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    text, shown = question.text + choices, bool(question.default)
    answer: str = click.prompt(text, default=question.default, value_proc=checked, show_default=shown)
    return answer


def _refuse_existing(output_dir: Path, name: str) -> None:
    folder = output_dir / name
    if folder.exists() or folder.is_symlink():
        raise TemplateError(
            f"{folder}: there is already something here. Choose another name or --output-dir."
        )
