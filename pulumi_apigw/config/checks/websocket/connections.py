"""Pushing to clients, and the store of their connections."""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ....source import Path
from ...domains import AnyDomainConfig, DomainConfig
from ...domains.mappings import base_paths, domain_name, domains_of
from ...functions import ExistingFunctionConfig, FunctionConfig
from ...websocket import WebSocketApiConfig
from ...websocket.connections import ConnectionStoreConfig
from ..context import Context
from ..names import unknown

__all__ = ["CONNECTIONS_URL", "built", "endpoints", "functions", "used", "variables"]

CONNECTIONS_URL = "CONNECTIONS_URL"
"""The variable by which functions know where to push."""


def functions(context: Context) -> Iterator[Problem]:
    """Functions that push, or use the store, must be in `functions`."""
    for path, api in context.websocket_apis():
        for place, name in _named(path, api):
            yield from unknown(context, place, name, "function", ("functions",))


def built(context: Context) -> Iterator[Problem]:
    """Only functions that are built here can be given an environment and rights."""
    for path, api in context.websocket_apis():
        for place, name in _named(path, api):
            function = context.config.functions.get(name)
            if not isinstance(function, ExistingFunctionConfig):
                continue
            # All stages share one environment, in which there is no such variable.
            variable = "" if context.config.is_shared else f"{CONNECTIONS_URL} and "
            by_hand = f"give it {variable}the right to 'execute-api:ManageConnections'"
            if function.provided:
                fact = f"function {name!r} is the program's, which gives it its environment and its role"
                yield context.advice(place, fact, f"There, {by_hand}.")
            else:
                fact = f"function {name!r} is not built here: its environment and its role stay as they are"
                yield context.error(place, fact, f"Remove it, and {by_hand} by hand.")


def used(context: Context) -> Iterator[Problem]:
    """A store that nobody may use."""
    for path, api in context.websocket_apis():
        place = (*path, "connections")
        if not isinstance(api.connections, ConnectionStoreConfig) or context.refused_within(*place):
            continue
        if not (api.connections.functions or api.push or context.refused(*path, "push")):
            fact = "no function may use the table"
            yield context.advice(place, fact, "Name the functions in 'push', or in 'connections.functions'.")


def variables(context: Context) -> Iterator[Problem]:
    """The environment names APIs in capitals, with '_' for '-': two of them must not be the same then."""
    first: dict[str, str] = {}
    for path, _ in context.websocket_apis():
        name = str(path[-1])
        other = first.setdefault(_spelt(name), name)
        if other != name:
            fact = f"functions know it by the same variable as {other!r}, {CONNECTIONS_URL}_{_spelt(name)}"
            yield context.error(path, fact, "Choose another name.")


def endpoints(context: Context) -> Iterator[Problem]:
    """The endpoint for pushing is the API's own, or where that is disabled the stage's domain.

    Who pushes by the one that is disabled is answered with 403: https://github.com/aws/aws-sdk-net/issues/1860
    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-disable-default-endpoint.html
    """
    for path, api in context.websocket_apis() if not context.config.is_shared else ():
        if not api.disable_execute_api_endpoint or _has_domain(context, str(path[-1])):
            continue
        for position, name in enumerate(api.push):
            function = context.config.functions.get(name)
            if isinstance(function, FunctionConfig) and not _own_url(function, str(path[-1])):
                fact = f"function {name!r} would push by the API's own endpoint, which is disabled"
                fix = (
                    "Give the stage a 'domain' without mutual TLS that leads to the API, or give the "
                    "function the URL of one (its base path, and no stage) in its 'environment', as "
                    f"{CONNECTIONS_URL}."
                )
                yield context.advice((*path, "push", position), fact, fix)


def _has_domain(context: Context, api: str) -> bool:
    """Whether a domain of the stage leads to the API, or is too wrong to tell."""
    stage = context.config.stages.get(context.stage)
    if stage is None or context.refused_within("stages", context.stage, "domain"):
        return True
    return any(
        name == api and _pushes(domain)
        for domain in domains_of(stage.domain)
        for _, name in base_paths(domain, context.config.apis)
    )


def _pushes(domain: AnyDomainConfig) -> bool:
    """Whether functions can push by a domain: it has one name, and asks for no certificate."""
    by_certificate = isinstance(domain, DomainConfig) and domain.mutual_tls is not None
    return not (by_certificate or domain_name(domain).startswith("*"))


def _own_url(function: FunctionConfig, api: str) -> bool:
    return bool({CONNECTIONS_URL, f"{CONNECTIONS_URL}_{_spelt(api)}"} & function.environment.keys())


def _spelt(api: str) -> str:
    return api.upper().replace("-", "_")


def _named(path: Path, api: WebSocketApiConfig) -> Iterator[tuple[Path, str]]:
    """Every function that pushes or uses the store, with its place."""
    yield from (((*path, "push", position), name) for position, name in enumerate(api.push))
    if isinstance(api.connections, ConnectionStoreConfig):
        for position, name in enumerate(api.connections.functions):
            yield (*path, "connections", "functions", position), name
