"""`apigw plan`: what each route of a stage resolves to, from the config alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.config import load_config
from pulumi_apigw.plan import plan_service

from .console import make_table, print_json, print_rich
from .files import config_file, file_option, stage_option
from .plan_api import api_tables
from .plan_domains import domain_tables
from .resolved import resolved_service
from .resolved_parts import Data
from .words import count

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]

_LOG_ROLES = {
    "create": "logs: by the account's role for API Gateway, which this stack makes (access_log_role: create)",
    "adopt": "logs: by the account's role for API Gateway, which must be there (access_log_role: adopt): "
    "without it AWS\n"
    "refuses the stage. One stack of the account and region makes it, with 'access_log_role: create'",
}


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
      "authorizer", "scopes", "throttle": {"rate_limit", "burst_limit"}, "timeout_ms"}]}],
      "domains": [{"name", "endpoint", "made": {"certificate", "zone", …} or null (by another stack),
      "mappings": [{"base_path", "api", "url"}], "routing_rules": [{"name", "priority", …}]}],
      "access_log_role": "create", "adopt" (the account must have it) or null (no log needs it),
      "observability": {"topic", "dashboard", "alarms": [{"name", "alarm_name", "description"}]} or null}
    REST APIs have "endpoint", "cache_size_gb", "canary", "usage_plans" and "preflights" (paths) too, and
    their routes "api_key" and "validation". WebSocket APIs have "connections_url", "push", "connections" and
    "usage_plans", and their routes "api_key", "model" and "reply".

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
        yield from api_tables(api)
    yield from domain_tables(resolved["domains"])
    if resolved["functions"]:
        columns = ("FUNCTION", "NAME ON AWS", "RUNTIME", "HANDLER", "MEMORY", "TIMEOUT", "ALIASES")
        yield make_table(columns, [_function(each) for each in resolved["functions"]])
        yield ""
    if resolved["access_log_role"]:
        yield _LOG_ROLES[resolved["access_log_role"]]
        yield ""
    if resolved["observability"]:
        yield from _observability(resolved["observability"])
    yield _counts(resolved)


def _observability(observability: Data) -> Iterator[RenderableType]:
    alarms = observability["alarms"]
    if alarms:
        columns = ("ALARM", "RINGS WHEN")
        yield make_table(columns, [(each["name"], each["description"]) for each in alarms])
    if observability["dashboard"]:
        yield f"Dashboard {observability['dashboard']}"
    yield ""


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
