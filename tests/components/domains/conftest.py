from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph

from ..conftest import BUILT, OPEN, config

CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
DOMAIN = "aws:apigatewayv2/domainName:DomainName"
OLDER_DOMAIN = "aws:apigateway/domainName:DomainName"
MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
OLDER_MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
RULE = "aws:apigatewayv2/routingRule:RoutingRule"
ASSOCIATION = "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation"
COMPONENT = "apigw:index:CustomDomain"

HTTP: dict[str, Any] = {"routes": {"GET /": OPEN}}
REST: dict[str, Any] = {"protocol": "rest", "routes": {"GET /": OPEN}}
WEBSOCKET: dict[str, Any] = {"protocol": "websocket", "routes": {"$connect": OPEN}}
IN_VPC: dict[str, Any] = {"allow_vpc_endpoints": ["vpce-1"]}
PRIVATE: dict[str, Any] = {**REST, "endpoint": "private", "policy": IN_VPC}
ACM = "arn:aws:acm:us-east-1:123456789012:certificate/"


def at(domain: Any, apis: Mapping[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """A service whose stage `dev` has a domain, or several."""
    written = {"public": HTTP} if apis is None else dict(apis)
    stages = {"dev": {"domain": domain}}
    return config(apis=written, functions={"api": BUILT}, stages=stages, access_log_role="none", **parts)


def name_of(graph: ResourceGraph, urn: str) -> str:
    """A resource as `type name`, short."""
    found = next(each for each in graph.resources if each.urn == urn)
    return f"{found.type.rpartition(':')[2]} {found.name}"


def all_dependencies(graph: ResourceGraph, resource: Resource) -> set[str]:
    """The URNs of all that is made before a resource, and so deleted after it."""
    known = {each.urn: each for each in graph.resources}
    found: set[str] = set()
    left = [resource]
    while left:
        for urn in left.pop().dependencies:
            if urn not in found:
                found.add(urn)
                left.append(known[urn])
    return found
