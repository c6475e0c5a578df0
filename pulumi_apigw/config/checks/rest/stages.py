"""Stages of REST APIs: canaries and caches that do something, and logs that somebody may write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....aws import limits
from ....errors import Problem
from ....source import did_you_mean
from ...base import shown
from ...references import has_reference
from ...stage_settings import AccessLogConfig
from ..context import Context

__all__ = ["canaries", "canary_variables", "data_traces", "for_rest_apis", "stable_deployments", "writers"]


def for_rest_apis(context: Context) -> Iterator[Problem]:
    """Only stages of REST APIs have caches and canaries."""
    if next(context.rest_apis(), None) or context.refused_within("apis"):
        return
    stage = context.config.stages[context.stage]
    for name, given in (("cache", stage.cache not in (None, "none")), ("canary", stage.canary is not None)):
        if given:
            place = ("stages", context.stage, name)
            yield context.error(place, f"only REST APIs have a {name}, and there is none", "Remove it.")


def canaries(context: Context) -> Iterator[Problem]:
    """A canary that answers as the stage does.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
    """
    stage = context.config.stages[context.stage]
    place = ("stages", context.stage, "canary")
    if stage.canary is None or context.refused_within(*place):
        return
    if not stage.canary.variables and stage.canary.stable_deployment_id is None:
        fact = "the canary gets the same deployment and the same variables as all other requests"
        fix = "Give it 'variables', such as {lambda_alias: next}, or 'stable_deployment_id' for the others."
        yield context.error(place, fact, fix)
    caches = [stage.cache if stage.cache is not None else api.cache for _, api in context.rest_apis()]
    if stage.canary.use_stage_cache and all(cache == "none" for cache in caches):
        fix = "Give the stage a 'cache', or remove it."
        yield context.error((*place, "use_stage_cache"), "the stage has no cache", fix)


def canary_variables(context: Context) -> Iterator[Problem]:
    """Variables of a canary, and of a release that the stage moves to, are the stage's with other values."""
    stage = context.config.stages[context.stage]
    found = {"canary": stage.canary.variables if stage.canary else {}}
    found["gradual"] = stage.gradual.variables if stage.gradual else {}
    for key, name, value in ((key, *each) for key, values in found.items() for each in values.items()):
        place = ("stages", context.stage, key, "variables", name)
        if name not in context.variables:
            # The variable of functions' aliases need not be declared.
            if not (context.refused("stage_variables") or context.refused_within("functions")):
                fix = did_you_mean(name, context.variables)
                yield context.error(place, f"no stage variable named {name!r}", fix)
            continue
        calling = [key for key, each in context.config.functions.items() if each.alias_variable == name]
        if calling and not limits.ALIAS_NAME.fullmatch(value) and not has_reference(value):
            fact = f"{shown(value)} names the alias of function {calling[0]!r}, and cannot be one"
            fix = "Give letters, digits, '-' and '_', not digits alone; $LATEST is no alias."
            yield context.error(place, fact, fix)
        declared = context.config.stage_variables.get(name)
        pattern = declared.pattern if declared and not has_reference(value) else None
        if pattern and not re.fullmatch(pattern, value):
            fact = f"{shown(value)} does not match the pattern {shown(pattern)}"
            yield context.error(place, fact, "Give a value that does, or mend the pattern.")


def stable_deployments(context: Context) -> Iterator[Problem]:
    """A deployment that is to serve on must not be deleted when the next one is made, and is one API's."""
    canary = context.config.stages[context.stage].canary
    if canary is None or canary.stable_deployment_id is None:
        return
    place = ("stages", context.stage, "canary", "stable_deployment_id")
    apis = list(context.rest_apis())
    if len(apis) > 1:
        fix = "Keep one REST API a service, or leave it out."
        yield context.error(place, f"a deployment is one API's, and there are {len(apis)} REST APIs", fix)
    for path, api in apis:
        if not api.retain_deployments:
            fact = "the deployment would be deleted once a new one is made"
            yield context.error(place, fact, f"Say 'retain_deployments: true' in {'.'.join(map(str, path))}.")


def writers(context: Context) -> Iterator[Problem]:
    """Logs of REST and WebSocket APIs are written by the account's role.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#set-up-access-logging-permissions
    """
    if context.config.access_log_role != "none":
        return
    fact = "nobody may write it: 'access_log_role' is 'none'"
    fix = "Say 'access_log_role: create', or 'adopt' where the account has one; else remove it."
    own = context.config.stages[context.stage].access_log
    for path, api in context.keyed_apis():
        if _needs_role(api.access_log) and "access_log" in api.model_fields_set:
            yield context.error((*path, "access_log"), fact, fix)
        if api.execution_log.level != "OFF" or api.execution_log.data_trace:
            yield context.error((*path, "execution_log"), fact, fix)
    for path, _, _, route in context.keyed_routes():
        if route.execution_log and route.execution_log.level != "OFF":
            yield context.error((*path, "execution_log"), fact, fix)
    # A service with HTTP APIs besides writes their logs without a role.
    if _needs_role(own) and not next(context.http_apis(), None):
        yield context.error(("stages", context.stage, "access_log"), fact, fix)


def _needs_role(log: object) -> bool:
    return isinstance(log, AccessLogConfig) and log.firehose_arn is None


def data_traces(context: Context) -> Iterator[Problem]:
    """AWS recommends none for production: https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html"""
    fact = "the log would hold whole requests and answers, with the tokens and personal data in them"
    fix = "Set 'data_trace' in the 'patch' of a stage for tests alone."
    if context.config.is_shared:
        fix = "Remove 'data_trace' again once you have seen what you look for: all stages log so."
    for path, api in context.keyed_apis():
        if api.execution_log.data_trace:
            yield context.advice((*path, "execution_log", "data_trace"), fact, fix)
    for path, _, _, route in context.keyed_routes():
        if route.execution_log and route.execution_log.data_trace:
            yield context.advice((*path, "execution_log", "data_trace"), fact, fix)
