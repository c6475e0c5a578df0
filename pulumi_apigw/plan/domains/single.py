"""One custom domain name from a program that has no config of a whole service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from ...aws.websocket_limits import CONNECT
from ...config import resolve
from ...config.checks.domains.mappings import ANOTHER_DOMAIN
from ...config.domains import AnyDomainConfig
from ...config.domains.mappings import domains_of
from ...errors import ConfigError, Problem
from ..model import AnyApiPlan, WebSocketApiPlan
from ..rest.model import RestApiPlan
from .domain import plan_domain
from .model import DomainPlan

__all__ = ["checked_domain"]

_STAGE = "stage"
_ANOTHER = "Make another CustomDomain for the WebSocket API."
_PREFIX = f"stages.{_STAGE}.domain"
_TARGET = {"type": "http", "url": "https://example.com", "method": "GET"}
# Of a domain that leads nowhere yet: a config has some API.
_NO_API = {"routes": {"GET /": {"authorizer": "none", "integration": _TARGET}}}
# What of an API a domain is held to.
_KNOWN = {
    "protocol",
    "endpoint",
    "policy",
    "ip_address_type",
    "disable_execute_api_endpoint",
    "security_policy",
    "endpoint_access_mode",
}


def checked_domain(
    domain: BaseModel | Mapping[str, Any], *, apis: Mapping[str, AnyApiPlan], tags: Mapping[str, str]
) -> tuple[AnyDomainConfig, DomainPlan]:
    """The config of a domain that leads to `apis`, and its plan. Raises ConfigError with all that is wrong.

    It is put into the smallest whole config and passes every check of it.
    """
    written = domain.model_dump(exclude_unset=True) if isinstance(domain, BaseModel) else domain
    if not isinstance(written, Mapping):
        raise ConfigError(
            [Problem("", "this is no domain. Give one mapping, and make a CustomDomain of each.")]
        )
    if not apis and written.get("apis") is None:
        fix = "Pass stages={'NAME': …}, or say 'apis: {}' for a domain that other stacks share."
        raise ConfigError([Problem("apis", f"the program passes no stage that the domain leads to. {fix}")])
    whole = {
        "service": "service",
        "apis": {name: _stand_in(api) for name, api in apis.items()} or {"api": _NO_API},
        "stages": {_STAGE: {"domain": written}},
    }
    try:
        config = resolve(whole, _STAGE)
    except ConfigError as error:
        raise ConfigError(_own(problem) for problem in error.problems) from None
    (found,) = domains_of(config.stages[_STAGE].domain)
    return found, plan_domain(found, config.apis, tags=tags)


def _stand_in(api: AnyApiPlan) -> Mapping[str, Any]:
    """An API with one route, which anybody may call if some route of the real one is so."""
    known = api.settings.model_dump(include=_KNOWN, exclude_unset=True)
    guard = "none" if _lets_anybody_in(api) else "signed"
    key = CONNECT if isinstance(api, WebSocketApiPlan) else "GET /"
    return {
        **known,
        "authorizers": {"signed": {"type": "iam"}} if guard == "signed" else {},
        "routes": {key: {"authorizer": guard, "integration": _TARGET}},
    }


def _lets_anybody_in(api: AnyApiPlan) -> bool:
    if isinstance(api, RestApiPlan):
        return any(each.authorization == "NONE" for each in api.methods if not each.preflight)
    # Who may connect to a WebSocket API is asked about there, and with no message.
    websocket = isinstance(api, WebSocketApiPlan)
    routes = [each for each in api.routes if each.key == CONNECT or not websocket]
    return not routes or any(each.authorization == "NONE" for each in routes)


def _own(problem: Problem) -> Problem:
    path = problem.path.removeprefix(_PREFIX).removeprefix(".")
    message = problem.message.replace(f"{_PREFIX}.", "").replace(ANOTHER_DOMAIN, _ANOTHER)
    return replace(problem, path=path, message=message)
