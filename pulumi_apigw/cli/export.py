"""`apigw export openapi`: an API as an OpenAPI document, from the config alone."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import click

from pulumi_apigw.config import load_config
from pulumi_apigw.errors import ApigwError
from pulumi_apigw.openapi.export import document
from pulumi_apigw.plan import ServicePlan, plan_service
from pulumi_apigw.plan.model import AnyApiPlan, HttpApiPlan
from pulumi_apigw.source import did_you_mean

from .files import config_file, file_option, stage_option
from .output import output_option, write

__all__ = ["command"]


def _url(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.match(r"https?://[^/\s]", value):
        raise click.BadParameter(f"{value!r} is no URL such as 'https://api.example.com/v1'.")
    return value


@click.group()
def command() -> None:
    """Write an API as a document that other tools read.

    \b
    Examples:
      apigw export openapi --stage dev
      apigw export openapi --help
    """


@command.command()
@stage_option("The stage to export.")
@file_option
@click.option("--api", metavar="NAME", help="The API to export. [default: the only one]")
@click.option(
    "--url",
    metavar="URL",
    callback=_url,
    help="Where callers reach the stage. [default: its shape on AWS]",
)
@click.option("--aws", is_flag=True, help="With API Gateway's extensions.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    help="Format. [default: json for a FILE that ends so, else yaml]",
)
@output_option
def openapi(
    stage: str,
    file: Path | None,
    api: str | None,
    url: str | None,
    aws: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Write an API as an OpenAPI document, for documentation and for generators of clients.

    The document is OpenAPI 3.1 and says what callers need to know: operations with readable ids, parameters,
    bodies with the models as the config has them, the answers of routes and those of API Gateway itself, and
    how to be let in. Preflights are left out, ANY becomes GET, POST, PUT, PATCH and DELETE, and a greedy
    variable becomes a plain one. It is made from the config alone; nothing is run and AWS is not asked.

    With --aws it is OpenAPI 3.0.1 with the x-amazon-apigateway-* extensions, as API Gateway imports it. What
    only a deployment knows stands in it as ${functions.api.arn}, ${vpc_links.inside.id},
    ${roles["..."].arn}, ${region}, ${partition} and ${ref.x}: put values in their place before an import.

    \b
    Examples:
      apigw export openapi --stage prod --url https://api.example.com/v1 -o openapi.yaml
      apigw export openapi --url http://localhost:8000/dev -o client.json
      openapi-python-client generate --path client.json
      apigw export openapi --stage prod --aws --format json | jq '.paths | keys'

    Exit codes: 0 done, 1 errors in the config, told as `apigw check` does.
    """
    config = load_config(config_file(file), stage)
    plan = _chosen(plan_service(config.stage(stage), stage, config.folder), api)
    found = document(plan, url=url, aws=aws)
    if not aws and isinstance(plan, HttpApiPlan) and any(route.key == "$default" for route in plan.routes):
        click.echo("$default is left out: OpenAPI has no word for all that no other route takes.", err=True)
    by_name = "json" if output and output.suffix == ".json" else "yaml"
    write(_text(found, form or by_name), output)


def _chosen(service: ServicePlan, name: str | None) -> AnyApiPlan:
    if name is None and len(service.apis) > 1:
        raise ApigwError(
            f"service {service.service!r} has {len(service.apis)} APIs. "
            f"Name one with --api: {', '.join(sorted(service.apis))}."
        )
    if name is not None and name not in service.apis:
        raise ApigwError(f"--api {name}: there is no such API. {did_you_mean(name, service.apis)}")
    return service.apis[name] if name is not None else next(iter(service.apis.values()))


def _text(found: dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    from ruamel.yaml import YAML

    yaml = YAML()
    # No URL is broken in two lines.
    yaml.width = 10_000
    stream = io.StringIO()
    yaml.dump(found, stream)
    return stream.getvalue()
