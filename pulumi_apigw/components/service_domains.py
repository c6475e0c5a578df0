"""The custom domain names of a service, around the stages that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi

from ..plan import ServicePlan
from .custom_domain import CustomDomain, CustomDomainArgs
from .stage import Stage

__all__ = ["create_domains", "dns_records_of", "domain_urls_of"]


def create_domains(
    name: str,
    plan: ServicePlan,
    *,
    stages: Mapping[str, Mapping[str, Stage]],
    refs: Mapping[str, pulumi.Input[Any]],
    parent: pulumi.Resource,
) -> dict[str, CustomDomain]:
    """Every domain of the stages by its name."""
    own = stages if plan.is_shared else {api: found[plan.stages[0]] for api, found in stages.items()}
    return {
        domain.name: CustomDomain(
            f"{name}-{domain.name}",
            CustomDomainArgs(domain=domain, stages=own, refs=refs),
            pulumi.ResourceOptions(parent=parent),
        )
        for domain in plan.domains
    }


def domain_urls_of(domains: Iterable[CustomDomain]) -> pulumi.Output[dict[str, dict[str, list[str]]]]:
    """API, then stage → its URLs at all domains."""

    def merged(found: list[dict[str, dict[str, list[str]]]]) -> dict[str, dict[str, list[str]]]:
        urls: dict[str, dict[str, list[str]]] = {}
        for each in found:
            for api, stages in each.items():
                for stage, own in stages.items():
                    urls.setdefault(api, {}).setdefault(stage, []).extend(own)
        return urls

    return pulumi.Output.all(*(each.stage_urls for each in domains)).apply(merged)


def dns_records_of(domains: Iterable[CustomDomain]) -> pulumi.Output[list[dict[str, Any]]]:
    """The records of all domains that are left to make by hand."""
    found = pulumi.Output.all(*(each.dns_records for each in domains))
    return found.apply(lambda records: [record for each in records for record in each])
