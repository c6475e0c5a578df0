"""Deployments of a REST API: what stages serve, made anew with every change of what is sent to AWS."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from ..plan.rest.model import RestApiPlan
from .json_text import json_text
from .references import References

__all__ = ["create_deployment"]


def create_deployment(
    name: str,
    plan: RestApiPlan,
    api: aws.apigateway.RestApi,
    *,
    body: pulumi.Output[str],
    refs: References,
    checks: Sequence[pulumi.Output[None]],
    after: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> aws.apigateway.Deployment:
    """A snapshot of the API as it is when all of `after` is there and no check has raised.

    A new one is made before the old one is deleted, and stages move in between: AWS deletes none that a
    stage uses. Old ones are kept where the config said so when they were made.
    https://www.pulumi.com/docs/iac/concepts/options/retainondelete/
    """
    return aws.apigateway.Deployment(
        name,
        rest_api=api.id,
        triggers={"sha256": _fingerprint(plan, body, checks, refs)},
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=list(after),
            retain_on_delete=plan.settings.retain_deployments or None,
        ),
    )


def _fingerprint(
    plan: RestApiPlan, body: pulumi.Output[str], checks: Sequence[pulumi.Output[None]], refs: References
) -> pulumi.Output[str]:
    """A hash of the body, with its references put in, and of what AWS wants a deployment for besides.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
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
