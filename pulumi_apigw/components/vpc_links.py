"""VPC links of an API: made here, or made before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..config.http import VpcLinkConfig
from ..config.rest.api import RestVpcLinkConfig
from .checked import told
from .references import References

__all__ = ["create_vpc_links"]


def create_vpc_links(
    name: str,
    links: Mapping[str, VpcLinkConfig | RestVpcLinkConfig],
    *,
    refs: References,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> dict[str, pulumi.Input[str]]:
    """Ids of links by their names, of those that exist and of those made here.

    A new link is made before the old one is deleted, which nothing refers to by then; Pulumi names them, so
    that both can be there.
    """
    return {
        link: _link(f"{name}.{link}", config, refs, tags, pulumi.ResourceOptions(parent=parent))
        for link, config in links.items()
    }


def _link(
    name: str,
    config: VpcLinkConfig | RestVpcLinkConfig,
    refs: References,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> pulumi.Input[str]:
    if isinstance(config, RestVpcLinkConfig) and config.target_arns:
        arns = pulumi.Output.from_input(refs.fill(config.target_arns))
        target = arns.apply(told(_only))
        return aws.apigateway.VpcLink(name, target_arn=target, tags=refs.fill(tags), opts=opts).id
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


def _only(arns: Any) -> str:
    """The load balancer of a link of version 1.

    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html
    """
    found = [arns] if isinstance(arns, str) else list(arns)
    if len(found) != 1:
        fact = f"a VPC link of version 1 leads to one load balancer, not to {len(found)}"
        raise ValueError(f"{fact}. Name one in 'target_arns'.")
    return str(found[0])
