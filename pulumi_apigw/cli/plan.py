"""`apigw plan`: what each route of a stage resolves to, from the config alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pulumi_apigw.config import load_config
from pulumi_apigw.plan import plan_service

from .console import make_table, print_json, print_rich
from .files import config_file, file_option, stage_option
from .resolved import resolved_service
from .words import count

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]

Data = dict[str, Any]


@click.command()
@stage_option("The stage to resolve.")
@file_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(stage: str, file: Path | None, as_json: bool) -> None:
    """Show what each route of a stage resolves to, before anything is built.

    The stage's variables, patches and defaults are put in: which function and alias a route calls (and the
    stage variable that names the alias), who may call it, how often, and how long it may take. It is read
    from the config alone; `apigw graph` shows the resources that are made of it.

    \b
    Examples:
      apigw plan --stage prod
      apigw plan --stage prod --json | jq -r '.apis[].routes[] | select(.authorization == "NONE") | .route'

    \b
    JSON: {"service", "stage", "functions": [...], "apis": [{"name", "api_name", "protocol", "stage_name",
      "url", "variables", "throttle", "authorizers", "routes": [{"route", "target", "authorization",
      "authorizer", "scopes", "throttle": {"rate_limit", "burst_limit"}, "timeout_ms"}]}]}

    Exit codes: 0 done, 1 errors in the config, told as `apigw check` does.
    """
    config = load_config(config_file(file), stage)
    resolved = resolved_service(plan_service(config.stage(stage), stage, config.folder))
    if as_json:
        print_json(resolved)
    else:
        print_rich(*_text(resolved))


def _text(resolved: Data) -> Iterator[RenderableType]:
    for api in resolved["apis"]:
        yield from _api(api)
    if resolved["functions"]:
        columns = ("FUNCTION", "NAME ON AWS", "RUNTIME", "HANDLER", "MEMORY", "TIMEOUT", "ALIASES")
        yield make_table(columns, [_function(each) for each in resolved["functions"]])
        yield ""
    yield _counts(resolved)


def _api(api: Data) -> Iterator[RenderableType]:
    url = api["url"] or "a custom domain alone: the execute-api endpoint is disabled"
    yield f"{api['name']}: {api['protocol'].upper()} API {api['api_name']}, stage {api['stage_name']}"
    yield f"at {url}"
    yield ""
    columns = ("ROUTE", "TARGET", "AUTHORIZER", "RATE/BURST", "TIMEOUT")
    yield make_table(columns, [_route(each) for each in api["routes"]])
    yield ""
    if api["authorizers"]:
        yield make_table(("AUTHORIZER", "ASKS"), [(each["name"], _asks(each)) for each in api["authorizers"]])
        yield ""
    if api["variables"]:
        yield make_table(("STAGE VARIABLE", "VALUE"), list(api["variables"].items()))
        yield ""


def _route(route: Data) -> tuple[str, ...]:
    throttle = route["throttle"]
    return (
        route["route"],
        _target(route["target"]),
        _guard(route),
        f"{throttle['rate_limit']:g}/{throttle['burst_limit']}",
        f"{route['timeout_ms'] / 1000:g} s",
    )


def _target(target: Data) -> str:
    if target["type"] == "function":
        return _called(target)
    if target["type"] == "http":
        return f"{target['method']} {target['url']}"
    if target["type"] == "private":
        return f"{target['method']} {target['target_arn']} through VPC link {target['vpc_link']}"
    return f"{target['subtype']} {target['resource']}"


def _called(target: Data) -> str:
    """`api → dev (backend)`: the function, its alias, and the stage variable that names the alias."""
    if target["alias"] is None:
        return str(target["function"])
    variable = f" ({target['stage_variable']})" if target["stage_variable"] else ""
    return f"{target['function']} → {target['alias']}{variable}"


def _guard(route: Data) -> str:
    if route["authorization"] == "NONE":
        return "none"
    name = route["authorizer"] or "IAM"
    return f"{name}: {' '.join(route['scopes'])}" if route["scopes"] else name


def _asks(authorizer: Data) -> str:
    if authorizer["type"] == "lambda":
        return f"function {_called(authorizer)}, kept for {authorizer['ttl_seconds']} s"
    return (
        f"JWT of {authorizer['issuer'] or authorizer['user_pool_id']} for {', '.join(authorizer['audience'])}"
    )


def _function(function: Data) -> tuple[str, ...]:
    if function["exists"]:
        return function["name"], function["arn"] or "the program passes it", "", "", "", "", ""
    return (
        function["name"],
        function["function_name"],
        function["runtime"],
        function["handler"],
        f"{function['memory_mb']} MB",
        f"{function['timeout_seconds']} s",
        ", ".join(function["aliases"]),
    )


def _counts(resolved: Data) -> str:
    apis = resolved["apis"]
    routes, integrations = sum(len(api["routes"]) for api in apis), sum(api["integrations"] for api in apis)
    counts = (
        count(len(apis), "API"),
        count(routes, "route"),
        count(integrations, "integration"),
        count(len(resolved["functions"]), "function"),
    )
    return f"{resolved['service']}, stage {resolved['stage']}: {', '.join(counts)}"
