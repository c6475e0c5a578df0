"""Custom domain names of a graph: which stage of which API a Host and a path lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import text, texts
from pulumi_apigw.local.model import Api
from pulumi_apigw.local.requests import Request

__all__ = ["BasePath", "Domain", "Lead", "RoutingRule", "domain_context", "read_domains"]

_API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
_BASE_PATH_MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
_DOMAIN_NAMES = ("aws:apigatewayv2/domainName:DomainName", "aws:apigateway/domainName:DomainName")
_ROUTING_RULE = "aws:apigatewayv2/routingRule:RoutingRule"


@dataclass(frozen=True)
class Lead:
    """Where a request is led: a stage, and the path that its routes see."""

    api_id: str
    stage: str
    path: str


@dataclass(frozen=True)
class BasePath:
    """A base path that leads to a stage, without slashes around it; "" is the root."""

    path: str
    api_id: str
    stage: str


@dataclass(frozen=True)
class RoutingRule:
    """A rule that leads requests to a stage where each of its conditions has something that holds.

    `conditions` are (base paths, (header, glob) pairs): one of either kind is to hold.
    """

    priority: int
    conditions: tuple[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], ...]
    api_id: str
    stage: str
    strip_base_path: bool


@dataclass(frozen=True)
class Domain:
    """A custom domain name; `name` may be `*.example.com`."""

    name: str
    base_paths: tuple[BasePath, ...]
    rules: tuple[RoutingRule, ...]

    def has(self, host: str) -> bool:
        """Whether it answers to a host name."""
        return self.name in (host, f"*.{host.partition('.')[2]}")

    def lead(self, request: Request) -> Lead | None:
        """Where a request is led, None where nothing does: rules in their order, then the longest base path.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html and
        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
        """
        for rule in self.rules:
            matched = _matched(rule, request)
            if matched is not None:
                stripped = matched if rule.strip_base_path else ""
                return Lead(rule.api_id, rule.stage, _below(stripped, request.raw_path) or "/")
        several_levels = any("/" in each.path for each in self.base_paths)
        for base_path in self.base_paths:
            path = _below(base_path.path, request.raw_path)
            if path is None and several_levels:
                path = _beyond(base_path.path, request.raw_path)
            if path is not None:
                return Lead(base_path.api_id, base_path.stage, path)
        return None


def read_domains(graph: ResourceGraph) -> tuple[Domain, ...]:
    """The domains of a graph, also those that another stack makes: whatever leads to its APIs.

    A name comes before one with `*`, which stands for the names that are no domains of their own.
    """
    modes = {
        text(resource, "domainName"): text(resource, "routingMode")
        for type_ in _DOMAIN_NAMES
        for resource in graph.of_type(type_)
    }
    base_paths, rules = list(_base_paths(graph)), list(_rules(graph))
    names = dict.fromkeys(name for name, _ in (*base_paths, *rules))
    return tuple(
        Domain(
            name,
            base_paths=()
            if modes.get(name) == "ROUTING_RULE_ONLY"
            else tuple(sorted((own for each, own in base_paths if each == name), key=_longest_first)),
            rules=()
            if modes.get(name, "").endswith("_MAPPING_ONLY")
            else tuple(sorted((own for each, own in rules if each == name), key=lambda own: own.priority)),
        )
        for name in sorted(names, key=lambda name: name.startswith("*"))
    )


def domain_context(request: Request, api: Api) -> dict[str, str]:
    """The names in an event's context by which the client called: a custom domain's, or the API's own."""
    if request.domain_name:
        return {"domainName": request.domain_name, "domainPrefix": request.domain_name.partition(".")[0]}
    return {"domainName": api.domain_name, "domainPrefix": api.id}


def _base_paths(graph: ResourceGraph) -> Iterator[tuple[str, BasePath]]:
    for each in graph.of_type(_API_MAPPING):
        mapping = BasePath(text(each, "apiMappingKey").strip("/"), text(each, "apiId"), text(each, "stage"))
        yield text(each, "domainName"), mapping
    for each in graph.of_type(_BASE_PATH_MAPPING):
        path = text(each, "basePath").strip("/")
        # AWS writes the root so: https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html
        mapping = BasePath("" if path == "(none)" else path, text(each, "restApi"), text(each, "stageName"))
        yield text(each, "domainName"), mapping


def _rules(graph: ResourceGraph) -> Iterator[tuple[str, RoutingRule]]:
    for each in graph.of_type(_ROUTING_RULE):
        for action in each.inputs.get("actions") or ():
            yield text(each, "domainName"), _rule(each, action["invokeApi"])


def _rule(resource: Resource, invoked: Mapping[str, Any]) -> RoutingRule:
    return RoutingRule(
        priority=int(resource.inputs["priority"]),
        conditions=tuple(_condition(each) for each in resource.inputs.get("conditions") or ()),
        api_id=str(invoked["apiId"]),
        stage=str(invoked["stage"]),
        strip_base_path=bool(invoked.get("stripBasePath")),
    )


def _condition(condition: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    base_paths = texts((condition.get("matchBasePaths") or {}).get("anyOfs"))
    wanted = (condition.get("matchHeaders") or {}).get("anyOf") or ()
    headers = [wanted] if isinstance(wanted, Mapping) else wanted
    return base_paths, tuple((str(each["header"]).lower(), str(each["valueGlob"])) for each in headers)


def _matched(rule: RoutingRule, request: Request) -> str | None:
    """The base path by which a rule matches ("" for none), None where it does not match."""
    matched = ""
    for base_paths, headers in rule.conditions:
        found = next((each for each in base_paths if _below(each, request.raw_path) is not None), None)
        if found is None and not _any_header(headers, request):
            return None
        matched = found or matched
    return matched


def _any_header(headers: Sequence[tuple[str, str]], request: Request) -> bool:
    return any(
        re.fullmatch(".*".join(re.escape(part) for part in glob.split("*")), value)
        for name, glob in headers
        for value in _header_values(name, request)
    )


def _header_values(name: str, request: Request) -> Sequence[str]:
    """What a rule sees of a header: of Host the domain's name, without what leads to this computer."""
    if name == "host" and request.domain_name:
        return (request.domain_name,)
    return request.header_values.get(name, ())


def _below(base_path: str, raw_path: str) -> str | None:
    """The path below a base path, None where it is not below it."""
    if not base_path:
        return raw_path
    head = f"/{base_path.strip('/')}"
    if raw_path != head and not raw_path.startswith(f"{head}/"):
        return None
    return raw_path.removeprefix(head) or "/"


def _beyond(base_path: str, raw_path: str) -> str | None:
    """What follows a base path that a path begins with, be it within a level; None where it does not.

    So AWS matches once a domain has base paths of several levels: `/ordersheet` leads to `orders`. It does
    not say which path the routes see then; here it is `/heet`.
    """
    head = f"/{base_path}"
    return f"/{raw_path.removeprefix(head)}" if raw_path.startswith(head) else None


def _longest_first(base_path: BasePath) -> int:
    return -len(base_path.path)
