"""Endpoints: who can reach a regional, an edge-optimized or a private API, and by which TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ....aws import condition_keys, tls_policies
from ....aws.networks import is_private_network
from ....errors import Problem
from ....source import Path
from ...references import has_reference
from ...rest import RestApiConfig
from ...rest.integrations import RestPrivateIntegrationConfig
from ...rest.policy import PolicyConfig
from ..context import Context
from ..tls import access_mode, other_endpoint

__all__ = ["access_modes", "links", "private", "public", "tls"]

_OF_VPC_ENDPOINTS = frozenset(map(str.lower, condition_keys.OF_VPC_ENDPOINTS))


def private(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html"""
    for path, api in context.rest_apis():
        if api.endpoint != "private":
            continue
        if api.policy is None and not context.refused_within(*path, "policy"):
            fix = "Give 'policy', such as {allow_vpc_endpoints: [vpce-0a1b2c]}: AWS deploys none without one."
            yield context.error((*path, "endpoint"), "nobody may call a private API without a policy", fix)
        for position, endpoint in enumerate(_refused_endpoints(api)):
            fact = f"the policy lets nobody in through {endpoint!r}"
            place = (*path, "vpc_endpoint_ids", position)
            yield context.advice(place, fact, "Add it to 'allow_vpc_endpoints', or remove it.")
        if api.ip_address_type == "ipv4":
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html
            fix = "Remove it, or write dualstack."
            yield context.error((*path, "ip_address_type"), "a private API is always dualstack", fix)


def public(context: Context) -> Iterator[Problem]:
    """What only requests through a VPC endpoint have, and only private APIs get those.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
    """
    for path, api in context.rest_apis():
        if api.endpoint == "private":
            continue
        if api.vpc_endpoint_ids:
            fact = f"VPC endpoints are for private APIs, and this one is {api.endpoint}"
            yield context.error((*path, "vpc_endpoint_ids"), fact, "Say 'endpoint: private', or remove them.")
        if isinstance(api.policy, Mapping):
            yield from _conditions(context, path, api.endpoint, api.policy)
        words = api.policy if isinstance(api.policy, PolicyConfig) else PolicyConfig.model_construct()
        for position, text in enumerate(words.allow_ips):
            if is_private_network(text):
                fact = f"{text!r} is of private networks, whose requests come by another address"
                fix = "Give the address that they have on the internet, or say 'endpoint: private'."
                yield context.advice((*path, "policy", "allow_ips", position), fact, fix)
        for name in ("allow_vpc_endpoints", "allow_vpcs"):
            if getattr(words, name):
                fact = (
                    f"no request to a {api.endpoint} API comes through a VPC endpoint: all would be refused"
                )
                yield context.error(
                    (*path, "policy", name), fact, "Say 'endpoint: private', or use 'allow_ips'."
                )


def _refused_endpoints(api: RestApiConfig) -> list[str]:
    """VPC endpoints of a private API that its policy does not name, where both are written out."""
    allowed = api.policy.allow_vpc_endpoints if isinstance(api.policy, PolicyConfig) else ()
    if not allowed or has_reference(str(allowed)) or has_reference(str(api.vpc_endpoint_ids)):
        return []
    return [each for each in api.vpc_endpoint_ids if each not in allowed]


def _conditions(context: Context, path: Path, endpoint: str, policy: Mapping[str, Any]) -> Iterator[Problem]:
    for position, statement in enumerate(policy["Statement"]):
        for operator, keys in statement.get("Condition", {}).items():
            for key in keys:
                if key.lower() in _OF_VPC_ENDPOINTS:
                    fact = f"no request to a {endpoint} API comes by a VPC endpoint, so none has {key!r}"
                    fix = "Say 'endpoint: private', or use aws:SourceIp."
                    place = (*path, "policy", "Statement", position, "Condition", operator, key)
                    yield context.advice(place, fact, fix)


def links(context: Context) -> Iterator[Problem]:
    """A VPC link is in one region, and an edge API sends each request there by way of CloudFront.

    AWS takes the two together; a regional API does the same without the detour, and both its endpoint and the
    link can then be dual stack or have an enhanced TLS policy.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
    """
    for path, api, key, route in context.rest_routes():
        if api.endpoint == "edge" and isinstance(route.integration, RestPrivateIntegrationConfig):
            fact = f"{key!r} of an edge API goes through a VPC link, which is in one region"
            fix = "Say 'endpoint: regional', with your own CloudFront distribution if callers are far away."
            yield context.error((*path, "integration", "vpc_link"), fact, fix)


def tls(context: Context) -> Iterator[Problem]:
    """A policy of another endpoint's."""
    for path, api in context.rest_apis():
        accepted = tls_policies.EDGE_APIS if api.endpoint == "edge" else tls_policies.REGIONAL_APIS
        kind = f"{api.endpoint} APIs"
        yield from other_endpoint(context, path, api.security_policy, accepted=accepted, kind=kind)


def access_modes(context: Context) -> Iterator[Problem]:
    """A policy and its access mode, of which one is given alone."""
    for path, api in context.rest_apis():
        yield from access_mode(context, path, api.security_policy, api.endpoint_access_mode)
