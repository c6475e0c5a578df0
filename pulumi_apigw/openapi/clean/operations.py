"""Routes → the paths of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ...plan.rest.model import ParameterPlan
from ...plan.statuses import phrase
from .operation_ids import OperationNames
from .refusals import Refusals
from .routes import WITH_BODY, Route
from .schemas import Schemas

__all__ = ["paths"]

_ANY: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""What `ANY` is for people: HEAD and OPTIONS are answered too, but nobody plans to call them."""
_GREEDY: Final = re.compile(r"\{([^{}+]+)\+\}")
# OpenAPI ignores parameters of these names: bodies, answers and security say it all.
_SAID_ELSEWHERE: Final = frozenset({"accept", "authorization", "content-type"})


def paths(routes: Iterable[Route], schemas: Schemas, refusals: Refusals) -> dict[str, Any]:
    """The value of `paths`."""
    routes = list(routes)
    writer = _Writer(routes, schemas, refusals)
    found: dict[str, Any] = {}
    for route in routes:
        item = found.setdefault(_GREEDY.sub(r"{\1}", route.path), {})
        for method in writer.methods(route):
            # Only a greedy variable can share its name with another one: the narrower route stands first.
            if method.lower() not in item:
                item[method.lower()] = writer.operation(route, method)
    return found


class _Writer:
    """Writes the operations of one document."""

    def __init__(self, routes: Iterable[Route], schemas: Schemas, refusals: Refusals) -> None:
        self._schemas = schemas
        self._refusals = refusals
        self._names = OperationNames(route.name for route in routes if route.name and route.method != "ANY")
        self._own = {(route.path, route.method) for route in routes}

    def methods(self, route: Route) -> Iterator[str]:
        """The methods of a route; `ANY` leaves out those that have a route of their own on its path."""
        if route.method != "ANY":
            yield route.method
            return
        yield from (method for method in _ANY if (route.path, method) not in self._own)

    def operation(self, route: Route, method: str) -> dict[str, Any]:
        """One operation."""
        parts: dict[str, Any] = {
            "operationId": self._name(route, method),
            "summary": route.summary,
            "description": route.description,
            "tags": list(route.groups),
            "parameters": list(self._parameters(route)),
            "requestBody": _body(route, method),
            "responses": self._responses(route),
            "security": [{name: list(scopes) for name, scopes in each.items()} for each in route.security],
        }
        return {name: part for name, part in parts.items() if part}

    def _name(self, route: Route, method: str) -> str:
        if route.name is None:
            return self._names.derived(method, route.path)
        return self._names.given(route.name if route.method != "ANY" else f"{route.name}{method.title()}")

    def _parameters(self, route: Route) -> Iterator[dict[str, Any]]:
        greedy = set(_GREEDY.findall(route.path))
        for each in route.parameters:
            if each.place == "header" and each.name.lower() in _SAID_ELSEWHERE:
                continue
            taken = "All that follows, slashes included." if each.name in greedy else None
            yield self._parameter(each, each.description or taken)

    def _parameter(self, plan: ParameterPlan, description: str | None) -> dict[str, Any]:
        schema = self._schemas.converted(plan.json_schema, plan.json_schema, plan.name)
        parameter = {"name": plan.name, "in": plan.place, "required": plan.required, "schema": schema}
        return {**parameter, "description": description} if description else parameter

    def _responses(self, route: Route) -> dict[str, Any]:
        own = dict(route.responses) or {"200": {"description": "OK"}}
        refusals = self._refusals.answers(route.refusals)
        # What a mapping alone declares says less of its answer than API Gateway's own of the same status.
        bare = {each for each in refusals if own.get(each) == {"description": phrase(each)}}
        told = {status: each for status, each in own.items() if status not in bare}
        return dict(sorted({**refusals, **told}.items()))


def _body(route: Route, method: str) -> dict[str, Any] | None:
    # A route for any method names a body that only some of them have.
    if route.body is None or (route.method == "ANY" and method not in WITH_BODY):
        return None
    return {"content": dict(route.body), "required": route.body_required}
