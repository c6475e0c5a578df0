"""Documentation parts of a REST API, which its documentation versions publish.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-content-representation.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..plan.rest.model import MethodPlan, RestApiPlan
from ..plan.statuses import phrase

__all__ = ["documentation_parts"]

_PARAMETERS = {"path": "PATH_PARAMETER", "query": "QUERY_PARAMETER", "header": "REQUEST_HEADER"}


def documentation_parts(plan: RestApiPlan) -> dict[str, Any]:
    """The value of `x-amazon-apigateway-documentation`: what the config says in words, if any."""
    parts = [part for part in _parts(plan) if part["properties"]]
    return {"documentationParts": parts} if parts else {}


def _parts(plan: RestApiPlan) -> Iterator[dict[str, Any]]:
    # What is exported of an API's part is what OpenAPI has a place for: its `info`.
    described = plan.settings.description
    yield _part({"type": "API"}, info=described and {"description": described})
    for model in plan.models:
        yield _part({"type": "MODEL", "name": model.name}, description=model.json_schema.get("description"))
    for method in plan.methods:
        if not method.preflight:
            yield from _method(method)


def _method(plan: MethodPlan) -> Iterator[dict[str, Any]]:
    # A location knows HTTP's verbs, and `*` for any of them.
    place = {"path": plan.path, "method": "*" if plan.method == "ANY" else plan.method}
    yield _part(
        {"type": "METHOD", **place},
        summary=plan.summary,
        description=plan.description,
        tags=list(plan.groups),
    )
    for parameter in plan.parameters:
        kind = _PARAMETERS[parameter.place]
        yield _part({"type": kind, **place, "name": parameter.name}, description=parameter.description)
    for response in plan.responses:
        answer = {**place, "statusCode": response.status}
        # A status's own words are no documentation.
        said = response.description if response.description != phrase(response.status) else None
        yield _part({"type": "RESPONSE", **answer}, description=said)
        for name, description in response.headers.items():
            yield _part({"type": "RESPONSE_HEADER", **answer, "name": name}, description=description)


def _part(location: Mapping[str, str], **properties: Any) -> dict[str, Any]:
    return {
        "location": dict(location),
        "properties": {name: each for name, each in properties.items() if each},
    }
