"""Deployments of an HTTP API for stages that serve one content and no other."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from .api_deployments import ApiDeployments

__all__ = ["create_http_deployments"]


def create_http_deployments(
    name: str,
    api: aws.apigatewayv2.Api,
    deployments: ApiDeployments,
    *,
    after: Sequence[pulumi.Resource],
    parent: pulumi.Resource,
) -> dict[str, aws.apigatewayv2.Deployment]:
    """The deployments that stages are pinned to, by the digest of what each holds.

    The newest content has one only where a stage is pinned to it: that is when it was deployed to another
    stage before, so that nothing is left to be deleted that would be in the snapshot once more.
    """
    wanted = [*deployments.kept, *([deployments.newest] if deployments.is_pinned else [])]
    return {
        digest: aws.apigatewayv2.Deployment(
            f"{name}.{digest}",
            api_id=api.id,
            triggers={"contents": digest},
            opts=deployments.options(f"{name}.{digest}", digest, after=after, parent=parent),
        )
        for digest in wanted
    }
