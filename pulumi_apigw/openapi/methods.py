"""Methods of a REST API: route → operation of the body.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..plan.rest.model import MethodPlan, ResponsePlan
from . import extensions
from .authorizers import SecuritySchemes
from .integrations import integration
from .validators import validates_body
from .values import Values

__all__ = ["media_types", "operation", "path_variables"]

_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")
_SOURCE = re.compile(r"method\.request\.(path|(?:multivalue)?(?:querystring|header))\.(.+)")
_PLACES = {"path": "path", "querystring": "query", "header": "header"}


def operation(method: MethodPlan, schemes: SecuritySchemes, values: Values) -> dict[str, Any]:
    """One method, with its integration."""
    parts: dict[str, Any] = {
        "operationId": method.operation_name,
        "parameters": list(_parameters(method)),
        "requestBody": _request_body(method),
        "responses": _responses(method),
        "security": _security(method, schemes),
        extensions.REQUEST_VALIDATOR: method.validation if method.validation != "none" else None,
        extensions.INTEGRATION: integration(method.integration, values),
    }
    return {name: part for name, part in parts.items() if part}


def path_variables(path: str) -> list[str]:
    """Names of the variables in a path, of a greedy one without its `+`."""
    return _VARIABLE.findall(path)


def media_types(models: Mapping[str, str]) -> dict[str, Any]:
    """The content of a body: the model of each media type."""
    return {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}} for kind, name in models.items()}


def _security(method: MethodPlan, schemes: SecuritySchemes) -> list[dict[str, list[str]]]:
    """One requirement a scheme: API Gateway asks for all of them, where OpenAPI means one of them.

    AWS's own tool writes them so, and nobody documents what the importer makes of two schemes in one:
    https://github.com/aws/serverless-application-model/blob/develop/samtranslator/swagger/swagger.py
    """
    return [{name: scopes} for name, scopes in schemes.requirement(method).items()]


def _parameters(method: MethodPlan) -> Iterator[dict[str, Any]]:
    """Declared parameters, and those that the integration reads: API Gateway refuses to map any other.

    A parameter has no type at API Gateway, and the importer ignores all but name, place and `required`.
    """
    required = {(place, name): place == "path" for place, name in _read(method)}
    required |= {(each.place, each.name): each.required for each in method.parameters}
    for (place, name), is_required in required.items():
        yield {
            "name": name,
            "in": place,
            "required": is_required or place == "path",
            "schema": {"type": "string"},
        }


def _read(method: MethodPlan) -> Iterator[tuple[str, str]]:
    yield from (("path", name) for name in path_variables(method.path))
    plan = method.integration
    for source in (*plan.request_parameters.values(), *plan.cache_key_parameters):
        if found := _SOURCE.fullmatch(source):
            yield _PLACES[found[1].removeprefix("multivalue")], found[2]


def _request_body(method: MethodPlan) -> dict[str, Any] | None:
    if not method.body:
        return None
    return {"content": media_types(method.body), "required": validates_body(method)}


def _responses(method: MethodPlan) -> dict[str, Any]:
    """What callers can expect; OpenAPI wants one answer at least, and a proxied one has any status."""
    responses = {each.status: _response(each) for each in method.responses}
    return responses or {"200": {"description": "200 response"}}


def _response(plan: ResponsePlan) -> dict[str, Any]:
    # API Gateway takes no answer of an integration with a header that is not declared here.
    headers = {name: {"schema": {"type": "string"}} for name in plan.headers}
    parts = {"headers": headers, "content": media_types(plan.models)}
    return {"description": plan.description, **{name: part for name, part in parts.items() if part}}
