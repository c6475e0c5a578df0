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
from ..tls import access_mode, other_endpoint
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
    """A policy of another endpoint's."""
    for path, domain in own_domains(context):
        place, policy = (*path, "security_policy"), domain.security_policy
        if domain.endpoint == "private":
            if policy in tls_policies.ALL:
                fact = "AWS chooses the TLS policy of a private domain itself, which has TLS 1.2"
                yield context.error(place, fact, "Remove it.")
            continue
        accepted = tls_policies.EDGE_DOMAINS if domain.endpoint == "edge" else tls_policies.REGIONAL_APIS
        kind = f"{domain.endpoint} domains"
        yield from other_endpoint(context, path, policy, accepted=accepted, kind=kind)


def access_modes(context: Context) -> Iterator[Problem]:
    """A policy and its access mode, of which one is given alone."""
    for path, domain in own_domains(context):
        yield from access_mode(context, path, domain.security_policy, domain.endpoint_access_mode)


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
    apis = context.config.apis
    for path, domain in every_domain(context):
        mappings = [(base_path, name) for base_path, name in base_paths(domain, apis) if name in apis]
        if not any(isinstance(apis[name], HttpApiConfig) for _, name in mappings):
            continue
        for base_path, name in mappings:
            policy = getattr(apis[name], "security_policy", None)
            if "/" in base_path and tls_policies.is_enhanced(policy):
                fact = (
                    f"beside an HTTP API AWS takes no base path of several levels of API {name!r}, whose "
                    f"security policy is {policy!r}"
                )
                fix = f"Write one level in place of {base_path!r}, or give the HTTP API a domain of its own."
                yield context.error((*path, "apis", name), fact, fix)
