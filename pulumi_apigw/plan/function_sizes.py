"""How large the environment of a function is with all that its APIs add to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..aws import limits
from ..errors import Problem
from ..source import SourceMap, format_path
from .model import FunctionPlan, ServicePlan, WebSocketApiPlan
from .websocket.variables import connection_variables, variable_suffix

__all__ = ["environment_problems"]

# An endpoint of `@connections` in one of the Regions with the longest names, and the stage's name at its end.
_ENDPOINT = "https://a1b2c3d4e5.execute-api.ap-southeast-1.amazonaws.com/"


def environment_problems(plan: ServicePlan, sources: SourceMap) -> Iterator[Problem]:
    """Functions whose environment Lambda would refuse, though what the config itself says is small enough.

    https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    """
    most = limits.FUNCTION_ENVIRONMENT_BYTES
    for name, function in plan.functions.items():
        if not isinstance(function, FunctionPlan):
            continue
        whole = {**_connections(plan, name), **function.settings.environment}
        size = sum(len(key.encode()) + len(value.encode()) for key, value in whole.items())
        if size > most:
            path = ("functions", name, "environment")
            fact = f"with the variables of the APIs that it serves, the environment has about {size} bytes"
            fix = f"Lambda takes at most {most}: move values to SSM Parameter Store or Secrets Manager."
            yield Problem(format_path(path), f"{fact}. {fix}", sources.locate(path))


def _connections(plan: ServicePlan, function: str) -> dict[str, str]:
    """What `components/connections.py` adds, with stand-ins for what only a deployment knows."""
    apis = [each for each in plan.apis.values() if isinstance(each, WebSocketApiPlan)]
    # The one environment that stages share cannot name the endpoint of each.
    pushed = (each for each in apis if function in each.push and not plan.is_shared)
    kept = [(each, each.store) for each in apis if each.store and function in each.store.functions]
    return {
        **connection_variables(
            "CONNECTIONS_URL", _by_suffix((each, _ENDPOINT + plan.stages[0]) for each in pushed)
        ),
        **connection_variables(
            "CONNECTIONS_TABLE", _by_suffix((each, store.table_name) for each, store in kept)
        ),
        **connection_variables(
            "CONNECTIONS_TTL_SECONDS", _by_suffix((each, str(store.ttl_seconds)) for each, store in kept)
        ),
    }


def _by_suffix(values: Iterable[tuple[WebSocketApiPlan, str]]) -> Mapping[str, str]:
    return {variable_suffix(api.name): value for api, value in values}
