"""Routes of a REST API as its callers see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...plan.rest.model import MethodPlan, ResponsePlan, RestApiPlan
from ..methods import media_types
from ..names import free_name
from .routes import Requirement, Route
from .security import API_KEY, SIGNATURE, Scheme, alternatives, rest_schemes

__all__ = ["RestCallers", "rest_routes"]


class RestCallers:
    """How callers of a REST API prove who they are."""

    def __init__(self, plan: RestApiPlan) -> None:
        self._authorizers = {each.name: rest_schemes(each) for each in plan.authorizers}
        self._key_in_header = plan.settings.api_key_source == "HEADER"
        self._plan = plan
        names = {name for schemes in self._authorizers.values() for name in schemes}
        self._signature, self._key = free_name("sigv4", names), free_name("api_key", names)

    @property
    def schemes(self) -> dict[str, Scheme]:
        """The value of `components.securitySchemes`."""
        found = {name: each for schemes in self._authorizers.values() for name, each in schemes.items()}
        if any(method.authorization == "AWS_IAM" for method in self._plan.methods):
            found[self._signature] = SIGNATURE
        if any(self._sends_key(method) for method in self._plan.methods):
            found[self._key] = API_KEY
        return found

    def ways(self, method: MethodPlan) -> list[Requirement]:
        """The ways to be let in; none where anybody is."""
        own = self._authorizers.get(method.authorizer or "", {})
        schemes = [self._signature] if method.authorization == "AWS_IAM" else list(own)
        others = [self._key] if self._sends_key(method) else []
        return alternatives(schemes, method.scopes, others=others)

    def _sends_key(self, method: MethodPlan) -> bool:
        return method.api_key and self._key_in_header


def rest_routes(plan: RestApiPlan) -> Iterator[Route]:
    """Every route, but for the preflights that `cors` makes."""
    callers = RestCallers(plan)
    for method in plan.methods:
        if not method.preflight:
            yield Route(
                method=method.method,
                path=method.path,
                name=method.operation_name,
                summary=method.summary,
                description=method.description,
                groups=method.groups,
                parameters=method.parameters,
                body=media_types(method.body) if method.body else None,
                body_required=method.validation in ("all", "body"),
                responses={each.status: _response(each) for each in method.responses},
                security=callers.ways(method),
                refusals=tuple(_refusals(method)),
            )


def _response(plan: ResponsePlan) -> dict[str, Any]:
    response: dict[str, Any] = {"description": plan.description}
    headers = {name: _header(text) for name, text in plan.headers.items() if text or not _for_browsers(name)}
    if headers:
        response["headers"] = headers
    if plan.models:
        response["content"] = media_types(plan.models)
    return response


def _for_browsers(header: str) -> bool:
    """Whether `cors` makes it: nobody reads it but browsers."""
    return header.lower() == "vary" or header.lower().startswith("access-control-")


def _header(description: str) -> dict[str, Any]:
    header: dict[str, Any] = {"schema": {"type": "string"}}
    return {"description": description, **header} if description else header


def _refusals(method: MethodPlan) -> Iterator[str]:
    if method.validation in ("all", "body"):
        yield "BAD_REQUEST_BODY"
    if method.validation in ("all", "parameters"):
        yield "BAD_REQUEST_PARAMETERS"
    if method.authorizer is not None:
        yield "UNAUTHORIZED"
    if method.authorization in ("CUSTOM", "AWS_IAM"):
        yield "ACCESS_DENIED"
    if method.authorization == "AWS_IAM":
        yield "MISSING_AUTHENTICATION_TOKEN"
    if method.api_key:
        yield from ("INVALID_API_KEY", "QUOTA_EXCEEDED")
    yield "THROTTLED"
