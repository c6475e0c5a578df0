"""The role by which an integration calls one AWS service, and the parameters that it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..aws import arns
from ..aws.limits import ROLE_NAME_LENGTH
from ..aws.service_uris import executions_arn
from ..aws.subtypes import SUBTYPES
from ..plan.model import ServiceIntegrationPlan
from .checked import told
from .names import name_prefix
from .policies import assume_role, document, statement
from .references import References

__all__ = ["create_role", "create_service_role", "service_parameters"]

_APPCONFIG = "AppConfig-GetConfiguration"


def create_service_role(
    name: str,
    plan: ServiceIntegrationPlan,
    api: aws.apigatewayv2.Api,
    *,
    before: Sequence[ServiceIntegrationPlan] = (),
    refs: References,
    parent: pulumi.Resource,
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    """The ARN of a role for one action on one resource, and for what a release `before` calls by it."""
    return create_role(
        name,
        policy_name=plan.subtype,
        statements=[
            statement([SUBTYPES[each.subtype].action], _policy_resources(each, api, refs))
            for each in (plan, *before)
        ],
        refs=refs,
        parent=parent,
        tags=tags,
    )


def create_role(
    name: str,
    *,
    policy_name: str,
    statements: Sequence[dict[str, Any]],
    refs: References,
    parent: pulumi.Resource,
    tags: Mapping[str, str],
) -> pulumi.Output[str]:
    """The ARN of a role that API Gateway alone may take on, which may do what these statements say."""
    role = aws.iam.Role(
        name,
        name_prefix=name_prefix(name, ROLE_NAME_LENGTH),
        assume_role_policy=assume_role("apigateway.amazonaws.com"),
        tags=refs.fill(tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    policy = aws.iam.RolePolicy(
        name,
        name=policy_name,
        role=role.name,
        policy=document(statements),
        # Its name is known in its role alone, and stages call by an old role until they have moved.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False),
    )
    # The ARN is known when the policy is there, so that no route goes live with a role that may do nothing.
    return pulumi.Output.all(role.arn, policy.id).apply(lambda made: str(made[0]))


def service_parameters(plan: ServiceIntegrationPlan, refs: References) -> dict[str, Any]:
    """The integration's parameters, with those that follow from the resource."""
    parameters: dict[str, Any] = refs.fill(plan.parameters)
    if plan.subtype == _APPCONFIG:
        return parameters
    resource = pulumi.Output.from_input(refs.fill(plan.resource))
    # Without it API Gateway looks for the resource in the API's own region, wherever its ARN says that it is.
    parameters["Region"] = resource.apply(told(_region))
    if plan.resource_parameter:
        convert = _PARAMETERS.get(plan.resource_parameter, str)
        parameters[plan.resource_parameter] = resource.apply(told(convert))
    return parameters


def _region(arn: str) -> str:
    return arns.parse_arn(arn).region


def _stream_name(arn: str) -> str:
    return arns.parse_arn(arn).resource.removeprefix("stream/")


_PARAMETERS: Mapping[str, Callable[[str], str]] = {"QueueUrl": arns.queue_url, "StreamName": _stream_name}


def _policy_resources(
    plan: ServiceIntegrationPlan, api: aws.apigatewayv2.Api, refs: References
) -> list[pulumi.Input[str]]:
    resource = pulumi.Output.from_input(refs.fill(plan.resource))
    if plan.subtype == _APPCONFIG:
        region = refs.fill(plan.parameters.get("Region"))
        known = pulumi.Output.all(api.execution_arn, region, resource)
        return [known.apply(lambda found: _appconfig_arn(*found))]
    if plan.subtype == "StepFunctions-StopExecution":
        return [resource.apply(told(executions_arn))]
    return [resource]


def _appconfig_arn(execution_arn: str, region: str | None, path: str) -> str:
    """The configuration's ARN in the account that the API is in, and in its region unless another is given.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html
    """
    api = arns.parse_arn(execution_arn)
    return str(arns.Arn(api.partition, "appconfig", region or api.region, api.account, path))
