"""The resource policy of a REST API, written so that AWS gives it back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from .checked import told
from .json_text import json_text

__all__ = ["policy_argument", "require_no_policy", "unabbreviated"]

_SHORT = "execute-api:/"


def unabbreviated(policy: Mapping[str, Any] | None, parent: pulumi.Resource) -> Mapping[str, Any] | None:
    """The policy with `execute-api:/*` written out, which AWS would answer with the API's own ARN for.

    The provider compares what it sent with the answer, and would find a change in every preview.
    """
    if policy is None or _SHORT not in json.dumps(policy):
        return policy
    partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=parent)).partition
    return {**policy, "Statement": _each(policy.get("Statement"), lambda found: _statement(found, partition))}


def policy_argument(policy: Mapping[str, Any] | None) -> pulumi.Output[str] | None:
    """The policy as the provider takes it beside the body."""
    # Without the argument the provider would put back the policy that it knows after every import of a body:
    # https://github.com/pulumi/pulumi-aws/issues/4296
    return None if policy is None else json_text(policy)


def require_no_policy(api: aws.apigateway.RestApi) -> pulumi.Output[None]:
    """Stop where AWS still has a policy that the config has no longer.

    The provider keeps a policy that is taken out of a program and puts it back after the import, so that
    callers would be refused by a policy that nobody can see. No value of the argument removes it.
    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigateway/rest_api.go
    """
    return pulumi.Output.all(api.id, api.policy).apply(lambda found: told(_check_no_policy)(*found))


def _check_no_policy(api_id: str, policy: str | None) -> None:
    if policy:
        raise ValueError(
            f"API {api_id} still has the resource policy that was taken out of the config, and Pulumi's AWS "
            f"provider cannot remove one. Run 'aws apigateway update-rest-api --rest-api-id {api_id} "
            "--patch-operations op=replace,path=/policy,value=', then 'pulumi refresh', then this again."
        )


def _statement(statement: Any, partition: pulumi.Output[str]) -> Any:
    if not isinstance(statement, Mapping):
        return statement
    return {
        key: _each(value, lambda text: _written_out(text, partition)) if key.endswith("Resource") else value
        for key, value in statement.items()
    }


def _written_out(resource: Any, partition: pulumi.Output[str]) -> Any:
    if not isinstance(resource, str) or not resource.startswith(_SHORT):
        return resource
    path = resource.removeprefix(_SHORT)
    # As in access_log_role.py: the partition may be None in previews.
    return "*" if path == "*" else partition.apply(lambda known: f"arn:{known}:execute-api:*:*:*/{path}")


def _each(value: Any, convert: Callable[[Any], Any]) -> Any:
    """IAM takes one thing for a list of one."""
    return [convert(each) for each in value] if isinstance(value, list | tuple) else convert(value)
