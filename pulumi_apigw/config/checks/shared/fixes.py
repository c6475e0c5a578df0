"""What to do about a value that differs between stages which share it, by the place where it stands."""

from __future__ import annotations

from ....source import Path
from ...service import ServiceConfig

__all__ = ["fix", "shared_thing"]

_STACKS = "or give each stage a stack of its own ('topology: stack-per-stage')"
# Settings that a stage has too, of its own.
_OF_STAGE = ("access_log", "cache", "detailed_metrics", "throttle")
# Mapped with each request, where a stage variable can stand:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
_MAPPED = ("request_parameters", "response_parameters")
_TEMPLATES = ("request_templates", "templates")


def shared_thing(path: Path) -> str:
    """What all stages have together, where `path` leads."""
    return {"functions": "one function", "apis": "one API"}.get(str(path[0]), "one stack")


def fix(config: ServiceConfig, path: Path, *, variable: str | None = None, whole: bool = False) -> str:
    """The fix of what differs at `path`: by `variable` (the `whole` text is that one), or written out."""
    return f"{_first(config, path, variable, whole)}, {_STACKS}."


def _first(config: ServiceConfig, path: Path, variable: str | None, whole: bool) -> str:
    if path[0] == "functions":
        return _of_function(path, variable, whole)
    if path[0] == "apis":
        return _of_api(config, path, variable, whole)
    if path[0] == "tags":
        return "Set the tag in each stage's own 'tags'"
    if path[0] == "observability":
        return "Set 'observability' in each stage"
    return "Write one value for all stages"


def _of_function(path: Path, variable: str | None, whole: bool) -> str:
    part = path[2:3]
    if part == ("environment",):
        name = variable or "name"
        return f'Let the handler read event["stageVariables"]["{name}"]'
    if any(isinstance(each, int) for each in path):
        return "Name here what all stages need"
    if part == ("alias",) and variable and whole:
        return f"Write 'alias_variable: {variable}' in its place"
    if part == ("alias",) or part == ("arn",):
        return "Name an alias for each stage by 'alias_variable'"
    return "Write one value for all stages"


def _of_api(config: ServiceConfig, path: Path, variable: str | None, whole: bool) -> str:
    part = path[2] if len(path) > 2 else ""
    if part in _OF_STAGE:
        return f"Set '{part}' in each stage"
    if any(isinstance(each, int) for each in path):
        return "Name here what all stages need"
    if part == "tags":
        return "Set the tag in each stage's own 'tags'"
    name = variable or "name"
    if path[-1] == "url" and "integration" in path:
        return f"Write ${{stageVariables.{name}}}, which API Gateway looks up with each request"
    if any(each in path for each in _TEMPLATES):
        return f"Write $stageVariables.{name}, which API Gateway looks up with each request"
    if whole and any(each in path for each in _MAPPED):
        api = config.apis.get(str(path[1]))
        dollar = "$" if api is not None and api.protocol == "http" else ""
        return f"Write {dollar}stageVariables.{name}, which API Gateway looks up with each request"
    return "Write one value for all stages"
