"""VPC links of an API: made here, or made before."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..config.http import VpcLinkConfig
from ..config.rest.api import RestVpcLinkConfig
from ..plan.model import HttpApiPlan, RestApiPlan
from .api_deployments import ApiDeployments, kept_as_is
from .references import References

__all__ = ["create_vpc_links"]


def create_vpc_links(
    name: str,
    plan: HttpApiPlan | RestApiPlan,
    deployments: ApiDeployments | None,
    *,
    refs: References,
    parent: pulumi.Resource,
) -> dict[str, pulumi.Input[str]]:
    """Ids of links by their names, of those that exist and of those made here.

    A new link is made before the old one is deleted, which nothing refers to by then; Pulumi names them, so
    that both can be there. `deployments` that are kept refer to their links for good: none is made in the
    place of one, in previews too.
    """
    kept = deployments.links if deployments else {}

    def options(link: str) -> pulumi.ResourceOptions:
        hooks = kept_as_is(f"{name}.{link}", kept[link]) if link in kept else None
        return pulumi.ResourceOptions(parent=parent, hooks=hooks)

    return {
        link: _link(f"{name}.{link}", config, refs, plan.tags, options(link))
        for link, config in plan.settings.vpc_links.items()
    }


def _link(
    name: str,
    config: VpcLinkConfig | RestVpcLinkConfig,
    refs: References,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> pulumi.Input[str]:
    if isinstance(config, RestVpcLinkConfig) and config.target_arn:
        target_arn, tags = refs.fill(config.target_arn), refs.fill(tags)
        return aws.apigateway.VpcLink(name, target_arn=target_arn, tags=tags, opts=opts).id
    if config.subnet_ids is None:
        known: pulumi.Input[str] = refs.fill(config.id)
        return known
    return aws.apigatewayv2.VpcLink(
        name,
        subnet_ids=refs.fill(config.subnet_ids),
        security_group_ids=refs.fill(config.security_group_ids),
        tags=refs.fill(tags),
        opts=opts,
    ).id
