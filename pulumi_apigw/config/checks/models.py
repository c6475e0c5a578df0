"""Models of REST and WebSocket APIs: schemas that API Gateway takes, each named right and used."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...aws import rest_limits
from ...errors import Problem
from ...schemas import model_references, problems, reached, to_api_gateway, total_bytes, unknown_keywords
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
        checked = _checked(api)
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
        used = reached(named, api.models)
        for name in (each for each in api.models if each not in used):
            fact = f"no body and no model refers to model {name!r}"
            yield context.advice((*path, "models", name), fact, "Name it in a route's 'body', or remove it.")


def quota(context: Context) -> Iterator[Problem]:
    """What AWS takes of models of a REST API: where all are too many, those of answers alone stay here."""
    most = rest_limits.MODELS_BYTES
    for path, api in context.rest_apis():
        # Conversion changes the length, though hardly by as much.
        if len(json.dumps(api.models, default=str)) < most / 4 or any(refused(context)):
            continue
        converted = {name: to_api_gateway(schema, api.models) for name, schema in api.models.items()}
        checked = total_bytes(converted[name] for name in _checked(api))
        if checked > most:
            fact = f"models of requests have {checked} bytes together, while AWS's quota is {most} an API"
            fix = "Split the API, shorten descriptions, or have functions check some bodies."
            yield context.error((*path, "models"), fact, fix)
        elif (size := total_bytes(converted.values())) > most:
            fact = f"models have {size} bytes together, while AWS's quota is {most} an API"
            fix = "Those of answers alone stay here, where exports have them: AWS checks no answers."
            yield context.advice((*path, "models"), fact, fix)


def _checked(api: KeyedApi) -> set[str]:
    """The models that requests are checked by."""
    return reached((name for route in api.routes.values() for _, name in _named(route.body)), api.models)


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


def _keys(schema: Any, path: Path) -> Iterator[Path]:
    if isinstance(schema, Mapping):
        yield from ((*path, key) for key in _UNCHECKED if isinstance(schema.get(key), int))
        for key, value in schema.items():
            yield from _keys(value, (*path, key))
    elif isinstance(schema, list | tuple):
        for position, each in enumerate(schema):
            yield from _keys(each, (*path, position))
