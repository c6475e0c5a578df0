"""Leave for an API to call functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi
import pulumi_aws as aws

from ..aws.limits import STATEMENT_ID_LENGTH
from ..plan.model import PermissionPlan
from .names import name_prefix
from .targets import Target

__all__ = ["create_permissions"]


def create_permissions(
    name: str,
    plans: Iterable[PermissionPlan],
    *,
    targets: Mapping[str, Target],
    execution_arn: pulumi.Input[str],
    parent: pulumi.Resource,
) -> list[aws.lambda_.Permission]:
    """One permission a plan, for every stage, route and authorizer of this API, and of no other.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
    """
    return [
        aws.lambda_.Permission(
            ".".join(part for part in (name, plan.function, plan.alias) if part),
            statement_id_prefix=name_prefix("-".join((name, plan.function)), STATEMENT_ID_LENGTH),
            action="lambda:InvokeFunction",
            principal="apigateway.amazonaws.com",
            function=targets[plan.function].arn,
            qualifier=targets[plan.function].qualifier(plan.alias),
            source_arn=pulumi.Output.concat(execution_arn, "/*"),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for plan in plans
    ]
