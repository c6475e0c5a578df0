"""What a request must look like: parameters of the path, validation of something, bodies that are text."""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.route_keys import parse_route_key
from ....errors import Problem
from ..context import Context

__all__ = ["binary_bodies", "headers", "operation_names", "origins", "path_parameters", "validation"]


def path_parameters(context: Context) -> Iterator[Problem]:
    """Declared variables are in the path: AWS refuses others."""
    for path, _, key, route in context.rest_routes():
        known = parse_route_key(key).variables
        for name in route.parameters:
            place, _, variable = name.partition(".")
            if place == "path" and variable not in known:
                names = ", ".join(map(repr, known))
                fix = f"It has {names}." if known else "Remove it, or write it into the key."
                fact = f"{key!r} has no path variable {variable!r}"
                yield context.error((*path, "parameters", name), fact, fix)


def validation(context: Context) -> Iterator[Problem]:
    """A validator checks that required parameters are there, and bodies against models; nothing else.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """
    for path, _, key, route in context.rest_routes():
        if route.validation in (None, "none") or context.refused_within(*path):
            continue
        required = any(
            each.required for name, each in route.parameters.items() if not name.startswith("path.")
        )
        body = route.body is not None
        checked = {"all": body or required, "body": body, "parameters": required}[str(route.validation)]
        if not checked:
            missing = {
                "all": "'body', or a parameter with 'required: true'",
                "body": "'body', the name of a model",
                "parameters": "a parameter with 'required: true'",
            }[str(route.validation)]
            fact = f"no request to {key!r} is refused: it declares nothing that is validated"
            yield context.error((*path, "validation"), fact, f"Give {missing}, or remove it.")


def binary_bodies(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html"""
    for path, api in context.rest_apis():
        if "*/*" in api.binary_media_types:
            position = api.binary_media_types.index("*/*")
            fact = "every body is binary, text too: functions and templates get all of them in base64"
            fix = "Name the binary types alone, such as 'image/*', unless that is meant."
            yield context.advice((*path, "binary_media_types", position), fact, fix)


def origins(context: Context) -> Iterator[Problem]:
    """REST APIs have no CORS of their own: one origin, a list to choose from, or all."""
    for path, api in context.rest_apis():
        for position, origin in enumerate(api.cors.allow_origins if api.cors else ()):
            if origin in ("https://*", "http://*"):
                fact = f"{origin!r} is for HTTP APIs: a REST API compares whole origins"
                place = (*path, "cors", "allow_origins", position)
                yield context.error(place, fact, "Name each origin, or write '*' for all.")


def operation_names(context: Context) -> Iterator[Problem]:
    """An operation's name is one method's, as `operationId` is: https://spec.openapis.org/oas/v3.0.1#operation-object"""
    for path, api in context.rest_apis():
        first: dict[str, str] = {}
        for key, route in api.routes.items():
            other = first.setdefault(route.operation_name, key) if route.operation_name else key
            if other != key:
                fact = f"{other!r} has the name {route.operation_name!r} too"
                fix = "Give each a name of its own, by which clients are generated."
                yield context.error((*path, "routes", key, "operation_name"), fact, fix)


def headers(context: Context) -> Iterator[Problem]:
    """Names of headers have no case, so that two spellings are one parameter: RFC 9110, section 5.1."""
    for path, _, _, route in context.rest_routes():
        first: dict[str, str] = {}
        for name in route.parameters:
            other = first.setdefault(name.lower(), name) if name.startswith("header.") else name
            if other != name:
                fact = f"it is {other!r} in other letters, which headers do not tell apart"
                yield context.error((*path, "parameters", name), fact, "Keep one of the two.")
