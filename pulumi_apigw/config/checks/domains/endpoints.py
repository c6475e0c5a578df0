"""Endpoints of domains: what private ones need, by which addresses they answer, and APIs without one."""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Problem
from ...domains import DomainConfig, ExistingDomainConfig
from ...domains.mappings import base_paths
from ..context import Context
from .places import every_domain, own_domains

__all__ = ["addresses", "existing", "private", "public", "unreachable"]


def private(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html"""
    for path, domain in own_domains(context):
        if domain.endpoint != "private":
            continue
        if domain.policy is None and not context.refused_within(*path, "policy"):
            fix = "Give 'policy', such as {allow_vpc_endpoints: [vpce-0a1b2c]}: AWS's own denies all."
            yield context.error((*path, "endpoint"), "nobody may call a private domain without a policy", fix)
        if not domain.vpc_endpoint_ids and not context.refused_within(*path, "vpc_endpoint_ids"):
            fact = "no VPC endpoint is associated with the domain, so that nobody reaches it"
            fix = "Name those of this account in 'vpc_endpoint_ids'; other accounts associate theirs."
            yield context.advice((*path, "endpoint"), fact, fix)
        if domain.name.startswith("*"):
            fact = "AWS has no private domain for every name below another"
            yield context.error((*path, "name"), fact, "Write the names out, a domain each.")
        if domain.ip_address_type == "ipv4":
            fact = "a private domain is always dualstack"
            yield context.error((*path, "ip_address_type"), fact, "Remove it, or write dualstack.")


def public(context: Context) -> Iterator[Problem]:
    """What private domains alone have."""
    for path, domain in own_domains(context):
        for name in ("policy", "vpc_endpoint_ids") if domain.endpoint != "private" else ():
            if getattr(domain, name):
                fact = f"only private domains have {name!r}, and this one is {domain.endpoint}"
                fix = "Say 'endpoint: private', or remove it."
                if name == "policy":
                    fix = "Say 'endpoint: private', or give the REST API a 'policy'."
                yield context.error((*path, name), fact, fix)


def existing(context: Context) -> Iterator[Problem]:
    """What tells an existing private domain from others of its name."""
    for path, domain in every_domain(context):
        if not isinstance(domain, ExistingDomainConfig) or context.refused(*path, "id"):
            continue
        if domain.endpoint == "private" and domain.id is None:
            fix = "Give 'id', which the domain's ARN ends with after '+'; ${ref.name} is one for the program."
            yield context.error((*path, "endpoint"), "AWS tells private domains apart by their ids", fix)
        elif domain.endpoint != "private" and domain.id is not None:
            fact = f"only private domains have an id, and this one is {domain.endpoint}"
            yield context.error((*path, "id"), fact, "Remove it, or say 'endpoint: private'.")


def addresses(context: Context) -> Iterator[Problem]:
    """IPv6 at a domain and at its APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-custom-domain-ip-address-type.html"""
    for path, domain in own_domains(context):
        named = dict.fromkeys(api for _, api in base_paths(domain, context.config.apis))
        for name in named if domain.endpoint != "private" else ():
            api = context.config.apis.get(name)
            if api is None or context.refused_within("apis", name):
                continue
            if domain.ip_address_type == "dualstack" and api.ip_address_type != "dualstack":
                fact = f"the domain answers over IPv6, and API {name!r} itself over IPv4 alone"
                fix = f"Say 'ip_address_type: dualstack' in 'apis.{name}' too."
                yield context.advice((*path, "ip_address_type"), fact, fix)
            elif api.ip_address_type == "dualstack" and domain.ip_address_type != "dualstack":
                fact = f"API {name!r} answers over IPv6, and the domain that leads to it over IPv4 alone"
                fix = "Say 'ip_address_type: dualstack' here too, which adds the AAAA record."
                yield context.advice((*path, *_ip_place(domain)), fact, fix)


def _ip_place(domain: DomainConfig) -> tuple[str, ...]:
    return ("ip_address_type",) if domain.ip_address_type else ("name",)


def unreachable(context: Context) -> Iterator[Problem]:
    """An API whose own endpoint is closed, and no domain in its place.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
    """
    led_to = {
        name
        for _, domain in every_domain(context)
        for name in (
            *(api for _, api in base_paths(domain, context.config.apis)),
            *(rule.api for rule in domain.routing_rules.values()),
        )
    }
    stage = ("stages", context.stage)
    for path, name, api in context.apis():
        closed = api.disable_execute_api_endpoint and name not in led_to
        if closed and not context.refused_within(*stage, "domain"):
            fact = (
                "nobody reaches the API: its own endpoint is closed, and no domain of the stage leads there"
            )
            fix = "Give the stage a 'domain', unless another program maps one to it."
            yield context.advice((*path, "disable_execute_api_endpoint"), fact, fix)
