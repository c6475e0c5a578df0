"""A whole document: OpenAPI 3.1, in which schemas are JSON Schema as configs have it.

OpenAPI 3.0 has a dialect of its own without `const`, `$defs`, `if` and types of null, so that models would be
said in other words than the config's; generators of clients read both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...plan.model import HttpApiPlan
from ...plan.rest.model import RestApiPlan
from ..head import info, servers, stageless_name
from ..known_values import require_known
from .http import HttpCallers, http_routes
from .operations import paths
from .refusals import Refusals
from .rest import RestCallers, rest_routes
from .schemas import Schemas

__all__ = ["clean_document"]


def clean_document(plan: HttpApiPlan | RestApiPlan, url: str | None) -> dict[str, Any]:
    """The document of an API for callers of the stage at `url`.

    Raises ConfigError where a value that callers need is a `${ref.x}`, which only the program knows; in
    descriptions it stays as it is.
    """
    document = _rest(plan, url) if isinstance(plan, RestApiPlan) else _http(plan, url)
    fix = "Write the value itself, or export with --aws, where such values stay open."
    require_known(document, fix=fix)
    return document


def _rest(plan: RestApiPlan, url: str | None) -> dict[str, Any]:
    schemas = Schemas(plan.settings.models)
    refusals = Refusals(schemas, plan.gateway_responses)
    return {
        **_head(plan, url),
        "paths": paths(rest_routes(plan), schemas, refusals),
        "components": _components(schemas, refusals, RestCallers(plan).schemes),
    }


def _http(plan: HttpApiPlan, url: str | None) -> dict[str, Any]:
    schemas = Schemas({})
    refusals = Refusals(schemas)
    return {
        **_head(plan, url),
        "paths": paths(http_routes(plan), schemas, refusals),
        "components": _components(schemas, refusals, HttpCallers(plan).schemes),
    }


def _head(plan: HttpApiPlan | RestApiPlan, url: str | None) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": info(plan, stageless_name(plan)), **servers(plan, url)}


def _components(schemas: Schemas, refusals: Refusals, schemes: Mapping[str, Any]) -> dict[str, Any]:
    found = {"schemas": schemas.components, "responses": refusals.components, "securitySchemes": schemes}
    return {name: dict(each) for name, each in found.items() if each}
