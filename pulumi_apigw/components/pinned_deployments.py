"""Deployments of HTTP and WebSocket APIs for stages that serve one content and no other."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from .api_deployments import ApiDeployments
from .deployment_triggers import made_with, unbound

__all__ = ["create_pinned_deployments"]


def create_pinned_deployments(
    name: str,
    api: aws.apigatewayv2.Api,
    *,
    deployments: ApiDeployments,
    sent: pulumi.Output[str],
    auto_deploy: bool,
    after: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> dict[str, aws.apigatewayv2.Deployment]:
    """The deployments that stages are pinned to, by the digest of what each holds.

    The newest content has one where a stage is pinned to it: that is when it was deployed to another stage
    before, so that nothing is left to be deleted that would be in the snapshot once more. With no
    `auto_deploy` it has one for all stages. It is made anew with the hash of what is `sent`, as a REST API's:
    what the content names may get another value, such as the ARN of a function that the program passes.
    """
    triggers: dict[str, pulumi.Input[str]] = {
        digest: kept.sent or kept.trigger for digest, kept in deployments.kept.items()
    }
    if deployments.is_pinned or not auto_deploy:
        triggers[deployments.newest] = sent
    return {
        digest: aws.apigatewayv2.Deployment(
            f"{name}.{digest}",
            api_id=api.id,
            triggers={"contents": digest, "sha256": unbound(trigger)},
            opts=pulumi.ResourceOptions.merge(
                deployments.options(f"{name}.{digest}", digest, after=after, parent=parent),
                made_with(trigger),
            ),
        )
        for digest, trigger in triggers.items()
    }
