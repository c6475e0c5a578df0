"""Models of REST and WebSocket APIs: schemas that API Gateway takes, each named right and used."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...aws import rest_limits
from ...errors import Problem
from ...schemas import model_references, problems, to_api_gateway, unknown_keywords
from ...source import Path, did_you_mean
from ..base import shown
from ..rest import RestRouteConfig
from ..rest.routes import BodyConfig
from ..websocket import WebSocketApiConfig, WebSocketRouteConfig
from .context import Context, KeyedApi

__all__ = ["keywords", "quota", "refused", "unchecked", "unknown", "unused"]

# AWS: "The maxItems and minItems tags are not included in simple request validation."
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
_UNCHECKED = ("minItems", "maxItems")


def refused(context: Context) -> Iterator[Problem]:
    """Schemas that cannot be said in the words that API Gateway has."""
    for path, api in context.keyed_apis():
        for place, schema in _schemas(api):
            for inner, fact, fix in problems(schema, api.models):
                yield context.error((*path, *place, *inner), fact, fix)


def keywords(context: Context) -> Iterator[Problem]:
    """Keywords that mean nothing, such as a misspelt one: what they should check is not checked."""
    for path, api in context.keyed_apis():
        for place, schema in _schemas(api):
            for inner, fact, fix in unknown_keywords(schema):
                yield context.advice((*path, *place, *inner), fact, fix)


def unchecked(context: Context) -> Iterator[Problem]:
    """What API Gateway takes and does not check: told once an API."""
    for path, api in context.keyed_apis():
        checked = _used(api, {name for route in api.routes.values() for _, name in _named(route.body)})
        found = (
            place for name in api.models if name in checked for place in _keys(api.models[name], (name,))
        )
        for place in itertools.islice(found, 1):
            fact = f"{place[-1]!r} is not checked: API Gateway does not count the items of lists"
            yield context.advice((*path, "models", *place), fact, "Check it in the function.")


def unknown(context: Context) -> Iterator[Problem]:
    """Models that bodies name must be in the API's `models`."""
    for path, api in context.keyed_apis():
        known = context.written(*path, "models")
        for key, route in api.routes.items():
            for place, name in _bodies(route):
                if name not in known and not context.refused(*path, "models"):
                    fix = did_you_mean(name, known) if known else "Add it to the API's 'models'."
                    fact = f"no model named {shown(name)}"
                    yield context.error((*path, "routes", key, *place), fact, fix)


def unused(context: Context) -> Iterator[Problem]:
    """A model that nothing names is a mistake somewhere else, or left over."""
    for path, api in context.keyed_apis():
        if context.refused_within(*path, "routes"):
            continue
        named = {name for route in api.routes.values() for _, name in _bodies(route)}
        named |= {name for _, schema in _parameters(api) for name in model_references(schema, api.models)}
        used = _used(api, named)
        for name in (each for each in api.models if each not in used):
            fact = f"no body and no model refers to model {name!r}"
            yield context.advice((*path, "models", name), fact, "Name it in a route's 'body', or remove it.")


def quota(context: Context) -> Iterator[Problem]:
    """What AWS allows the models of one API."""
    most = rest_limits.MODELS_BYTES
    for path, api in context.keyed_apis():
        # Conversion changes the length, though hardly by as much.
        if len(json.dumps(api.models, default=str)) < most / 4 or any(refused(context)):
            continue
        schemas = (to_api_gateway(schema, api.models) for schema in api.models.values())
        size = sum(len(json.dumps(schema, default=str)) for schema in schemas)
        if size > most:
            fact = f"the models are {size} bytes long together, while AWS's quota is {most} an API"
            fix = "Split the API, or leave out the models of responses, which check nothing."
            yield context.advice((*path, "models"), fact, fix)


def _bodies(route: RestRouteConfig | WebSocketRouteConfig) -> Iterator[tuple[Path, str]]:
    """The models that a route's requests and answers name."""
    yield from ((("body", *place), name) for place, name in _named(route.body))
    if isinstance(route, WebSocketRouteConfig):
        return
    for status, response in route.responses.items():
        yield from ((("responses", status, "body", *place), name) for place, name in _named(response.body))


def _named(body: BodyConfig | None) -> Iterator[tuple[Path, str]]:
    if isinstance(body, str):
        yield (), body
    elif body:
        yield from (((content_type,), name) for content_type, name in body.items())


def _schemas(api: KeyedApi) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield from ((("models", name), schema) for name, schema in api.models.items())
    yield from _parameters(api)


def _parameters(api: KeyedApi) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(api, WebSocketApiConfig):
        return
    for key, route in api.routes.items():
        for name, parameter in route.parameters.items():
            yield ("routes", key, "parameters", name, "json_schema"), parameter.json_schema


def _used(api: KeyedApi, names: set[str]) -> set[str]:
    """`names`, and the models that those refer to."""
    used: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in used and name in api.models:
            used.add(name)
            waiting += model_references(api.models[name], api.models)
    return used


def _keys(schema: Any, path: Path) -> Iterator[Path]:
    if isinstance(schema, Mapping):
        yield from ((*path, key) for key in _UNCHECKED if isinstance(schema.get(key), int))
        for key, value in schema.items():
            yield from _keys(value, (*path, key))
    elif isinstance(schema, list | tuple):
        for position, each in enumerate(schema):
            yield from _keys(each, (*path, position))
