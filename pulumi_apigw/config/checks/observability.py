"""Alarms that count lines of an access log: the lines hold what is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator

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
    for _, name, api in context.apis():
        wanted = _wanted(api, config.alarms)
        own = context.config.stages[context.stage].access_log
        log = api.access_log if own is None else own
        if wanted and (lack := _lack(api, log, wanted)):
            words = ", ".join(f"'alarms.{each}: none'" for each in wanted)
            yield context.error(_path(context), f"API {name!r} {lack}", f"Mend that, or write {words}.")


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


def _lack(api: ApiConfig, log: AccessLogConfig | str, wanted: dict[str, tuple[str, ...]]) -> str | None:
    if isinstance(log, str):
        return "writes no access log, in which alarms count requests"
    if log.firehose_arn is not None:
        return "sends its access log to Firehose, in which CloudWatch counts nothing"
    if log.log_class == "INFREQUENT_ACCESS":
        return f"has a log of class INFREQUENT_ACCESS, in which CloudWatch counts nothing ({_CLASSES})"
    written = log.format or json.dumps(log.variables(api.protocol))
    missing = {each for variables in wanted.values() for each in variables if not key_of(written, each)}
    if missing:
        fields = ", ".join(sorted(missing))
        return f"logs lines that are no JSON with {fields}, which alarms count ({_PAGE})"
    return None


def _path(context: Context) -> Path:
    own = context.config.stages[context.stage].observability
    return ("observability",) if own is None else ("stages", context.stage, "observability")
