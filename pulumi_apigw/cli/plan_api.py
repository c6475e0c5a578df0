"""The tables of one API, of which `apigw plan` shows each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pulumi_apigw.aws.protocols import API_KINDS

from .console import make_table
from .resolved_parts import Data
from .words import count, stages_told

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["api_tables"]

_CHECKS = {
    "http": (),
    "rest": ("API KEY", "VALIDATES"),
    "websocket": ("API KEY", "MODEL", "REPLY"),
}
"""Columns between those that every kind of API has."""


def api_tables(stages: list[Data]) -> Iterator[RenderableType]:
    """One API as each of its stages has it: where it answers, its routes, and what they need."""
    api, names = stages[0], [each["stage_name"] for each in stages]
    yield f"{api['name']}: {API_KINDS[api['protocol']]} API {api['api_name']}, {stages_told(names)}"
    yield from (f"{_whose(each, stages)}at {_url(each)}" for each in stages)
    yield ""
    checks = _CHECKS[api["protocol"]]
    columns = ("ROUTE", "TARGET", "AUTHORIZER", *checks, "RATE/BURST", "TIMEOUT")
    alike = zip(*(each["routes"] for each in stages), strict=True)
    yield make_table(columns, [_route(dict(zip(names, each, strict=True))) for each in alike])
    yield ""
    if api["protocol"] == "rest":
        yield from _rest_stages(stages)
    if api["protocol"] == "websocket":
        yield from _pushing(api)
        yield from _usage_plans(api)
    if api["authorizers"]:
        alike = zip(*(each["authorizers"] for each in stages), strict=True)
        yield make_table(("AUTHORIZER", "ASKS"), [(each[0]["name"], _asks(_merged(each))) for each in alike])
        yield ""
    if api["variables"]:
        values = ("VALUE",) if len(stages) == 1 else tuple(names)
        rows = [(name, *(each["variables"].get(name, "") for each in stages)) for name in _variables(stages)]
        yield make_table(("STAGE VARIABLE", *values), rows)
        yield ""


def _url(api: Data) -> str:
    return api["url"] or "a custom domain alone: the execute-api endpoint is disabled"


def _whose(stage: Data, stages: list[Data]) -> str:
    """What stands before a line of one stage, where there are several."""
    return "" if len(stages) == 1 else f"{stage['stage_name']}: "


def _variables(stages: list[Data]) -> Iterable[str]:
    return dict.fromkeys(name for each in stages for name in each["variables"])


def _merged(calls: Sequence[Data]) -> Data:
    """The same call in several stages: they differ in the alias, of which each has its own."""
    if "alias" not in calls[0] or calls[0]["alias"] is None:
        return calls[0]
    return {**calls[0], "alias": ", ".join(dict.fromkeys(each["alias"] for each in calls))}


def _route(stages: Mapping[str, Data]) -> tuple[str, ...]:
    """A route in every stage, which has its own alias and its own limits."""
    route = next(iter(stages.values()))
    return (
        route["route"],
        _target(_merged([each["target"] for each in stages.values()])),
        _guard(route),
        *_checked(route),
        _limits_of({stage: _limits(each["throttle"]) for stage, each in stages.items()}),
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


def _rest_stages(stages: list[Data]) -> Iterator[RenderableType]:
    """What the stages of REST APIs alone have."""
    told = [f"{_whose(each, stages)}{text}" for each in stages for text in _told(each)]
    if preflights := stages[0]["preflights"]:
        told.insert(0, f"preflights: OPTIONS of {count(len(preflights), 'path')} is answered for web pages")
    yield from told
    if told:
        yield ""
    yield from _usage_plans(stages[0])


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


def _limits_of(stages: Mapping[str, str]) -> str:
    """The limits of every stage, or each stage's where they differ."""
    first, *others = dict.fromkeys(stages.values())
    return ", ".join(f"{stage} {limits}" for stage, limits in stages.items()) if others else first


def _limits(throttle: Data) -> str:
    return f"{throttle['rate_limit']:g}/{throttle['burst_limit']}"
