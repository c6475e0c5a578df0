"""`apigw plan`: what each route resolves to in a stage, or in all that share a stack; from the config."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulumi_apigw.config.promotion import LATEST

from .console import make_table, print_json, print_rich
from .files import config_file, file_option, stage_option
from .plan_api import api_tables
from .plan_domains import domain_tables
from .resolved import resolved_service
from .resolved_parts import Data
from .service_plan import load_stages, plan_file
from .words import count, stages_told

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
@stage_option("The stage to resolve. [default: dev; of a shared API all stages]", default=None)
@file_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(stage: str | None, file: Path | None, as_json: bool) -> None:
    """Show what each route of a stage resolves to, before anything is built.

    The stage's variables, patches and defaults are put in: which function and alias a route calls (and the
    stage variable that names the alias), who may call it, how often, and how long it may take. It is read
    from the config alone; `apigw graph` shows the resources that are made of it.

    Stages that share one API and one stack (`topology: shared`) are shown side by side, or one with --stage.

    \b
    Examples:
      apigw plan --stage prod
      apigw plan --stage prod --json | jq -r '.apis[].routes[] | select(.authorization == "NONE") | .route'

    \b
    JSON: {"service", "topology", "stages": [{"stage", "release", "gradual"}], "functions": [...],
      "apis": one for each stage of each: [{"name", "api_name", "protocol", "stage", "stage_name", "url",
      "variables", "throttle", "authorizers", "routes": [{"route", "target", "authorization",
      "authorizer", "scopes", "throttle": {"rate_limit", "burst_limit"}, "timeout_ms"}]}],
      "domains": [{"name", "endpoint", "made": {"certificate", "zone", …} or null (by another stack),
      "mappings": [{"base_path", "api", "stage", "url"}], "routing_rules": [{"name", "priority", …}]}],
      "access_log_role": "create", "adopt" (the account must have it) or null (no log needs it),
      "observability": [{"stage", "topic", "dashboard", "alarms": [{"name", "alarm_name", "description"}]}]}
    REST APIs have "endpoint", "cache_size_gb", "canary", "usage_plans" and "preflights" (paths) too, and
    their routes "api_key" and "validation". WebSocket APIs have "connections_url", "push", "connections" and
    "usage_plans", and their routes "api_key", "model" and "reply".

    Exit codes: 0 done, 1 errors in the config, told as `apigw check` does.
    """
    config = load_stages(config_file(file), stage)
    plan = plan_file(config, stage)
    resolved = resolved_service(plan, config.stage(plan.stages[0]))
    if as_json:
        print_json(resolved)
    else:
        print_rich(*_text(resolved))


def _text(resolved: Data) -> Iterator[RenderableType]:
    for _, stages in groupby(resolved["apis"], key=itemgetter("name")):
        yield from api_tables(list(stages))
    several = len(resolved["stages"]) > 1
    yield from domain_tables(resolved["domains"], several=several)
    if resolved["functions"]:
        columns = ("FUNCTION", "NAME ON AWS", "RUNTIME", "HANDLER", "MEMORY", "TIMEOUT", "ALIASES")
        yield make_table(columns, [_function(each) for each in resolved["functions"]])
        yield ""
    if resolved["access_log_role"]:
        yield _LOG_ROLES[resolved["access_log_role"]]
        yield ""
    yield from _observability(resolved["observability"], several=several)
    yield from _releases(resolved["stages"])
    yield _counts(resolved)


def _observability(stages: list[Data], *, several: bool) -> Iterator[RenderableType]:
    """Alarms, by their names in a stage or (of several stages) by AWS's, which say the stage."""
    alarms = [alarm for each in stages for alarm in each["alarms"]]
    if alarms:
        name = "alarm_name" if several else "name"
        yield make_table(("ALARM", "RINGS WHEN"), [(each[name], each["description"]) for each in alarms])
    for each in stages:
        if each["dashboard"]:
            yield f"Dashboard {each['dashboard']}"
    if stages:
        yield ""


def _releases(stages: list[Data]) -> Iterator[RenderableType]:
    """What stages are pinned to and move to."""
    told = [text for each in stages for text in _release(each)]
    yield from told
    if told:
        yield ""


def _release(stage: Data) -> Iterator[str]:
    if stage["release"] != LATEST:
        yield f"{stage['stage']} is pinned to release {stage['release']}"
    if gradual := stage["gradual"]:
        until = f" until {gradual['until']}" if gradual["until"] else ""
        share = f"{gradual['percent']:g} % of the requests to {stage['stage']}"
        yield f"{share} run release {gradual['release']}{until}"


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
    apis = {api["name"]: api for api in resolved["apis"]}.values()
    routes, integrations = sum(len(api["routes"]) for api in apis), sum(api["integrations"] for api in apis)
    stages = [each["stage"] for each in resolved["stages"]]
    counts = (
        count(len(apis), "API"),
        count(routes, "route"),
        count(integrations, "integration"),
        count(len(resolved["functions"]), "function"),
    )
    return f"{resolved['service']}, {stages_told(stages)}: {', '.join(counts)}"
