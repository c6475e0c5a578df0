"""The role by which API Gateway writes logs: one for all REST and WebSocket APIs of an account and region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from ..errors import ConfigError, Problem
from .checked import told, told_by_pulumi
from .policies import assume_role
from .references import References

__all__ = ["AccessLogRole", "AccessLogRoleArgs", "OwnedRole", "find_owned_role"]

# https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/account/#import
_ACCOUNT_ID = "api-gateway-account"
_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
_OWNER = "pulumi-apigw:stack"
"""The tag that says which stack made the role."""


@dataclass(frozen=True)
class OwnedRole:
    """The role that one stack makes for all: AWS's name, the stack, and whether AWS has it already."""

    name: str
    owner: str
    exists: bool


def find_owned_role(
    role_name: str | None = None,
    opts: pulumi.ResourceOptions | None = None,
    *,
    fix: str = "Say 'access_log_role: adopt'.",
) -> OwnedRole:
    """The role that this stack makes, or left on AWS when it was destroyed; `opts` are the component's.

    AWS is asked at once, so that nothing is registered where the role is another's. Raises ConfigError there,
    with the `fix`.
    """
    asked = _asked_as(opts)
    name = role_name or f"apigateway-logs-{aws.get_region(opts=asked).region}"
    # Engines without organizations name none, or this one.
    organization = pulumi.get_organization() or "organization"
    owner = f"{organization}/{pulumi.get_project()}/{pulumi.get_stack()}"
    # Not `get_role`, which fails where there is none.
    if not aws.iam.get_roles(name_regex=f"^{re.escape(name)}$", opts=asked).names:
        return OwnedRole(name, owner, exists=False)
    made_by = (aws.iam.get_role(name=name, opts=asked).tags or {}).get(_OWNER)
    if made_by != owner:
        maker = f"stack {made_by} made it" if made_by else "it is not of an AccessLogRole"
        fact = f"the account has the role {name!r} already, and {maker}"
        raise ConfigError([Problem("access_log_role", f"{fact}. {fix}")])
    return OwnedRole(name, owner, exists=True)


def _asked_as(opts: pulumi.ResourceOptions | None) -> pulumi.InvokeOptions:
    """AWS as the component's children will see it, which has not been registered yet."""
    opts = opts or pulumi.ResourceOptions()
    several = opts.providers or []
    given = several.values() if isinstance(several, Mapping) else several
    providers = [each for each in (opts.provider, *given) if each is not None and each.package == "aws"]
    return pulumi.InvokeOptions(parent=opts.parent, provider=providers[0] if providers else None)


@dataclass(kw_only=True)
class AccessLogRoleArgs:
    """What an `AccessLogRole` is made of.

    `role_name`: AWS's name of the role (default: `apigateway-logs-` and the region).
    `refs`: values for `${ref.x}` in tags.
    `tags`: tags of the role, besides `pulumi-apigw:stack`, which says which stack made it. It keeps those
    that it was made with.
    `found`: what `find_owned_role` found, where the program has asked already.
    """

    role_name: str | None = None
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    found: OwnedRole | None = None


class AccessLogRole(pulumi.ComponentResource):
    """The account's role for logs of API Gateway, in one region: made here, and given to the account.

    One stack of an account and region makes it; all others rely on it (`access_log_role: adopt`). Raises
    `pulumi.RunError` where another stack, or anybody else, made the role (before anything is registered) or
    where the account has a role of another name, so that nothing takes it over in silence.
    It stays when the stack is destroyed, since every other API of the region writes its logs by it: the stack
    imports it when it is made again, by the tag that says whose it is.

    Type token: `apigw:index:AccessLogRole`. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """

    role_arn: pulumi.Output[str]
    """ARN of the role."""

    def __init__(
        self, name: str, args: AccessLogRoleArgs | None = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        args = args or AccessLogRoleArgs()
        with told_by_pulumi(f"AccessLogRole {name!r}"):
            fix = "Remove this component: the account needs no other."
            found = args.found or find_owned_role(args.role_name, opts, fix=fix)
        super().__init__("apigw:index:AccessLogRole", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        self.role = self._create_role(name, args, found, child)
        self.attachment = self._create_attachment(name, child)
        self.account = aws.apigateway.Account(
            name,
            cloudwatch_role_arn=self.role.arn,
            # AWS tries the role out before it takes it.
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[self.attachment])),
        )
        self.role_arn = self.role.arn
        self.register_outputs({"role_arn": self.role_arn})

    def _create_role(
        self, name: str, args: AccessLogRoleArgs, found: OwnedRole, child: pulumi.ResourceOptions
    ) -> aws.iam.Role:
        # What the account has now, which may be another program's.
        now = aws.apigateway.Account.get(
            f"{name}.now", _ACCOUNT_ID, opts=pulumi.ResourceOptions(parent=self)
        ).cloudwatch_role_arn
        # A role that the stack has in its state is not imported again: this holds for each run but the first.
        # Pulumi imports nothing that differs from the program, and tags may have changed since it was made:
        # https://github.com/pulumi/pulumi-aws/issues/5284
        existing = pulumi.ResourceOptions(
            import_=found.name if found.exists else None, ignore_changes=["tags", "tagsAll"]
        )
        return aws.iam.Role(
            name,
            name=now.apply(lambda arn: told(_role_name)(found.name, arn)),
            description="Lets API Gateway write logs, for all APIs of the account in one region",
            assume_role_policy=assume_role("apigateway.amazonaws.com"),
            tags={**References(args.refs).fill(args.tags), _OWNER: found.owner},
            opts=pulumi.ResourceOptions.merge(child, existing),
        )

    def _create_attachment(self, name: str, child: pulumi.ResourceOptions) -> aws.iam.RolePolicyAttachment:
        """https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html"""
        # None in a preview whose provider is not known yet, which Output.concat does not take.
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        return aws.iam.RolePolicyAttachment(
            name,
            role=self.role.name,
            policy_arn=partition.apply(f"arn:{{}}:iam::aws:policy/{_POLICY}".format),
            opts=child,
        )


def _role_name(role_name: str, now: str | None) -> str:
    """AWS's name of the role. Raises ValueError where the account has a role of another name."""
    if now and now.rpartition("/")[2] != role_name:
        fact = f"API Gateway writes the logs of this account and region by {now} already"
        raise ValueError(f"{fact}. Say 'access_log_role: adopt', or remove this AccessLogRole.")
    return role_name
