"""Domains of several stages that one stack makes: each name once, with what every stage has there.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....aws import domain_limits
from ....errors import Problem
from ....source import Path
from ...base import shown
from ...domains import AnyDomainConfig, DomainConfig
from ...domains.mappings import base_paths, domain_name
from ...references import has_reference
from ..context import Context
from ..domains.places import every_domain, mapping_places, name_place

__all__ = ["doubles", "kinds", "quotas", "rule_kinds", "rules", "settings"]

# What a stage has at a domain is its own; all else is the domain's.
_OWN = frozenset({"name", "existing", "base_path", "apis", "routing_rules"})
_SETTINGS = tuple(each for each in DomainConfig.model_fields if each not in _OWN)


@dataclass(frozen=True)
class _Part:
    """What one stage says of a domain."""

    context: Context
    path: Path
    domain: AnyDomainConfig

    @property
    def stage(self) -> str:
        return self.context.stage

    @property
    def name(self) -> str:
        return domain_name(self.domain)

    @property
    def base_paths(self) -> list[str]:
        return [path for path, _ in base_paths(self.domain, self.context.config.apis)]

    @property
    def protocols(self) -> set[str]:
        """The kinds of API that base paths lead to."""
        apis = self.context.config.apis
        return {apis[name].protocol for _, name in base_paths(self.domain, apis) if name in apis}


def _domains(contexts: Sequence[Context]) -> Iterator[list[_Part]]:
    """Every domain that several stages have, as each of them says it; a stage has a domain once."""
    parts: dict[str, dict[str, _Part]] = {}
    for context in contexts:
        for path, domain in every_domain(context):
            part = _Part(context, path, domain)
            if not has_reference(part.name):
                parts.setdefault(part.name, {}).setdefault(part.stage, part)
    return (list(each.values()) for each in parts.values() if len(each) > 1)


def settings(contexts: Sequence[Context]) -> Iterator[Problem]:
    """A domain is made once: stages that say how it is made say the same, or that it exists."""
    for first, *others in _domains(contexts):
        for other in others:
            yield from _other_settings(first, other)


def _other_settings(one: _Part, other: _Part) -> Iterator[Problem]:
    make_it = [isinstance(each.domain, DomainConfig) for each in (one, other)]
    names = _SETTINGS if all(make_it) else ("endpoint",) if any(make_it) else ("endpoint", "id")
    for name in names:
        first, second = getattr(one.domain, name), getattr(other.domain, name)
        if first == second or other.context.refused_within(*other.path, name):
            continue
        written = name in other.domain.model_fields_set
        place = (*other.path, name) if written else name_place(other.path, other.domain)
        here = "another" if _said(first) == _said(second) else _said(second)
        both = f"{_said(first)} in stage {one.stage!r} and {here} here"
        fact = f"{name!r} of domain {one.name!r} is {both}, while one stack has a domain once"
        fix = "Write the same in both, or name another domain."
        if all(make_it):
            fix = f"Write the same in both, or here 'existing: {one.name}' with no more than base paths."
        yield other.context.error(place, fact, fix)


def _said(value: object) -> str:
    if value is None or value == ():
        return "left out"
    return shown(value) if isinstance(value, str | tuple) else "a mapping"


def doubles(contexts: Sequence[Context]) -> Iterator[Problem]:
    """A base path of a domain leads to one stage."""
    for parts in _domains(contexts):
        first: dict[str, str] = {}
        for part in parts:
            for place, base_path, _ in mapping_places(part.context, part.path, part.domain):
                stage = first.setdefault(base_path, part.stage)
                if stage != part.stage and not has_reference(base_path):
                    what = f"base path {base_path!r}" if base_path else "the root"
                    fact = f"{what} of {part.name!r} leads to stage {stage!r} already"
                    own = f"{part.stage}-{base_path.replace('/', '-')}" if base_path else part.stage
                    fix = f"Give each stage a base path of its own, such as {own!r}."
                    yield part.context.error(place, fact, fix)


def kinds(contexts: Sequence[Context]) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html"""
    for first, *others in _domains(contexts):
        for other in others:
            one, two = ("websocket" in each.protocols for each in (first, other))
            alone = all(len({each == "websocket" for each in part.protocols}) == 1 for part in (first, other))
            if alone and one != two:
                what = "other APIs" if two else "WebSocket APIs"
                fact = (
                    f"stage {first.stage!r} has {what} at {first.name!r}, and WebSocket APIs share no domain"
                )
                fix = "Give WebSocket APIs a domain of their own in every stage."
                yield other.context.error(name_place(other.path, other.domain), fact, fix)


def rules(contexts: Sequence[Context]) -> Iterator[Problem]:
    """No two rules of a domain have the same priority, or the same name by which they are told apart."""
    for parts in _domains(contexts):
        names: dict[str, str] = {}
        priorities: dict[int, tuple[str, str]] = {}
        for part in parts:
            at = f"at {part.name!r}"
            for name, rule in part.domain.routing_rules.items():
                place = (*part.path, "routing_rules", name)
                stage, other = priorities.setdefault(rule.priority, (part.stage, name))
                if stage != part.stage:
                    fact = f"rule {other!r} of stage {stage!r} has priority {rule.priority} {at} already"
                    fix = "Give each rule its own, with gaps for those to come."
                    yield part.context.error((*place, "priority"), fact, fix)
                stage = names.setdefault(name, part.stage)
                if stage != part.stage:
                    fact = f"stage {stage!r} has a rule {name!r} {at} too"
                    fix = (
                        f"Give each rule of the domain a name of its own, such as {f'{part.stage}-{name}'!r}."
                    )
                    yield part.context.error(place, fact, fix)


def rule_kinds(contexts: Sequence[Context]) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html"""
    for parts in _domains(contexts):
        ruling = [part for part in parts if part.domain.routing_rules]
        told = any(part.protocols >= {"http", "rest"} for part in ruling)
        if ruling and not told and set().union(*(part.protocols for part in parts)) >= {"http", "rest"}:
            part = ruling[0]
            fact = "AWS takes no routing rules at a domain with base paths of both HTTP and REST APIs"
            fix = f"Give the HTTP APIs of all stages a domain of their own, beside {part.name!r}."
            yield part.context.error((*part.path, "routing_rules"), fact, fix)


def quotas(contexts: Sequence[Context]) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
    for parts in _domains(contexts):
        last, place = parts[-1].context, name_place(parts[-1].path, parts[-1].domain)
        several, most = (
            sum("/" in each for part in parts for each in part.base_paths),
            domain_limits.MULTI_LEVEL_MAPPINGS,
        )
        if several > most:
            fact = (
                f"{several} base paths of all stages have several levels, while AWS takes {most} at a domain"
            )
            yield last.error(place, fact, "Make some of one level, or use another domain.")
        count, most = sum(len(part.domain.routing_rules) for part in parts), domain_limits.ROUTING_RULES
        if count > most:
            fact = f"all stages have {count} routing rules, while AWS's default quota is {most} a domain"
            yield last.advice(place, fact, "Have it raised, or remove some.")
