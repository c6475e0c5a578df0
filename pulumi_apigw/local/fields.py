"""What reading any kind of API out of a captured graph needs: values of inputs, and an API's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.model import LocalStage

__all__ = ["aliases", "belonging", "mapping", "name_of", "stage_of", "text", "texts"]


def text(resource: Resource, key: str, default: str = "") -> str:
    """An input as text, `default` where it is not given."""
    value = resource.inputs.get(key)
    return default if value is None else str(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of an input as texts; None is an empty one."""
    return tuple(str(item) for item in value or ())


def mapping(value: Any) -> Mapping[str, str]:
    """A mapping of an input as texts; None is an empty one."""
    return {str(key): str(item) for key, item in (value or {}).items()}


def name_of(resource: Resource) -> str:
    """The name on AWS, else the one in the program."""
    return text(resource, "name", resource.name)


def stage_of(resource: Resource) -> LocalStage:
    """The stage of an aws.apigatewayv2.Stage."""
    return LocalStage(
        name=name_of(resource),
        variables=mapping(resource.inputs.get("stageVariables")),
        deployed=bool(resource.inputs.get("autoDeploy") or resource.inputs.get("deploymentId")),
    )


def belonging(graph: ResourceGraph, type_: str, key: str, api: Resource) -> list[Resource]:
    """The resources of a type whose input `key` is the id of an API."""
    return [resource for resource in graph.of_type(type_) if resource.inputs.get(key) == api.id]


def aliases(graph: ResourceGraph, api: Resource) -> Iterable[str]:
    """The names of an API in its program, also without their component's: `public` for `orders-public`."""
    components = tuple(_components(graph, api))
    names = dict.fromkeys((api.name, *(component.name for component in components[:1])))
    yield from names
    for component in components:
        yield from (
            name.removeprefix(f"{component.name}-") for name in names if name.startswith(f"{component.name}-")
        )


def _components(graph: ResourceGraph, resource: Resource) -> Iterable[Resource]:
    by_urn = {component.urn: component for component in graph.resources if not component.custom}
    parent = by_urn.get(resource.parent or "")
    while parent is not None:
        yield parent
        parent = by_urn.get(parent.parent or "")
