"""The role by which API Gateway writes logs: one for all REST and WebSocket APIs of an account and region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from .checked import told
from .policies import assume_role
from .references import References

__all__ = ["AccessLogRole", "AccessLogRoleArgs"]

# https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/account/#import
_ACCOUNT_ID = "api-gateway-account"
_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


@dataclass(kw_only=True)
class AccessLogRoleArgs:
    """What an `AccessLogRole` is made of.

    `role_name`: AWS's name of the role (default: `apigateway-logs-` and the region).
    `refs`: values for `${ref.x}` in tags.
    `tags`: tags of the role.
    """

    role_name: str | None = None
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


class AccessLogRole(pulumi.ComponentResource):
    """The account's role for logs of API Gateway, in one region: made here, and given to the account.

    One program of an account and region makes it; all others rely on it (`access_log_role: adopt`). Raises
    `pulumi.RunError` where the account has another role already, so that nothing takes it over in silence.
    It stays when the stack is destroyed, since every other API of the region writes its logs by it: a stack
    that is made again after that adopts it, since the role is there.

    Type token: `apigw:index:AccessLogRole`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """

    role_arn: pulumi.Output[str]
    """ARN of the role."""

    def __init__(
        self, name: str, args: AccessLogRoleArgs | None = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        args = args or AccessLogRoleArgs()
        super().__init__("apigw:index:AccessLogRole", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        self.role = self._create_role(name, args, child)
        self.attachment = self._create_attachment(name, child)
        self.account = aws.apigateway.Account(
            name,
            cloudwatch_role_arn=self.role.arn,
            # AWS tries the role out before it takes it.
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[self.attachment])),
        )
        self.role_arn = self.role.arn
        self.register_outputs({"role_arn": self.role_arn})

    def _create_role(self, name: str, args: AccessLogRoleArgs, child: pulumi.ResourceOptions) -> aws.iam.Role:
        region = aws.get_region_output(opts=pulumi.InvokeOptions(parent=self)).region
        # What the account has now, which may be another program's.
        now = aws.apigateway.Account.get(
            f"{name}.now", _ACCOUNT_ID, opts=pulumi.ResourceOptions(parent=self)
        ).cloudwatch_role_arn
        role_name = pulumi.Output.all(args.role_name, region, now).apply(
            lambda found: told(_role_name)(*found)
        )
        return aws.iam.Role(
            name,
            name=role_name,
            description="Lets API Gateway write logs, for all APIs of the account in one region",
            assume_role_policy=assume_role("apigateway.amazonaws.com"),
            tags=References(args.refs).fill(args.tags),
            opts=child,
        )

    def _create_attachment(self, name: str, child: pulumi.ResourceOptions) -> aws.iam.RolePolicyAttachment:
        """https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html"""
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        return aws.iam.RolePolicyAttachment(
            name,
            role=self.role.name,
            policy_arn=pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", _POLICY),
            opts=child,
        )


def _role_name(role_name: str | None, region: str, now: str | None) -> str:
    """AWS's name of the role. Raises ValueError where the account has a role of another name."""
    role_name = role_name or f"apigateway-logs-{region}"
    if now and now.rpartition("/")[2] != role_name:
        fact = f"API Gateway writes the logs of this account by {now} in {region} already"
        raise ValueError(f"{fact}. Say 'access_log_role: adopt', or remove this AccessLogRole.")
    return role_name
