"""Access logs: variables in a format of one's own that HTTP APIs do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...aws import log_fields
from ...errors import Problem
from ...source import Path, did_you_mean
from ..stage_settings import AccessLogConfig
from .context import Context

__all__ = ["variables"]

_PAGE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html"
_CONTEXT = "$context."
_VARIABLE = re.compile(r"\$context(?:\.\w+)+", re.ASCII)
# Less their common beginning, which would make all of them alike.
_NAMES = {variable.removeprefix(_CONTEXT) for variable in log_fields.HTTP_LOG_VARIABLES}


def variables(context: Context) -> Iterator[Problem]:
    """AWS takes any name after `$context.`, those of REST APIs too, and then logs nothing for it."""
    for path, format_ in _formats(context):
        for name in dict.fromkeys(_VARIABLE.findall(format_)):
            known = name.startswith(log_fields.AUTHORIZER_LOG_VARIABLES)
            if not (known or name in log_fields.HTTP_LOG_VARIABLES):
                meant = did_you_mean(name.removeprefix(_CONTEXT), _NAMES)
                fix = meant if meant.startswith("Did") else f"Remove it; {_PAGE} lists them."
                yield context.advice(path, f"access logs of HTTP APIs have no variable {name}", fix)


def _formats(context: Context) -> Iterator[tuple[Path, str]]:
    own = context.config.stages[context.stage].access_log
    logs = {("stages", context.stage): own} | {path: api.access_log for path, _, api in context.apis()}
    for path, log in logs.items():
        if isinstance(log, AccessLogConfig) and log.format:
            yield (*path, "access_log", "format"), log.format
