"""Domains that several stages of one stack share: one of each name, with what each stage has there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .model import DomainPlan, OwnDomainPlan

__all__ = ["merged_domains"]


def merged_domains(stages: Iterable[Iterable[DomainPlan]]) -> tuple[DomainPlan, ...]:
    """Every domain once, in the order in which stages name them.

    A stage that makes it says how: the others may say no more than that it exists.
    """
    merged: dict[str, DomainPlan] = {}
    for domain in (each for domains in stages for each in domains):
        before = merged.get(domain.name)
        merged[domain.name] = _merged(before, domain) if before else domain
    return tuple(merged.values())


def _merged(domain: DomainPlan, other: DomainPlan) -> DomainPlan:
    return replace(
        domain,
        own=_merged_own(domain.own, other.own),
        mappings=(*domain.mappings, *other.mappings),
        routing_rules=(*domain.routing_rules, *other.routing_rules),
        # What belongs to several stages has the tags that are the same in all of them.
        tags={key: value for key, value in domain.tags.items() if other.tags.get(key) == value},
    )


def _merged_own(own: OwnDomainPlan | None, other: OwnDomainPlan | None) -> OwnDomainPlan | None:
    if own is None or other is None:
        return own or other
    # Rules of one stage make a mode that stages without rules say nothing of.
    return replace(own, routing_mode=own.routing_mode or other.routing_mode)
