"""Documentation: what API Gateway keeps of the words of an API, a part each.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-content-representation.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.rest_limits import DOCUMENTATION_PARTS_PER_API
from ....errors import Problem
from ...rest import RestApiConfig, RestRouteConfig
from ..context import Context

__all__ = ["quota"]


def quota(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
    for path, api in context.rest_apis():
        count, most = _parts(api), DOCUMENTATION_PARTS_PER_API
        if count > most:
            fact = f"the descriptions make {count} documentation parts, while AWS's default quota is {most}"
            yield context.advice((*path, "routes"), fact, "Have it raised, or leave some out.")


def _parts(api: RestApiConfig) -> int:
    models = sum(bool(schema.get("description")) for schema in api.models.values())
    return bool(api.description) + models + sum(map(_of_route, api.routes.values()))


def _of_route(route: RestRouteConfig) -> int:
    parameters = sum(bool(each.description) for each in route.parameters.values())
    answers = sum(bool(each.description) for each in route.responses.values())
    headers = sum(bool(text) for each in route.responses.values() for text in each.headers.values())
    return bool(route.summary or route.description or route.groups) + parameters + answers + headers
