"""A graph shown: as a tree of text, as plain data for JSON, as a Mermaid diagram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pulumi

from pulumi_apigw.graph.model import Resource, ResourceGraph

__all__ = ["SECRET", "as_json", "as_mermaid", "as_tree"]

SECRET = "[secret]"
"""What a secret is shown as."""


def as_tree(graph: ResourceGraph) -> str:
    """The resources under their parents, then how many there are of each type token, as plain text.

    shop (dev) in eu-west-1: 3 resources
    ├── live  aws:lambda:Alias
    ├── api  aws:lambda:Function
    └── public  aws:apigatewayv2:Api

    1  aws:apigatewayv2/api:Api
    1  aws:lambda/alias:Alias
    1  aws:lambda/function:Function
    """
    count = len(graph.resources)
    title = f"{graph.project} ({graph.stack}) in {graph.region}: {count} resource{'' if count == 1 else 's'}"
    counts = graph.counts()
    width = len(str(max(counts.values(), default=0)))
    table = [f"{number:>{width}}  {type_}" for type_, number in counts.items()]
    return "\n".join([title, *_branches(_by_parent(graph), None, ""), *(["", *table] if table else [])])


def _by_parent(graph: ResourceGraph) -> dict[str | None, list[Resource]]:
    children: dict[str | None, list[Resource]] = {}
    for resource in graph.resources:
        children.setdefault(resource.parent, []).append(resource)
    return children


def _branches(children: Mapping[str | None, list[Resource]], urn: str | None, indent: str) -> Iterator[str]:
    siblings = children.get(urn, [])
    for resource in siblings:
        last = resource is siblings[-1]
        yield f"{indent}{'└── ' if last else '├── '}{resource.name}  {_short(resource.type)}"
        yield from _branches(children, resource.urn, indent + ("    " if last else "│   "))


def _short(type_: str) -> str:
    """The type as Pulumi's own command line shows it: `aws:lambda:Function`."""
    package, _, rest = type_.partition(":")
    module, _, member = rest.partition(":")
    return f"{package}:{module.partition('/')[0]}:{member}"


def as_json(graph: ResourceGraph) -> dict[str, Any]:
    """The whole graph as data that `json.dumps` takes; keys are the field names of the dataclasses.

    Every top-level input, output and export that holds a secret is `[secret]`. Assets are
    `{"archive": "/path"}`, `{"asset": "/path"}` or `{"text": "…"}`.
    """
    return {
        "project": graph.project,
        "stack": graph.stack,
        "region": graph.region,
        "account_id": graph.account_id,
        "resources": [_resource_json(resource) for resource in graph.resources],
        "exports": _masked(graph.exports, graph.secret_exports),
        "counts": graph.counts(),
    }


def _resource_json(resource: Resource) -> dict[str, Any]:
    shown = {field.name: _plain(getattr(resource, field.name)) for field in fields(resource)}
    shown["inputs"] = _masked(resource.inputs, resource.secret_inputs)
    shown["outputs"] = _masked(resource.outputs, resource.secret_outputs)
    return shown


def _masked(values: Mapping[str, Any], secrets: frozenset[str]) -> dict[str, Any]:
    return {key: SECRET if key in secrets else _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (pulumi.Asset, pulumi.Archive)):
        return _asset(value)
    return value


def _asset(asset: pulumi.Asset | pulumi.Archive) -> dict[str, Any]:
    if isinstance(asset, pulumi.StringAsset):
        return {"text": asset.text}
    kind = "archive" if isinstance(asset, pulumi.Archive) else "asset"
    if isinstance(asset, pulumi.AssetArchive):
        return {kind: _plain(asset.assets)}
    return {kind: getattr(asset, "path", None) or getattr(asset, "uri", None)}


def as_mermaid(graph: ResourceGraph) -> str:
    """A Mermaid flowchart: components are boxes around their children, arrows go to dependencies.

    https://mermaid.js.org/syntax/flowchart.html
    """
    names = {resource.urn: f"r{number}" for number, resource in enumerate(graph.resources)}
    arrows = [
        f"  {names[resource.urn]} --> {names[urn]}"
        for resource in graph.resources
        for urn in resource.dependencies
        if urn in names
    ]
    return "\n".join(["flowchart LR", *_nodes(_by_parent(graph), None, names, "  "), *arrows])


def _nodes(
    children: Mapping[str | None, list[Resource]],
    urn: str | None,
    names: Mapping[str, str],
    indent: str,
) -> Iterator[str]:
    for resource in children.get(urn, []):
        label = f'"{_escaped(resource.name)}<br/>{_escaped(_short(resource.type))}"'
        if resource.urn not in children:
            yield f"{indent}{names[resource.urn]}[{label}]"
            continue
        yield f"{indent}subgraph {names[resource.urn]}[{label}]"
        yield from _nodes(children, resource.urn, names, indent + "  ")
        yield f"{indent}end"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
