"""Access logs: fields and variables that the API's kind does not have, and who writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ...aws import limits, log_fields
from ...aws.protocols import API_KINDS
from ...errors import Problem
from ...source import Path, did_you_mean
from ..stage_settings import AccessLogConfig
from .context import Context

__all__ = ["destinations", "fields", "other_variables", "secrets", "values", "variables"]

_PAGES = {
    "http": "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html",
    "rest": "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-variables-for-access-logging.html",
    "websocket": "https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html",
}
_CONTEXT = "$context."
_VARIABLE = re.compile(r"\$context(?:\.\w+)+", re.ASCII)
_API_KEY = re.compile(r"\$context\.identity\.apiKey\b")
_CREDENTIALS = re.compile(
    r"\$context\.(?:request|response)Override\.header\.(?:authorization|cookie|set-cookie|x-api-key)\b(?!-)",
    re.ASCII | re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"\$context\.authorizer\.[\w.-]*(?:token|secret|password|passwd|credentials?|jwt|api_?key)(?![\w-]|\.\w)",
    re.ASCII | re.IGNORECASE,
)
_QUOTED = re.compile(r'"\$context\.error\.messageString"', re.ASCII)
_ALL_CLAIMS = re.compile(r"\$context\.authorizer\.claims(?!\w|\.\w)", re.ASCII)
_OTHER = re.compile(r"\$(?:input|util|stageVariables|method)\b[\w.]*", re.ASCII)
_VARIABLES = {
    "http": log_fields.HTTP_LOG_VARIABLES,
    "rest": log_fields.REST_LOG_VARIABLES,
    "websocket": log_fields.WEBSOCKET_LOG_VARIABLES,
}
_PREFIXES = {
    "http": (log_fields.AUTHORIZER_LOG_VARIABLES,),
    "rest": log_fields.REST_LOG_PREFIXES,
    "websocket": (log_fields.AUTHORIZER_LOG_VARIABLES,),
}
# The other kind's word for the same thing.
_INSTEAD = {"routeKey": "resourcePath", "resourcePath": "routeKey", "authorizeError": "authorizerError"}


def fields(context: Context) -> Iterator[Problem]:
    """Each kind of API has fields that the other has not, and all of them fit into no log."""
    for path, protocol, log in _logs(context):
        if "fields" not in log.model_fields_set:
            continue
        known = log_fields.LOG_FIELDS[protocol]
        if known.keys() >= {*log.fields}:
            size = len(json.dumps(log.variables(protocol), separators=(",", ":")))
            if size > limits.ACCESS_LOG_FORMAT_BYTES:
                fact = f"the {len(log.fields)} fields make a format of {size} bytes"
                fix = f"AWS takes at most {limits.ACCESS_LOG_FORMAT_BYTES}: leave some out."
                yield context.error((*path, "fields"), fact, fix)
        for position, name in enumerate(log.fields):
            if name not in known:
                meant = f"Did you mean {_INSTEAD[name]!r}?" if name in _INSTEAD else did_you_mean(name, known)
                fact = f"access logs of {API_KINDS[protocol]} APIs have no field {name!r}"
                fix = meant if meant.startswith("Did") else "Remove it, or give the API a log of its own."
                yield context.error((*path, "fields", position), fact, fix)


def variables(context: Context) -> Iterator[Problem]:
    """AWS takes any name after `$context.`, those of the other kind of API too, and logs nothing for it."""
    for path, protocol, log in _logs(context):
        for name in dict.fromkeys(_VARIABLE.findall(log.format or "")):
            if not (name.startswith(_PREFIXES[protocol]) or name in _VARIABLES[protocol]):
                # Less their common beginning, which would make all of them alike.
                names = {variable.removeprefix(_CONTEXT) for variable in _VARIABLES[protocol]}
                meant = did_you_mean(name.removeprefix(_CONTEXT), names)
                fix = meant if meant.startswith("Did") else f"Remove it; {_PAGES[protocol]} lists them."
                fact = f"access logs of {API_KINDS[protocol]} APIs have no variable {name}"
                yield context.advice((*path, "format"), fact, fix)


def other_variables(context: Context) -> Iterator[Problem]:
    """Only `$context` has values in a log: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"""
    for path, _, log in _logs(context):
        for name in dict.fromkeys(_OTHER.findall(log.format or "")):
            fact = f"an access log takes variables of $context alone, and {name} is none"
            yield context.error((*path, "format"), fact, "Remove it.")


def values(context: Context) -> Iterator[Problem]:
    """Variables whose value is none, or has quotes of its own.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    """
    for path, _, log in _logs(context):
        place, written = (*path, "format"), log.format or ""
        if _QUOTED.search(written):
            fact = "$context.error.messageString has quotes of its own, so that the line is no JSON"
            yield context.advice(place, fact, "Leave out those around it, or use $context.error.message.")
        if _ALL_CLAIMS.search(written):
            fix = "Name one, such as $context.authorizer.claims.sub."
            yield context.advice(place, "$context.authorizer.claims is empty: AWS has no value of all", fix)


def secrets(context: Context) -> Iterator[Problem]:
    """Whoever may read the log could call with what is in it."""
    for path, protocol, log in _logs(context):
        place, written = (*path, "format"), log.format or ""
        if protocol != "http" and _API_KEY.search(written):
            fact = "each line of the log would hold the caller's API key"
            yield context.error(place, fact, "Use $context.identity.apiKeyId, which names it.")
        for name in dict.fromkeys(_CREDENTIALS.findall(written)):
            fact = f"each line of the log would hold {name}, which lets its reader call as the caller does"
            yield context.error(place, fact, "Remove it.")
        for name in dict.fromkeys(_SECRET_NAME.findall(written)):
            fact = f"each line of the log would hold {name}, by its name a secret"
            fix = "Log what names the caller, such as $context.authorizer.principalId."
            yield context.advice(place, fact, fix)


def destinations(context: Context) -> Iterator[Problem]:
    """Only stages of REST APIs take the ARN of a stream: those of version 2 take a log group's.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html
    """
    for path, protocol, log in _logs(context):
        if log.firehose_arn is not None and protocol != "rest":
            fact = f"access logs of {API_KINDS[protocol]} APIs go to CloudWatch alone"
            fix = "Remove it, and let a subscription of the log group feed the stream."
            yield context.error((*path, "firehose_arn"), fact, fix)


def _logs(context: Context) -> Iterator[tuple[Path, str, AccessLogConfig]]:
    """Every access log with the protocol of an API that has it: a stage's own is for those of every kind."""
    own = context.config.stages[context.stage].access_log
    for protocol in dict.fromkeys(api.protocol for _, _, api in context.apis()):
        if isinstance(own, AccessLogConfig):
            yield ("stages", context.stage, "access_log"), protocol, own
    for path, _, api in context.apis():
        if isinstance(api.access_log, AccessLogConfig):
            yield (*path, "access_log"), api.protocol, api.access_log
