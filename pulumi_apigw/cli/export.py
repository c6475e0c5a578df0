"""`apigw export`: an API as an OpenAPI or AsyncAPI document, from the config alone."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from pulumi_apigw.asyncapi import export as asyncapi_export
from pulumi_apigw.config import load_config
from pulumi_apigw.errors import ApigwError
from pulumi_apigw.openapi import export as openapi_export
from pulumi_apigw.plan import ServicePlan
from pulumi_apigw.plan.model import AnyApiPlan, HttpApiPlan, RestApiPlan, WebSocketApiPlan
from pulumi_apigw.plan.shared import narrowed
from pulumi_apigw.source import did_you_mean

from .files import config_file, file_option, stage_option
from .output import output_option, write
from .service_plan import plan_file

__all__ = ["command"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_STAGE: Final = stage_option("The stage to export.")
_API: Final[Decorator] = click.option(
    "--api", metavar="NAME", help="The API to export. [default: the only one]"
)
_FORMAT: Final[Decorator] = click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    help="Format. [default: json for a FILE that ends so, else yaml]",
)
_JSON: Final[Decorator] = click.option("--json", "form", flag_value="json", help="The same as --format json.")


def _url_option(scheme: str, example: str) -> Decorator:
    def checked(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
        if value is not None and not re.match(rf"{scheme}s?://[^/\s]", value):
            raise click.BadParameter(f"{value!r} is no URL such as {example!r}.")
        return value

    help_text = "Where callers reach the stage. [default: its shape on AWS]"
    return click.option("--url", metavar="URL", callback=checked, help=help_text)


@click.group()
def command() -> None:
    """Write an API as a document that other tools read.

    \b
    Examples:
      apigw export openapi --stage dev
      apigw export asyncapi --stage dev
      apigw export openapi --help
    """


@command.command()
@_STAGE
@file_option
@_API
@_url_option("http", "https://api.example.com/v1")
@click.option("--aws", is_flag=True, help="With API Gateway's extensions.")
@_FORMAT
@_JSON
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
    """Write an HTTP or REST API as an OpenAPI document, for documentation and for generators of clients.

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
      apigw export openapi --url http://127.0.0.1:3000/dev -o client.json
      openapi-python-client generate --path client.json
      apigw export openapi --stage prod --aws --json | jq '.paths | keys'

    Exit codes: 0 done, 1 errors in the config, told as `apigw check` does.
    """
    plan = _chosen(_service(file, stage), api, "openapi")
    assert not isinstance(plan, WebSocketApiPlan)
    found = openapi_export.document(plan, url=url, aws=aws)
    if not aws and isinstance(plan, HttpApiPlan) and any(route.key == "$default" for route in plan.routes):
        click.echo("$default is left out: OpenAPI has no word for all that no other route takes.", err=True)
    _write(found, form, output)


@command.command()
@_STAGE
@file_option
@_API
@_url_option("ws", "wss://chat.example.com/v1")
@_FORMAT
@_JSON
@output_option
def asyncapi(
    stage: str, file: Path | None, api: str | None, url: str | None, form: str | None, output: Path | None
) -> None:
    """Write a WebSocket API as an AsyncAPI document, for documentation and for generators of clients.

    The document is AsyncAPI 3.0 and says what clients need to know: where to connect and what to bring, a
    message for each route with the key that the route selection expression looks for and the model as the
    config has it, the replies of two-way routes, and what API Gateway answers itself. The API is its
    application: it receives what clients send. It is made from the config alone; nothing is run and AWS is
    not asked.

    \b
    Examples:
      apigw export asyncapi --stage prod --url wss://chat.example.com -o asyncapi.yaml
      apigw export asyncapi --api chat --json | jq '.operations | keys'

    Exit codes: 0 done, 1 errors in the config, told as `apigw check` does.
    """
    plan = _chosen(_service(file, stage), api, "asyncapi")
    assert isinstance(plan, WebSocketApiPlan)
    _write(asyncapi_export.document(plan, url=url), form, output)


_KINDS: Final[Mapping[str, tuple[type[Any], ...]]] = {
    "openapi": (HttpApiPlan, RestApiPlan),
    "asyncapi": (WebSocketApiPlan,),
}
_WORDS: Final = {"openapi": "HTTP or REST API", "asyncapi": "WebSocket API"}


def _service(file: Path | None, stage: str) -> ServicePlan:
    """The plan of one stage; of a shared API with what the other stages need of it too."""
    config = load_config(config_file(file), stage)
    return narrowed(plan_file(config, None), stage) if config.is_shared else plan_file(config, stage)


def _chosen(service: ServicePlan, name: str | None, form: str) -> AnyApiPlan:
    """The API that is named, or the only one that is written in this form; raises ApigwError."""
    fitting: dict[str, AnyApiPlan] = {
        key: each for key, each in service.apis.items() if isinstance(each, _KINDS[form])
    }
    if name is not None and name not in service.apis:
        raise ApigwError(f"--api {name}: there is no such API. {did_you_mean(name, service.apis)}")
    if name not in (None, *fitting) or not fitting:
        fact = f"service {service.service!r} has" if name is None else f"--api {name}: it is"
        (other,) = _KINDS.keys() - {form}
        raise ApigwError(f"{fact} no {_WORDS[form]}. Write it with: apigw export {other}")
    if name is None and len(fitting) > 1:
        raise ApigwError(
            f"service {service.service!r} has {len(fitting)} APIs. "
            f"Name one with --api: {', '.join(sorted(fitting))}."
        )
    return fitting[name] if name is not None else next(iter(fitting.values()))


def _write(found: dict[str, Any], form: str | None, output: Path | None) -> None:
    by_name = "json" if output and output.suffix == ".json" else "yaml"
    write(_text(found, form or by_name), output)


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
