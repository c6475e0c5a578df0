"""What a request to a REST API must look like: parameters, bodies, and what of them is validated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from ...aws.route_keys import RouteKey
from ...config.rest import RestRouteConfig
from ...config.rest.routes import BodyConfig, ParameterConfig, Validation
from .model import ParameterPlan

__all__ = ["JSON", "plan_cache_keys", "plan_models_of", "plan_parameters", "plan_validation"]

JSON = "application/json"
"""The content type that is meant where none is named."""

ParameterPlace = Literal["query", "header", "path"]

_AWS_PLACES: Mapping[ParameterPlace, str] = {"query": "querystring", "header": "header", "path": "path"}
_MAPPED = re.compile(r"method\.request\.(?:multivalue)?(header|querystring)\.(\S+)")


def plan_parameters(
    key: RouteKey, declared: Mapping[str, ParameterConfig], mapped: Iterable[str] = ()
) -> Iterator[ParameterPlan]:
    """What is declared, and after it the path's variables that are not: no request comes without those.

    Schemas stay as they are written: API Gateway has none for parameters, and exports say them in full.

    Last what is `mapped` to the integration (`method.request.header.x`) alone: AWS maps nothing undeclared.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """
    for name, parameter in declared.items():
        place, own = _split(name)
        yield ParameterPlan(
            place=place,
            name=own,
            required=parameter.required or place == "path",
            description=parameter.description,
            json_schema=parameter.json_schema,
        )
    for variable in key.variables:
        if f"path.{variable}" not in declared:
            yield ParameterPlan(
                place="path", name=variable, required=True, description=None, json_schema={"type": "string"}
            )
    yield from _mapped(declared, mapped)


def _mapped(declared: Mapping[str, ParameterConfig], mapped: Iterable[str]) -> Iterator[ParameterPlan]:
    known = {name.lower() if name.startswith("header.") else name for name in declared}
    for source in mapped:
        if (found := _MAPPED.fullmatch(source)) is None:
            continue
        place: ParameterPlace = "header" if found[1] == "header" else "query"
        name = f"{place}.{found[2].lower() if place == 'header' else found[2]}"
        if name not in known:
            known.add(name)
            yield ParameterPlan(
                place=place, name=found[2], required=False, description=None, json_schema={"type": "string"}
            )


def plan_validation(asked: Validation, route: RestRouteConfig) -> Validation:
    """What of a request is validated: what is asked for, as far as there is something to check.

    API Gateway checks that required parameters are there and not blank, and bodies against their models. Path
    variables are always there, else the request would have reached another route.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """
    required = [name for name, each in route.parameters.items() if each.required]
    parameters = asked in ("all", "parameters") and any(_split(name)[0] != "path" for name in required)
    body = asked in ("all", "body") and route.body is not None
    if parameters and body:
        return "all"
    return "parameters" if parameters else "body" if body else "none"


def plan_models_of(body: BodyConfig | None) -> dict[str, str]:
    """Names of models by content type: JSON's where only a name is given."""
    if body is None:
        return {}
    return {JSON: body} if isinstance(body, str) else dict(body)


def plan_cache_keys(declared: Mapping[str, ParameterConfig]) -> tuple[str, ...]:
    """The parameters that tell cached answers apart, as AWS writes them."""
    keyed = [_split(name) for name, each in declared.items() if each.cache_key]
    return tuple(f"method.request.{_AWS_PLACES[place]}.{name}" for place, name in keyed)


def _split(name: str) -> tuple[ParameterPlace, str]:
    for place in _AWS_PLACES:
        if name.startswith(f"{place}."):
            return place, name.removeprefix(f"{place}.")
    raise AssertionError(f"the config's model lets no such parameter through: {name!r}")
