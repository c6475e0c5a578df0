"""A Lambda function with its role, log group, published version and aliases."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from ..artifacts import Artifact
from ..aws.limits import ROLE_NAME_LENGTH
from ..config.functions import FunctionConfig, PolicyStatementConfig
from ..config.handlers import Handlers
from ..errors import ConfigError, Problem
from ..plan.functions import plan_function
from ..plan.model import FunctionPlan
from ..plan.single import checked_function
from ..releases.packing import package_function
from .alias_versions import AliasVersions, published_version
from .checked import plain, told_by_pulumi
from .connections import Connections, environment, statements
from .names import name_prefix
from .policies import assume_role, document, statement
from .references import References

__all__ = ["Function", "FunctionArgs"]

# Lambda makes the interfaces of a function in a VPC under the function's own role. AWS's managed policy for
# that would let the function write every other log too.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
_NETWORK_INTERFACES = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)


@dataclass(kw_only=True)
class FunctionArgs:
    """What a `Function` is made of.

    `function`: a `FunctionConfig`, or a mapping in its shape.
    `aliases`: aliases that point to the published version (default none).
    `versions`: alias → what it points to instead, and the version that gets a share of its calls.
    `code`: version → SHA-256 of its zip in hex; one of `versions` that has other code on AWS is refused.
    `function_name`: AWS's name (default: the component's and the stack's, with '-' between them).
    `folder`: folder that the paths in `function` start from, and below which zips are kept (default: the
    program's).
    `refs`: values for `${ref.x}`.
    `tags`: tags besides the function's own.
    `connections`: connections of WebSocket APIs that the function may reach (`WebSocketApi.connections`): its
    role may push to them, and its environment says where (`CONNECTIONS_URL`).
    `artifact`: the zip, where it has been built already (default: it is built of the function's source).
    """

    function: FunctionConfig | FunctionPlan | Mapping[str, Any]
    aliases: Sequence[str] = ()
    versions: Mapping[str, AliasVersions] = field(default_factory=dict)
    code: Mapping[str, str] = field(default_factory=dict)
    function_name: str | None = None
    folder: str | Path = "."
    refs: Mapping[str, pulumi.Input[Any]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    connections: Sequence[Connections] = ()
    artifact: Artifact | None = None

    def plan(self, name: str) -> FunctionPlan:
        """The plan of the function. Raises ConfigError with all that is wrong."""
        if isinstance(self.function, FunctionPlan):
            return self.function
        function_name = self.function_name or f"{name}-{pulumi.get_stack()}"
        config = checked_function(plain(self.function), function_name=function_name, aliases=self.aliases)
        if wrong := Handlers(Path(self.folder)).problem(config):
            raise ConfigError([Problem("handler", wrong)])
        References(self.refs).require(config.model_dump())
        return plan_function(
            name,
            config,
            function_name=function_name,
            aliases=self.aliases,
            folder=Path(self.folder),
            tags={**self.tags, **config.tags},
        )


class Function(pulumi.ComponentResource):
    """A Lambda function that APIs call by alias: role with least privilege, log group, version, aliases.

    Raises `pulumi.RunError` with all that is wrong, also with the zip, before anything is registered.

    Type token: `apigw:index:Function`. Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
    """

    name: pulumi.Output[str]
    """The function's name."""
    arn: pulumi.Output[str]
    """The function's ARN, without a qualifier."""
    version: pulumi.Output[str]
    """The published version."""
    alias_variable: str
    """The stage variable that names the alias."""

    def __init__(self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        with told_by_pulumi(f"Function {name!r}"):
            plan = args.plan(name)
            artifact = args.artifact or package_function(plan, Path(args.folder))
        refs = References(args.refs)
        super().__init__("apigw:index:Function", name, {}, opts)
        self.plan = plan
        self.alias_variable = plan.settings.alias_variable
        self.log_group = self._create_log_group(name, plan, refs)
        self.role = self._create_role(name, plan, refs)
        grants = self._create_grants(name, plan, args.connections, refs)
        variables = {**environment(args.connections), **refs.fill(plan.settings.environment)}
        self.function = self._create_function(name, plan, artifact, variables, refs, grants)
        self.aliases = self._create_aliases(name, plan, args)
        self.name, self.arn, self.version = self.function.name, self.function.arn, self.function.version
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "version": self.version,
                "aliases": {alias: each.arn for alias, each in self.aliases.items()},
            }
        )

    def _create_log_group(self, name: str, plan: FunctionPlan, refs: References) -> aws.cloudwatch.LogGroup:
        logs = plan.settings.logs
        return aws.cloudwatch.LogGroup(
            f"{name}.logs",
            name=f"/aws/lambda/{plan.function_name}",
            retention_in_days=logs.retention_days,
            kms_key_id=refs.fill(logs.kms_key_arn),
            tags=refs.fill(plan.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_role(self, name: str, plan: FunctionPlan, refs: References) -> aws.iam.Role:
        return aws.iam.Role(
            f"{name}.role",
            name_prefix=name_prefix(plan.function_name, ROLE_NAME_LENGTH),
            assume_role_policy=assume_role("lambda.amazonaws.com"),
            tags=refs.fill(plan.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_grants(
        self, name: str, plan: FunctionPlan, connections: Sequence[Connections], refs: References
    ) -> list[pulumi.Resource]:
        """What the role may do: write its own log, reach its connections, and what the config adds."""
        child = pulumi.ResourceOptions(parent=self)
        granted = [
            statement(
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                [pulumi.Output.concat(self.log_group.arn, ":*")],
            )
        ]
        if plan.settings.tracing == "active":
            # X-Ray has no resources to name: https://docs.aws.amazon.com/xray/latest/devguide/security_iam_service-with-iam.html
            granted.append(statement(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]))
        if plan.settings.vpc:
            granted.append(statement(_NETWORK_INTERFACES, ["*"]))
        granted += statements(connections)
        granted += [_statement(each, refs) for each in plan.settings.policy_statements]
        policy = aws.iam.RolePolicy(
            f"{name}.policy",
            name="access",
            role=self.role.name,
            policy=document(granted),
            # Its name is known in its role alone, and the function has an old role until it gets a new one.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=False),
        )
        attachments = [
            aws.iam.RolePolicyAttachment(
                f"{name}.{_policy_name(arn)}", role=self.role.name, policy_arn=refs.fill(arn), opts=child
            )
            for arn in plan.settings.managed_policy_arns
        ]
        return [policy, *attachments]

    def _create_function(
        self,
        name: str,
        plan: FunctionPlan,
        artifact: Artifact,
        variables: Mapping[str, pulumi.Input[str]],
        refs: References,
        grants: list[pulumi.Resource],
    ) -> aws.lambda_.Function:
        settings = plan.settings
        return aws.lambda_.Function(
            name,
            name=plan.function_name,
            description=refs.fill(settings.description),
            runtime=refs.fill(settings.runtime),
            handler=refs.fill(settings.handler),
            code=pulumi.FileArchive(str(artifact.path)),
            source_code_hash=artifact.sha256 and base64.b64encode(bytes.fromhex(artifact.sha256)).decode(),
            role=self.role.arn,
            memory_size=settings.memory_mb,
            timeout=settings.timeout_seconds,
            ephemeral_storage={"size": settings.ephemeral_storage_mb},
            architectures=[settings.architecture],
            environment={"variables": variables} if variables else None,
            layers=refs.fill(settings.layers) or None,
            tracing_config={"mode": "Active" if settings.tracing == "active" else "PassThrough"},
            reserved_concurrent_executions=settings.reserved_concurrency,
            logging_config={
                "log_format": "JSON" if settings.logs.format == "json" else "Text",
                "application_log_level": settings.logs.level,
                "log_group": self.log_group.name,
            },
            vpc_config=_vpc(plan, refs),
            publish=True,
            tags=refs.fill(plan.tags),
            opts=pulumi.ResourceOptions(parent=self, depends_on=grants),
        )

    def _create_aliases(
        self, name: str, plan: FunctionPlan, args: FunctionArgs
    ) -> dict[str, aws.lambda_.Alias]:
        named = [each for alias in args.versions.values() for each in (alias.version, alias.weighted)]
        known: dict[str | None, pulumi.Input[str]] = {
            each: published_version(plan.function_name, each, args.code.get(each), parent=self)
            for each in dict.fromkeys(named)
            if each is not None
        }
        known[None] = self.function.version
        return {
            alias: self._create_alias(name, alias, args.versions.get(alias, AliasVersions()), known)
            for alias in plan.aliases
        }

    def _create_alias(
        self,
        name: str,
        alias: str,
        versions: AliasVersions,
        known: Mapping[str | None, pulumi.Input[str]],
    ) -> aws.lambda_.Alias:
        return aws.lambda_.Alias(
            f"{name}.{alias}",
            name=alias,
            function_name=self.function.name,
            function_version=known[versions.version],
            routing_config=versions.routing(known[versions.version], known[versions.weighted]),
            # Its name is known in its function alone, and stages call an old function until they have moved.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=False),
        )


def _statement(config: PolicyStatementConfig, refs: References) -> dict[str, Any]:
    built = statement(refs.fill(config.actions), refs.fill(config.resources), config.effect.capitalize())
    return built | ({"Condition": refs.fill(config.conditions)} if config.conditions else {})


def _policy_name(arn: str) -> str:
    """What tells a managed policy from another: account and path, or the reference to it."""
    return (arn.partition(":iam::")[2] or arn).replace("::", ":")


def _vpc(plan: FunctionPlan, refs: References) -> aws.lambda_.FunctionVpcConfigArgsDict | None:
    vpc = plan.settings.vpc
    if vpc is None:
        return None
    return {"subnet_ids": refs.fill(vpc.subnet_ids), "security_group_ids": refs.fill(vpc.security_group_ids)}
