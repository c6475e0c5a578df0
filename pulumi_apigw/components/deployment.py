"""Deployments of a REST API: what stages serve, made anew with every change of what is sent to AWS."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..plan.rest.model import RestApiPlan
from .api_deployments import ApiDeployments
from .deployment_triggers import made_with, unbound
from .json_text import json_text
from .references import References

__all__ = ["create_deployment", "create_deployments", "fingerprint"]


def create_deployment(
    name: str,
    plan: RestApiPlan,
    api: aws.apigateway.RestApi,
    *,
    trigger: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Deployment:
    """A snapshot of the API as it is when all that `opts` names is there, made with `trigger`.

    A new one is made before the old one is deleted, and stages move in between: AWS deletes none that a
    stage uses. Old ones are kept where the config said so when they were made.
    https://www.pulumi.com/docs/iac/concepts/options/retainondelete/
    """
    own = made_with(trigger)
    own.retain_on_delete = plan.settings.retain_deployments or None
    return aws.apigateway.Deployment(
        name,
        rest_api=api.id,
        triggers={"sha256": unbound(trigger)},
        opts=pulumi.ResourceOptions.merge(opts, own),
    )


def create_deployments(
    name: str,
    plan: RestApiPlan,
    api: aws.apigateway.RestApi,
    *,
    deployments: ApiDeployments,
    trigger: pulumi.Input[str],
    after: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> dict[str, aws.apigateway.Deployment]:
    """The newest deployment, and those that are kept, by the digest of what each holds."""
    triggers = {digest: kept.trigger for digest, kept in deployments.kept.items()}
    return {
        digest: create_deployment(
            f"{name}.{digest}",
            plan,
            api,
            trigger=given,
            opts=deployments.options(f"{name}.{digest}", digest, after=after, parent=parent),
        )
        for digest, given in {**triggers, deployments.newest: trigger}.items()
    }


def fingerprint(
    plan: RestApiPlan, body: pulumi.Output[str], checks: Sequence[pulumi.Output[None]], refs: References
) -> pulumi.Output[str]:
    """A hash of the body, with its references put in, and of what AWS wants a deployment for besides.

    It is known when no check has raised. https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
    """
    settings = plan.settings
    beside = {
        "endpoint": settings.endpoint,
        "vpc_endpoint_ids": refs.fill(settings.vpc_endpoint_ids),
        "ip_address_type": settings.ip_address_type,
        "security_policy": settings.security_policy,
        "endpoint_access_mode": settings.endpoint_access_mode,
        "documentation_version": refs.fill(settings.documentation_version),
        "api_keys": {key.name: key.enabled for key in plan.api_keys},
    }
    known = pulumi.Output.all(body, json_text(beside), *checks)
    return known.apply(lambda found: hashlib.sha256("\n".join(found[:2]).encode()).hexdigest())
