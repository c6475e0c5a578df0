"""The tables of one API, of which `apigw plan` shows each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .console import make_table
from .resolved_parts import Data
from .words import count

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["api_tables"]

_KINDS = {"http": "HTTP", "rest": "REST", "websocket": "WebSocket"}
_CHECKS = {
    "http": (),
    "rest": ("API KEY", "VALIDATES"),
    "websocket": ("API KEY", "MODEL", "REPLY"),
}
"""Columns between those that every kind of API has."""


def api_tables(api: Data) -> Iterator[RenderableType]:
    """One API: where it answers, its routes, and what they need."""
    url = api["url"] or "a custom domain alone: the execute-api endpoint is disabled"
    yield f"{api['name']}: {_KINDS[api['protocol']]} API {api['api_name']}, stage {api['stage_name']}"
    yield f"at {url}"
    yield ""
    checks = _CHECKS[api["protocol"]]
    columns = ("ROUTE", "TARGET", "AUTHORIZER", *checks, "RATE/BURST", "TIMEOUT")
    yield make_table(columns, [_route(each) for each in api["routes"]])
    yield ""
    if api["protocol"] == "rest":
        yield from _rest_stage(api)
    if api["protocol"] == "websocket":
        yield from _pushing(api)
        yield from _usage_plans(api)
    if api["authorizers"]:
        yield make_table(("AUTHORIZER", "ASKS"), [(each["name"], _asks(each)) for each in api["authorizers"]])
        yield ""
    if api["variables"]:
        yield make_table(("STAGE VARIABLE", "VALUE"), list(api["variables"].items()))
        yield ""


def _route(route: Data) -> tuple[str, ...]:
    return (
        route["route"],
        _target(route["target"]),
        _guard(route),
        *_checked(route),
        _limits(route["throttle"]),
        f"{route['timeout_ms'] / 1000:g} s",
    )


def _checked(route: Data) -> tuple[str, ...]:
    """What is asked of a request to a REST API, of a message to a WebSocket API and of its answer."""
    if "validation" in route:
        return _yes(route["api_key"]), route["validation"]
    if "reply" in route:
        return _yes(route["api_key"]), route["model"] or "", _yes(route["reply"])
    return ()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _target(target: Data) -> str:
    if target["type"] == "function":
        return f"{_called(target)}{_streamed(target)}"
    if target["type"] == "http":
        return f"{target['method']} {target['url']}{_streamed(target)}"
    if target["type"] == "private":
        called = target.get("url") or target["target_arn"]
        return f"{target['method']} {called} through VPC link {target['vpc_link']}{_streamed(target)}"
    if target["type"] == "mock":
        return " ".join(["mock", *target["statuses"]])
    resources = target["resources"] if "resources" in target else [target["resource"]]
    return f"{target['subtype']} {' '.join(resources)}"


def _streamed(target: Data) -> str:
    return ", streamed" if target.get("stream") else ""


def _called(target: Data) -> str:
    """`api → dev (backend)`: the function, its alias, and the stage variable that names the alias."""
    if target["alias"] is None:
        return str(target["function"])
    variable = f" ({target['stage_variable']})" if target["stage_variable"] else ""
    return f"{target['function']} → {target['alias']}{variable}"


def _guard(route: Data) -> str:
    if route["authorization"] == "NONE":
        return "none"
    name = route["authorizer"] or "IAM"
    return f"{name}: {' '.join(route['scopes'])}" if route["scopes"] else name


def _asks(authorizer: Data) -> str:
    if authorizer["type"] == "jwt":
        audience = ", ".join(authorizer["audience"])
        return f"JWT of {authorizer['issuer'] or authorizer['user_pool_id']} for {audience}"
    asked = (
        f"user pool {' or '.join(authorizer['user_pool_arns'])}"
        if authorizer["type"] == "cognito"
        else f"function {_called(authorizer)}"
    )
    ttl = authorizer["ttl_seconds"]
    return f"{asked}, kept for {ttl} s" if ttl else f"{asked}, each time"


def _rest_stage(api: Data) -> Iterator[RenderableType]:
    """What the stages of REST APIs alone have."""
    told = list(_told(api))
    yield from told
    if told:
        yield ""
    yield from _usage_plans(api)


def _pushing(api: Data) -> Iterator[RenderableType]:
    """What WebSocket APIs alone have: who may send to clients, and where these are kept."""
    told = [f"push: {' '.join(api['push'])}"] if api["push"] else []
    if store := api["connections"]:
        users = " ".join(store["functions"]) or "nobody"
        told.append(f"connections: table {store['table_name']} for {users}")
    yield from told
    if told:
        yield ""


def _usage_plans(api: Data) -> Iterator[RenderableType]:
    if api["usage_plans"]:
        columns = ("USAGE PLAN", "RATE/BURST", "QUOTA", "API KEYS")
        yield make_table(columns, [_usage_plan(each) for each in api["usage_plans"]])
        yield ""


def _told(api: Data) -> Iterator[str]:
    if api["preflights"]:
        yield f"preflights: OPTIONS of {count(len(api['preflights']), 'path')} is answered for web pages"
    if api["cache_size_gb"]:
        yield f"cache: {api['cache_size_gb']} GB"
    if canary := api["canary"]:
        changed = " ".join(f"{name}={value}" for name, value in canary["variables"].items())
        yield f"canary: {canary['percent_traffic']:g} % of the requests{changed and f' with {changed}'}"


def _usage_plan(plan: Data) -> tuple[str, ...]:
    quota = plan["quota"]
    return (
        plan["name"],
        _limits(plan["throttle"]) if plan["throttle"] else "",
        f"{quota['limit']} a {quota['period'].lower()}" if quota else "",
        " ".join(plan["api_keys"]),
    )


def _limits(throttle: Data) -> str:
    return f"{throttle['rate_limit']:g}/{throttle['burst_limit']}"
