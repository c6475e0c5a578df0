"""Base paths and routing rules of one domain, together.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import domain_limits, rest_limits
from ....errors import Problem
from ....source import Path
from ...domains import AnyDomainConfig, DomainConfig
from ...domains.mappings import base_paths, domain_name, domains_of
from ...references import has_reference
from ..context import Context
from .places import every_domain, mapping_places, name_place, own_domains

__all__ = [
    "ANOTHER_DOMAIN",
    "doubles",
    "levels",
    "modes",
    "quotas",
    "reserved",
    "rule_kinds",
    "rules",
    "taken",
    "websockets",
]

ANOTHER_DOMAIN = "Make 'domain' a list, and give the WebSocket API a domain of its own there."
"""What a stage does about an API that shares no domain; a program makes another `CustomDomain`."""


def doubles(context: Context) -> Iterator[Problem]:
    """A base path leads to one API."""
    for path, domain in every_domain(context):
        first: dict[str, str] = {}
        for place, base_path, api in mapping_places(context, path, domain):
            if base_path in first and not has_reference(base_path):
                what = f"base path {base_path!r}" if base_path else "the root"
                fact = f"{what} leads to API {first[base_path]!r} already"
                yield context.error(place, fact, "Give each API a base path of its own, such as 'v2'.")
            first.setdefault(base_path, api)


def taken(context: Context) -> Iterator[Problem]:
    """Two stages below one base path of one domain, which AWS has once in a region."""
    if context.config.is_shared:
        return  # one stack knows all of them: see `shared.domains`
    others = {name: each for name, each in context.config.stages.items() if name != context.stage}
    for path, domain in every_domain(context):
        for stage, config in others.items() if domain.endpoint != "private" else ():
            # What its own variables make of its texts shows when that stage is looked at.
            if "${stage." in str(context.written("stages", stage).get("domain")):
                continue
            for other in domains_of(config.domain):
                yield from _shared(context, path, domain, stage, other)


def _shared(
    context: Context, path: Path, domain: AnyDomainConfig, stage: str, other: AnyDomainConfig
) -> Iterator[Problem]:
    both_make_it = isinstance(domain, DomainConfig) and isinstance(other, DomainConfig)
    if both_make_it or domain_name(domain) != domain_name(other):
        return
    found = {base_path for base_path, _ in base_paths(other, context.config.apis)}
    for place, base_path, _ in mapping_places(context, path, domain):
        if base_path in found:
            where = f"base path {base_path!r}" if base_path else "the root"
            fact = f"stage {stage!r} is at {where} of {domain_name(domain)!r} too"
            fix = "Give each stage a base path of its own, unless they are in different regions."
            yield context.advice(place, fact, fix)


def levels(context: Context) -> Iterator[Problem]:
    """Only regional domains of TLS 1.2 or better have base paths of several levels."""
    for path, domain in every_domain(context):
        old = isinstance(domain, DomainConfig) and domain.security_policy == "TLS_1_0"
        if domain.endpoint == "regional" and not old:
            continue
        kind = "domains of TLS_1_0" if old else f"{domain.endpoint} domains"
        for place, base_path, _ in mapping_places(context, path, domain):
            if "/" in base_path and not has_reference(base_path):
                fact = f"base path {base_path!r} has several levels, and AWS takes one at {kind}"
                one = f"Write one, such as {base_path.replace('/', '-')!r}"
                yield context.error(place, fact, f"{one}{_OTHERS.get(domain.endpoint, _NEWER)}")


_NEWER = ", or remove 'security_policy'."
# What else there is where an endpoint has base paths of one level alone.
_OTHERS = {"edge": ", or say 'endpoint: regional'.", "private": "."}


def reserved(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"""
    for path, domain in every_domain(context):
        for place, base_path, _ in mapping_places(context, path, domain):
            if f"/{base_path}" in rest_limits.RESERVED_PATHS:
                fact = f"API Gateway answers '/{base_path}' of a custom domain itself"
                yield context.advice(place, fact, "Choose another base path.")


def websockets(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html"""
    for path, domain in every_domain(context):
        kinds: dict[bool, str] = {}
        for _, name in base_paths(domain, context.config.apis):
            api = context.config.apis.get(name)
            if api is not None:
                kinds.setdefault(api.protocol == "websocket", name)
        if len(kinds) == 2:
            fact = f"WebSocket API {kinds[True]!r} cannot share a domain with API {kinds[False]!r}"
            yield context.error(name_place(path, domain), fact, ANOTHER_DOMAIN)


def rules(context: Context) -> Iterator[Problem]:
    """No two rules of a domain have the same priority."""
    for path, domain in every_domain(context):
        first: dict[int, str] = {}
        for name, rule in domain.routing_rules.items():
            place = (*path, "routing_rules", name, "priority")
            if rule.priority in first:
                fact = f"rule {first[rule.priority]!r} has priority {rule.priority} already"
                yield context.error(place, fact, "Give each rule its own, with gaps for those to come.")
            first.setdefault(rule.priority, name)


def rule_kinds(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html"""
    for path, domain in every_domain(context):
        if not domain.routing_rules:
            continue
        place = (*path, "routing_rules")
        if domain.endpoint == "private":
            # https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/routing_rule.go
            fact = "Pulumi's AWS provider makes no routing rules for private domains"
            yield context.error(place, fact, "Use 'apis', a base path for each.")
        for name, rule in domain.routing_rules.items():
            api = context.config.apis.get(rule.api)
            if api is not None and api.protocol != "rest":
                fact = f"routing rules lead to REST APIs alone, and {rule.api!r} is none"
                yield context.error((*place, name, "api"), fact, "Give it a base path in 'apis'.")
        mapped = {name for _, name in base_paths(domain, context.config.apis)}
        kinds = {context.config.apis[name].protocol for name in mapped if name in context.config.apis}
        if kinds >= {"http", "rest"}:
            fact = "AWS takes no routing rules at a domain with base paths of both HTTP and REST APIs"
            yield context.error(place, fact, "Give the HTTP APIs a domain of their own.")


def modes(context: Context) -> Iterator[Problem]:
    """A mode that leaves rules or base paths unread."""
    for path, domain in own_domains(context):
        place = (*path, "routing_mode")
        if domain.routing_mode == "API_MAPPING_ONLY" and domain.routing_rules:
            fix = "Remove 'routing_mode': rules are read before base paths then."
            yield context.error(place, "no routing rule would be looked at", fix)
        if domain.routing_mode == "ROUTING_RULE_ONLY":
            yield from _rules_alone(context, (*path, "routing_mode"), domain)


def _rules_alone(context: Context, place: tuple[str | int, ...], domain: DomainConfig) -> Iterator[Problem]:
    if domain.apis or domain.base_path is not None:
        written = "apis" if domain.apis else "base_path"
        fact = f"{written!r} leads nowhere where routing rules alone are looked at"
        yield context.error(place, fact, f"Remove {written!r}, or say 'ROUTING_RULE_THEN_API_MAPPING'.")
    elif not domain.routing_rules:
        fact = "there is no routing rule here, so that requests lead nowhere"
        yield context.advice(place, fact, "Add 'routing_rules', unless other stacks have them.")


def quotas(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
    for path, domain in every_domain(context):
        several = [each for each, _ in base_paths(domain, context.config.apis) if "/" in each]
        if len(several) > domain_limits.MULTI_LEVEL_MAPPINGS:
            most = domain_limits.MULTI_LEVEL_MAPPINGS
            fact = f"{len(several)} base paths have several levels, while AWS takes {most} at a domain"
            yield context.error((*path, "apis"), fact, "Make some of one level, or use another domain.")
        if len(domain.routing_rules) > domain_limits.ROUTING_RULES:
            most = domain_limits.ROUTING_RULES
            count = len(domain.routing_rules)
            fact = f"there are {count} routing rules, while AWS's default quota is {most} a domain"
            yield context.advice((*path, "routing_rules"), fact, "Have it raised, or remove some.")
