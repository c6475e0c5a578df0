"""Integrations of an HTTP API: plan → resource."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..plan.model import (
    FunctionIntegrationPlan,
    HttpProxyPlan,
    IntegrationPlan,
    PrivateIntegrationPlan,
    ServiceIntegrationPlan,
)
from .references import References
from .service_role import create_service_role, service_parameters
from .targets import Target

__all__ = ["Surroundings", "create_kept_roles", "integration_inputs"]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the integrations of one API share."""

    api: aws.apigatewayv2.Api
    parent: pulumi.Resource
    targets: Mapping[str, Target]
    vpc_links: Mapping[str, pulumi.Input[str]]
    refs: References
    tags: Mapping[str, str]
    kept: Sequence[ServiceIntegrationPlan] = ()
    """Calls that are made by what the API held before, by the roles of these integrations."""


def create_kept_roles(name: str, names: Collection[str], around: Surroundings) -> None:
    """The roles of what is called by what the API held before, and is no integration (`names`) any more."""
    gone = {each.name: each for each in around.kept if each.name not in names}
    for each in gone.values():
        _role(f"{name}.{each.name}", each, around)


def integration_inputs(name: str, plan: IntegrationPlan, around: Surroundings) -> dict[str, Any]:
    """What is sent of one integration, whose role is made where it calls an AWS service."""
    return {
        "timeout_milliseconds": plan.timeout_ms,
        "response_parameters": [
            {"status_code": status, "mappings": around.refs.fill(mappings)}
            for status, mappings in plan.response_parameters.items()
        ],
        **_target(name, plan, around),
    }


def _target(name: str, plan: IntegrationPlan, around: Surroundings) -> dict[str, Any]:
    """What is called, and how."""
    if isinstance(plan, FunctionIntegrationPlan):
        return _function(plan, around)
    if isinstance(plan, HttpProxyPlan):
        return _http(plan, around.refs)
    if isinstance(plan, PrivateIntegrationPlan):
        return _private(plan, around)
    return {
        "integration_type": "AWS_PROXY",
        "integration_subtype": plan.subtype,
        "payload_format_version": "1.0",
        "credentials_arn": _role(name, plan, around),
        "request_parameters": service_parameters(plan, around.refs),
    }


def _role(name: str, plan: ServiceIntegrationPlan, around: Surroundings) -> pulumi.Output[str]:
    same = [each for each in around.kept if each.name == plan.name and each.resource != plan.resource]
    before = {each.resource: each for each in same}
    return create_service_role(
        name,
        plan,
        around.api,
        before=list(before.values()),
        refs=around.refs,
        parent=around.parent,
        tags=around.tags,
    )


def _function(plan: FunctionIntegrationPlan, around: Surroundings) -> dict[str, Any]:
    return {
        "integration_type": "AWS_PROXY",
        "integration_method": "POST",
        "integration_uri": around.targets[plan.target.function].invoke_uri(plan.target),
        "payload_format_version": plan.payload_format,
        "request_parameters": around.refs.fill(plan.request_parameters),
    }


def _http(plan: HttpProxyPlan, refs: References) -> dict[str, Any]:
    return {
        "integration_type": "HTTP_PROXY",
        "integration_method": plan.method,
        "integration_uri": refs.fill(plan.url),
        "payload_format_version": "1.0",
        "request_parameters": refs.fill(plan.request_parameters),
    }


def _private(plan: PrivateIntegrationPlan, around: Surroundings) -> dict[str, Any]:
    tls = {"server_name_to_verify": around.refs.fill(plan.tls_server_name)} if plan.tls_server_name else None
    return {
        "integration_type": "HTTP_PROXY",
        "integration_method": plan.method,
        "integration_uri": around.refs.fill(plan.target_arn),
        "payload_format_version": "1.0",
        "connection_type": "VPC_LINK",
        "connection_id": around.vpc_links[plan.vpc_link],
        "request_parameters": around.refs.fill(plan.request_parameters),
        "tls_config": tls,
    }
