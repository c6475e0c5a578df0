"""Alarms that count lines of an access log: the lines hold what is counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator

from ...aws.log_fields import LOG_FIELDS
from ...errors import Problem
from ...source import Path
from ..log_lines import key_of
from ..observability import AlarmsConfig
from ..stage_settings import AccessLogConfig
from ..websocket import WebSocketApiConfig
from .context import ApiConfig, Context

__all__ = ["counted"]

_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
# Metric filters are no part of the infrequent access class.
_CLASSES = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html"


def counted(context: Context) -> Iterator[Problem]:
    """Throttled requests, authorizers' errors and refused connections stand in the log that is counted."""
    config = context.config.observability_in(context.stage)
    if config is None or isinstance(config.alarms, str):
        return
    for path, name, api in context.apis():
        wanted = _wanted(api, config.alarms)
        own = context.config.stages[context.stage].access_log
        place = path if own is None else ("stages", context.stage)
        if not wanted or context.refused_within(*place, "access_log"):
            continue
        by_role = context.config.access_log_role != "none"
        for fact, fix, alarms in _lacks(api, api.access_log if own is None else own, wanted, by_role):
            words = ", ".join(f"'alarms.{each}: none'" for each in alarms)
            yield context.error(_path(context), f"API {name!r} {fact}", f"{fix}, or write {words}.")


def _wanted(api: ApiConfig, alarms: AlarmsConfig) -> dict[str, tuple[str, ...]]:
    """Variables that a line must hold, by the alarm that counts it."""
    wanted: dict[str, tuple[str, ...]] = {}
    if alarms.throttled_requests != "none":
        wanted["throttled_requests"] = ("$context.status",)
    if alarms.authorizer_errors != "none" and any(_is_resource(each) for each in api.authorizers.values()):
        wanted["authorizer_errors"] = ("$context.authorizer.error",)
    if alarms.connect_errors != "none" and isinstance(api, WebSocketApiConfig):
        wanted["connect_errors"] = ("$context.status", "$context.routeKey")
    return wanted


def _is_resource(authorizer: object) -> bool:
    return getattr(authorizer, "type", None) != "iam"


def _lacks(
    api: ApiConfig, log: AccessLogConfig | str, wanted: dict[str, tuple[str, ...]], by_role: bool
) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Why nothing can be counted, its fix, and the alarms that it keeps from counting.

    Fields that the kind of API has not are told elsewhere.
    """
    if isinstance(log, str):
        yield "writes no access log, in which alarms count requests", "Remove 'access_log: none'", wanted
    elif log.firehose_arn is not None:
        fact = "sends its access log to Firehose, in which CloudWatch counts nothing"
        yield fact, "Leave 'firehose_arn' out", wanted
    elif not by_role and api.protocol != "http":
        fact = "writes no access log where 'access_log_role' is 'none', and alarms count requests there"
        yield fact, "Say 'access_log_role: create', or 'adopt' where the account has one", wanted
    elif log.log_class == "INFREQUENT_ACCESS":
        fact = f"has a log of class INFREQUENT_ACCESS, in which CloudWatch counts nothing ({_CLASSES})"
        yield fact, "Leave 'log_class' out", wanted
    elif log.format is not None:
        if missing := _missing(log.format, wanted):
            fields = ", ".join(missing)
            fact = f"logs lines that are no JSON with {fields}, which alarms count ({_PAGE})"
            yield fact, "Write such lines", _counting(missing, wanted)
    elif _known(api, log) and (missing := _missing(json.dumps(log.variables(api.protocol)), wanted)):
        names = {variable: name for name, variable in LOG_FIELDS[api.protocol].items()}
        fields = ", ".join(repr(names[each]) for each in missing)
        fact = f"logs no {fields}, which alarms count"
        yield fact, f"Add {fields} to 'fields'", _counting(missing, wanted)


def _missing(written: str, wanted: dict[str, tuple[str, ...]]) -> list[str]:
    needed = {each for variables in wanted.values() for each in variables}
    return sorted(each for each in needed if not key_of(written, each))


def _counting(missing: Collection[str], wanted: dict[str, tuple[str, ...]]) -> list[str]:
    """The alarms that count what is missing."""
    return [alarm for alarm, variables in wanted.items() if not set(missing).isdisjoint(variables)]


def _known(api: ApiConfig, log: AccessLogConfig) -> bool:
    return "fields" not in log.model_fields_set or LOG_FIELDS[api.protocol].keys() >= set(log.fields)


def _path(context: Context) -> Path:
    own = context.config.stages[context.stage].observability
    return ("observability",) if own is None else ("stages", context.stage, "observability")
