"""What leads requests to a domain to the stages of APIs: base paths and routing rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pulumi
import pulumi_aws as aws

from ..plan.domains import DomainPlan, MappingPlan, RoutingRulePlan
from .references import References
from .stage import Stage

__all__ = [
    "AnyMapping",
    "DomainStages",
    "create_mappings",
    "create_routing_rules",
    "mapping_key",
    "rule_key",
    "stage_of",
]

DomainStages = Mapping[str, Stage | Mapping[str, Stage]]
"""The stage of each API that a domain leads to; of several stages of an API each by its name."""
AnyMapping: TypeAlias = "aws.apigateway.BasePathMapping | aws.apigatewayv2.ApiMapping"


def mapping_key(mapping: MappingPlan) -> str:
    """What a mapping is known by: its base path, so that another API can take it over."""
    return mapping.base_path or "(root)"


def rule_key(rule: RoutingRulePlan, stages: DomainStages) -> str:
    """What a rule is known by: its name, which several stages may have given."""
    return rule.name if isinstance(stages[rule.api], Stage) else f"{rule.stage}.{rule.name}"


def stage_of(plan: MappingPlan | RoutingRulePlan, stages: DomainStages) -> Stage:
    """Where a mapping or a rule leads to."""
    found = stages[plan.api]
    return found if isinstance(found, Stage) else found[plan.stage or ""]


def create_mappings(
    name: str,
    plan: DomainPlan,
    *,
    domain_name: pulumi.Input[str],
    domain_id: pulumi.Input[str] | None,
    stages: DomainStages,
    parent: pulumi.Resource,
) -> dict[str, AnyMapping]:
    """Every mapping by its base path; the newer kind for regional domains, the older for the others."""
    found: dict[str, AnyMapping] = {}
    for each in plan.mappings:
        stage = stage_of(each, stages)
        opts = _after(stage, parent)
        if plan.by_base_path_mapping:
            found[mapping_key(each)] = aws.apigateway.BasePathMapping(
                f"{name}/{mapping_key(each)}",
                domain_name=domain_name,
                domain_name_id=domain_id,
                base_path=each.base_path or None,
                rest_api=stage.api.api_id,
                stage_name=stage.stage_name,
                opts=opts,
            )
        else:
            found[mapping_key(each)] = aws.apigatewayv2.ApiMapping(
                f"{name}/{mapping_key(each)}",
                domain_name=domain_name,
                api_mapping_key=each.base_path or None,
                api_id=stage.api.api_id,
                stage=stage.stage_name,
                opts=opts,
            )
    return found


def create_routing_rules(
    name: str,
    plan: DomainPlan,
    *,
    domain_name: pulumi.Input[str],
    stages: DomainStages,
    refs: References,
    parent: pulumi.Resource,
) -> dict[str, aws.apigatewayv2.RoutingRule]:
    """Every routing rule by what it is known by."""
    return {
        rule_key(rule, stages): aws.apigatewayv2.RoutingRule(
            f"{name}.{rule_key(rule, stages)}",
            domain_name=domain_name,
            priority=rule.priority,
            conditions=_conditions(rule, refs),
            actions=[_action(rule, stage_of(rule, stages))],
            opts=_after(stage_of(rule, stages), parent),
        )
        for rule in plan.routing_rules
    }


def _action(rule: RoutingRulePlan, stage: Stage) -> aws.apigatewayv2.RoutingRuleActionArgsDict:
    return {
        "invoke_api": {
            "api_id": stage.api.api_id,
            "stage": stage.stage_name,
            "strip_base_path": rule.strip_base_path,
        }
    }


def _conditions(
    rule: RoutingRulePlan, refs: References
) -> list[aws.apigatewayv2.RoutingRuleConditionArgsDict]:
    """All of them must hold; AWS takes one base path and one header a condition."""
    conditions: list[Any] = [{"match_base_paths": {"any_ofs": [rule.base_path]}}] if rule.base_path else []
    for header, glob in rule.headers.items():
        conditions.append({"match_headers": {"any_of": {"header": header, "value_glob": refs.fill(glob)}}})
    return conditions


def _after(stage: Stage, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    """After all of the stage, and so gone before it; AWS takes no second mapping of a base path."""
    return pulumi.ResourceOptions(parent=parent, depends_on=[stage], delete_before_replace=True)
