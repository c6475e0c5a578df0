"""One function, API, authorizer or stage from a program that has no config of a whole service.

Each is put into the smallest whole config and passes every check of it, so that a part alone is held to the
same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from ..aws import limits
from ..config import ServiceConfig, resolve
from ..config.api import CommonApiConfig
from ..config.authorizers import IamAuthorizerConfig, ResourceAuthorizerConfig
from ..config.functions import DEFAULT_ALIAS_VARIABLE, FunctionConfig
from ..config.http import HttpApiConfig
from ..config.observability import ObservabilityConfig
from ..config.rest import RestApiConfig
from ..config.stages import StageConfig
from ..config.websocket import WebSocketApiConfig
from ..errors import ConfigError, Problem
from ..source import Path, format_path
from .model import AnyApiPlan, HttpApiPlan, WebSocketApiPlan

__all__ = [
    "checked_function",
    "checked_http_api",
    "checked_http_authorizer",
    "checked_observability",
    "checked_rest_api",
    "checked_stage",
    "checked_websocket_api",
]

Written = Mapping[str, Any] | BaseModel
_PROXY = {"type": "http", "url": "https://example.com"}
_HTTP: Mapping[str, Any] = {"routes": {"GET /": {"authorizer": "none", "integration": _PROXY}}}
_PROVIDED: Mapping[str, Any] = {"provided": True}
_BUILT: Mapping[str, Any] = {"runtime": "python3.13", "handler": "code.handler", "source": "src"}
_WHOLE: Mapping[str, Any] = {
    "service": "service",
    "functions": {},
    "apis": {"api": _HTTP},
    "stages": {"stage": {}},
}
# What a stage has in the config of a service, and no stage alone.
_OF_SERVICES: Mapping[str, str] = {
    "patch": "a stage alone has no config to patch. Remove it.",
    "domain": "a stage alone makes no domain. Give this to a CustomDomain, with the stage.",
    "observability": "a stage alone is not watched. Give this to an Observability.",
}


def checked_function(function: Written, *, function_name: str, aliases: Iterable[str]) -> FunctionConfig:
    """A function's config. Raises ConfigError with all that is wrong, also with its name or an alias."""
    written = _plain(function)
    variable = written.get("alias_variable", DEFAULT_ALIAS_VARIABLE)
    config = _part(("functions", "function"), written, stage_variables=[variable]).functions["function"]
    if not isinstance(config, FunctionConfig):
        raise ConfigError([Problem("", "a function that exists is not built. Pass it to the API itself.")])
    problems = list(_unusable_names(function_name, aliases))
    if problems:
        raise ConfigError(problems)
    return config


def checked_http_api(
    api: Written, *, functions: Iterable[str], stage_variables: Iterable[str] = ()
) -> HttpApiConfig:
    """An API's config; `functions` are the names it may use. Raises ConfigError with all that is wrong."""
    config = _api(_plain(api), functions, stage_variables)
    if not isinstance(config, HttpApiConfig):
        raise _other_kind(config)
    return config


def checked_rest_api(
    api: Written, *, functions: Iterable[str], stage_variables: Iterable[str] = ()
) -> RestApiConfig:
    """A REST API's config; `functions` as for HTTP APIs. Raises ConfigError with all that is wrong."""
    config = _api({"protocol": "rest", **_plain(api)}, functions, stage_variables)
    if not isinstance(config, RestApiConfig):
        raise _other_kind(config)
    return config


def checked_websocket_api(
    api: Written, *, functions: Iterable[str], stage_variables: Iterable[str] = ()
) -> WebSocketApiConfig:
    """A WebSocket API's config; `functions` as for HTTP APIs. Raises ConfigError with all that is wrong."""
    written = {"protocol": "websocket", **_plain(api)}
    # Functions made within the API may push; only those that are built can be given the right to.
    config = _api(written, functions, stage_variables, stand_in=_BUILT)
    if not isinstance(config, WebSocketApiConfig):
        raise _other_kind(config)
    return config


def _other_kind(config: CommonApiConfig) -> ConfigError:
    kind, component = {
        "http": ("an HTTP API", "an HttpApi"),
        "rest": ("a REST API", "a RestApi"),
        "websocket": ("a WebSocket API", "a WebSocketApi"),
    }[config.protocol]
    return ConfigError([Problem("protocol", f"this is the config of {kind}. Give it to {component}.")])


def checked_http_authorizer(authorizer: Written, *, functions: Iterable[str]) -> ResourceAuthorizerConfig:
    """An authorizer's config. Raises ConfigError with all that is wrong; IAM is none, being no resource."""
    guarded = {"GET /": {"authorizer": "authorizer", "integration": _PROXY}}
    api = {"authorizers": {"authorizer": _plain(authorizer)}, "routes": guarded}
    path = ("apis", "api", "authorizers", "authorizer")
    whole = _part(path, api, functions=functions).apis["api"]
    assert isinstance(whole, HttpApiConfig), "no other kind has been written"
    config = whole.authorizers["authorizer"]
    if isinstance(config, IamAuthorizerConfig):
        fix = "Name it in the 'authorizers' of an HttpApi, or give routes authorization_type='AWS_IAM'."
        raise ConfigError([Problem("type", f"an IAM authorizer is no resource. {fix}")])
    return config


def checked_stage(stage: Written, *, api: AnyApiPlan | None = None) -> StageConfig:
    """The config of a stage of `api` (default: any HTTP API). Raises ConfigError with all that is wrong."""
    written = _plain(stage)
    if refused := [Problem(key, text) for key, text in _OF_SERVICES.items() if key in written]:
        raise ConfigError(refused)
    variables = written.get("variables")
    names = variables if isinstance(variables, Mapping) else ()
    apis = {"api": _api_of_stage(api)}
    return _part(("stages", "stage"), written, stage_variables=names, apis=apis).stages["stage"]


def checked_observability(observability: Written, *, name: str) -> ObservabilityConfig:
    """The config of alarms and a dashboard of this name. Raises ConfigError with all that is wrong."""
    if not limits.DASHBOARD_NAME.fullmatch(name):
        fix = "Name the component, and the stack, by letters, digits, '-' and '_'."
        raise ConfigError([Problem("name", f"{name!r} would be no name of a dashboard. {fix}")])
    path = ("stages", "stage", "observability")
    config = _part(path, {"observability": _plain(observability)}).observability_in("stage")
    assert config is not None, "it is a mapping"
    return config


def _api(
    written: Mapping[str, Any],
    functions: Iterable[str],
    variables: Iterable[str],
    stand_in: Mapping[str, Any] = _PROVIDED,
) -> CommonApiConfig:
    path = ("apis", "api")
    return _part(path, written, functions=functions, stage_variables=variables, stand_in=stand_in).apis["api"]


def _unusable_names(function_name: str, aliases: Iterable[str]) -> Iterator[Problem]:
    if not limits.FUNCTION_NAME.fullmatch(function_name) or len(function_name) > limits.FUNCTION_NAME_LENGTH:
        fix = f"It takes letters, digits, '-' and '_', at most {limits.FUNCTION_NAME_LENGTH}."
        yield Problem("function_name", f"{function_name!r} is not accepted. {fix}")
    for position, alias in enumerate(aliases):
        if not limits.ALIAS_NAME.fullmatch(alias) or len(alias) > limits.ALIAS_NAME_LENGTH:
            fix = (
                f"It takes letters, digits, '-' and '_', not only digits, at most {limits.ALIAS_NAME_LENGTH}."
            )
            yield Problem(format_path(("aliases", position)), f"{alias!r} is not accepted. {fix}")


def _part(
    path: Path,
    written: Mapping[str, Any],
    *,
    functions: Iterable[str] = (),
    stage_variables: Iterable[str] = (),
    apis: Mapping[str, Any] = _WHOLE["apis"],
    stand_in: Mapping[str, Any] = _PROVIDED,
) -> ServiceConfig:
    """The smallest whole config with a part in it; problems are told without the way to it.

    The part is at the first two keys of `path`, and what the program wrote of it at the whole of it. Each
    function is written as `stand_in`.
    """
    section, name = str(path[0]), str(path[1])
    declared = {variable: {"default": "any"} for variable in stage_variables}
    given = {"functions": dict.fromkeys(functions, stand_in), "stage_variables": declared}
    whole = {**_WHOLE, "apis": apis, **given}
    try:
        return resolve({**whole, section: {**whole[section], name: written}}, "stage")
    except ConfigError as error:
        raise ConfigError(_own(problem, format_path(path)) for problem in error.problems) from None


def _api_of_stage(api: AnyApiPlan | None) -> Mapping[str, Any]:
    """What of an API its stages are held to, as a whole API."""
    if api is None or isinstance(api, HttpApiPlan):
        return _HTTP
    known = api.settings.model_dump(include={"protocol", "cache", "retain_deployments"}, exclude_unset=True)
    key = "$connect" if isinstance(api, WebSocketApiPlan) else "GET /"
    return {**known, "routes": {key: {"authorizer": "none", "integration": {"type": "mock"}}}}


def _own(problem: Problem, prefix: str) -> Problem:
    path = problem.path.removeprefix(prefix).removeprefix(".")
    return replace(problem, path=path, message=problem.message.replace(f"{prefix}.", ""))


def _plain(written: Written) -> dict[str, Any]:
    if isinstance(written, BaseModel):
        return written.model_dump(exclude_unset=True)
    if not isinstance(written, Mapping):
        raise ConfigError([Problem("", f"{written!r} is no config. Give a mapping or a config's model.")])
    return dict(written)
