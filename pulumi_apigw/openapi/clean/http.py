"""Routes of an HTTP API as its callers see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...aws.route_keys import parse_route_key
from ...plan.model import AuthorizerPlan, HttpApiPlan, JwtAuthorizerPlan, RoutePlan
from ...plan.rest.model import ParameterPlan
from ..identities import jwt_issuer
from ..names import free_name
from .routes import WITH_BODY, Requirement, Route
from .security import SIGNATURE, Scheme, alternatives, sources_schemes, token_scheme

__all__ = ["HttpCallers", "http_routes"]

# The config of an HTTP API has no word for bodies: any JSON may be sent.
_ANY_JSON: Mapping[str, Any] = {"application/json": {"schema": {}}}


class HttpCallers:
    """How callers of an HTTP API prove who they are."""

    def __init__(self, plan: HttpApiPlan) -> None:
        self._authorizers = {each.name: _schemes(each) for each in plan.authorizers}
        names = {name for schemes in self._authorizers.values() for name in schemes}
        self._signature = free_name("sigv4", names)
        self._signed = any(route.authorization == "AWS_IAM" for route in plan.routes)

    @property
    def schemes(self) -> dict[str, Scheme]:
        """The value of `components.securitySchemes`."""
        found = {name: each for schemes in self._authorizers.values() for name, each in schemes.items()}
        return {**found, **({self._signature: SIGNATURE} if self._signed else {})}

    def ways(self, route: RoutePlan) -> list[Requirement]:
        """The ways to be let in; none where anybody is."""
        own = self._authorizers.get(route.authorizer or "", {})
        schemes = [self._signature] if route.authorization == "AWS_IAM" else list(own)
        return alternatives(schemes, route.scopes, others=())


def http_routes(plan: HttpApiPlan) -> Iterator[Route]:
    """Every route but those that `cors` makes, and `$default`.

    That is whatever no other route is, for which OpenAPI has no word.
    """
    callers = HttpCallers(plan)
    for route in plan.routes:
        key = parse_route_key(route.key)
        if not key.is_default and route.key in plan.settings.routes:
            yield Route(
                method=key.method,
                path=key.path,
                name=route.operation_name,
                parameters=[_variable(name) for name in key.variables],
                body=_ANY_JSON if key.method in {"ANY", *WITH_BODY} else None,
                security=callers.ways(route),
                refusals=_refusals(route),
            )


def _variable(name: str) -> ParameterPlan:
    schema = {"type": "string"}
    return ParameterPlan(place="path", name=name, required=True, description=None, json_schema=schema)


def _schemes(plan: AuthorizerPlan) -> dict[str, Scheme]:
    if isinstance(plan, JwtAuthorizerPlan):
        return {plan.name: token_scheme(jwt_issuer(plan), plan.identity_source)}
    return sources_schemes(plan.name, plan.identity_sources)


def _refusals(route: RoutePlan) -> tuple[str, ...]:
    if route.authorization == "NONE":
        return ("THROTTLED",)
    # A token without any of the scopes is refused with 403, and so is an unsigned request:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    denied = route.authorization != "JWT" or route.scopes
    asked = () if route.authorization == "AWS_IAM" else ("UNAUTHORIZED",)
    return (*asked, *(("ACCESS_DENIED",) if denied else ()), "THROTTLED")
