"""Certificates, zones and TLS policies of domains.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import tls_policies
from ....aws.domain_limits import CERTIFICATE_NAME_LENGTH, EDGE_CERTIFICATE_REGION
from ....errors import Problem
from ...domains.mappings import base_paths
from ...http import HttpApiConfig
from ...references import has_reference
from ...rest import RestApiConfig
from ..context import Context
from .places import every_domain, own_domains

__all__ = ["access_modes", "certificates", "long_names", "other_kinds", "several_levels", "tls", "zones"]


def zones(context: Context) -> Iterator[Problem]:
    """A record is made in a zone that its name belongs to."""
    for path, domain in own_domains(context):
        zone = (domain.zone or "").removesuffix(".")
        if "." not in zone or has_reference(zone) or has_reference(domain.name):
            continue
        if domain.name != zone and not domain.name.endswith(f".{zone}"):
            fact = f"domain {domain.name!r} is not in the zone {zone!r}"
            above = domain.name.partition(".")[2]
            owner = above if "." in above else domain.name
            fix = f"Give the zone of {owner!r}, or leave it out and make the records yourself."
            yield context.error((*path, "zone"), fact, fix)


def certificates(context: Context) -> Iterator[Problem]:
    """CloudFront takes certificates of one region alone.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html
    """
    for path, domain in own_domains(context):
        if domain.endpoint != "edge" or not domain.certificate or has_reference(domain.certificate):
            continue
        region = domain.certificate.split(":")[3]
        if region != EDGE_CERTIFICATE_REGION:
            fact = (
                f"the certificate is in {region}, and an edge domain takes one in {EDGE_CERTIFICATE_REGION}"
            )
            fix = "Give one from there, leave it out (one is made there), or say 'endpoint: regional'."
            yield context.error((*path, "certificate"), fact, fix)


def long_names(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""
    for path, domain in own_domains(context):
        length = len(domain.name)
        made_here = domain.certificate is None and not context.refused(*path, "certificate")
        if made_here and length > CERTIFICATE_NAME_LENGTH and not has_reference(domain.name):
            most = CERTIFICATE_NAME_LENGTH
            fact = f"the name has {length} characters, while ACM makes certificates for {most} at most"
            fix = "Shorten it, or give a 'certificate' that has it as a further name."
            yield context.error((*path, "name"), fact, fix)


def tls(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html"""
    for path, domain in own_domains(context):
        place, policy = (*path, "security_policy"), domain.security_policy
        if policy is None or policy not in tls_policies.ALL:
            continue
        if domain.endpoint == "private":
            fact = "AWS chooses the TLS policy of a private domain itself, which has TLS 1.2"
            yield context.error(place, fact, "Remove it.")
            continue
        edge = domain.endpoint == "edge"
        accepted = tls_policies.EDGE_DOMAINS if edge else tls_policies.REGIONAL_APIS
        if policy not in accepted:
            fact = f"{policy!r} is no security policy of {domain.endpoint} domains"
            yield context.error(place, fact, f"Use one of {', '.join(accepted)}.")


def access_modes(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html#apigateway-security-policies-endpoint-access-mode"""
    for path, domain in own_domains(context):
        if context.refused(*path, "security_policy") or context.refused(*path, "endpoint_access_mode"):
            continue
        if _is_enhanced(domain.security_policy) and domain.endpoint_access_mode is None:
            fact = f"security policy {domain.security_policy!r} needs an access mode"
            fix = "Say 'endpoint_access_mode: STRICT', or BASIC while clients still come by other names."
            yield context.error((*path, "security_policy"), fact, fix)
        if domain.endpoint_access_mode and domain.security_policy in (None, *tls_policies.LEGACY):
            fact = f"only security policies that begin with {tls_policies.ENHANCED!r} have an access mode"
            fix = "Choose one as 'security_policy', or remove it."
            yield context.error((*path, "endpoint_access_mode"), fact, fix)


def other_kinds(context: Context) -> Iterator[Problem]:
    """HTTP and WebSocket APIs have TLS 1.2 and no other policy."""
    for path, domain in own_domains(context):
        policy = domain.security_policy
        if policy in (None, "TLS_1_2") or policy not in tls_policies.ALL:
            continue
        named = dict.fromkeys(api for _, api in base_paths(domain, context.config.apis))
        other = [
            name
            for name in named
            if name in context.config.apis and not isinstance(context.config.apis[name], RestApiConfig)
        ]
        if other and domain.endpoint == "regional":
            fact = f"API {other[0]!r} takes a domain of TLS_1_2 alone, and this one has {policy!r}"
            fix = "Remove 'security_policy', or give the REST APIs a domain of their own."
            yield context.error((*path, "security_policy"), fact, fix)


def several_levels(context: Context) -> Iterator[Problem]:
    """HTTP APIs beside a REST API of a newer policy, which has base paths of several levels."""
    for path, domain in every_domain(context):
        mappings = [
            (context.config.apis[name], name, base_path)
            for base_path, name in base_paths(domain, context.config.apis)
            if name in context.config.apis
        ]
        beside = any(isinstance(api, HttpApiConfig) for api, _, _ in mappings)
        for api, name, base_path in mappings if beside else ():
            if isinstance(api, RestApiConfig) and "/" in base_path and _is_enhanced(api.security_policy):
                fact = f"beside an HTTP API AWS takes no base path of several levels of API {name!r}"
                fix = f"Write one level in place of {base_path!r}, or give the HTTP API a domain of its own."
                why = f"{fact}, whose security policy is {api.security_policy!r}"
                yield context.error((*path, "apis", name), why, fix)


def _is_enhanced(security_policy: str | None) -> bool:
    return (security_policy or "").startswith(tls_policies.ENHANCED)
