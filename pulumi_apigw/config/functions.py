"""Functions: the Lambda functions that routes and authorizers call."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from ..aws import limits, runtimes
from ..source import did_you_mean
from .base import (
    Arn,
    ConfigModel,
    Tags,
    Text,
    Whole,
    at_most,
    checked,
    distinct,
    filled,
    matching,
    problem,
    refusals,
    shown,
    within,
)
from .log_groups import LogGroupConfig
from .references import has_reference
from .stage_variables import StageVariableName
from .vpc import SecurityGroupIds, SubnetIds

__all__ = [
    "DEFAULT_ALIAS_VARIABLE",
    "AnyFunctionConfig",
    "ExistingFunctionConfig",
    "FunctionConfig",
    "PolicyStatementConfig",
    "VpcConfig",
]

DEFAULT_ALIAS_VARIABLE = "lambda_alias"
"""The stage variable that names a function's alias where the config names none; its value is the stage's
name."""


def _runtime(value: str) -> None:
    # Deprecated runtimes are advice, not an error: AWS goes on updating functions that have one.
    if value not in runtimes.RUNTIMES | runtimes.DEPRECATED_RUNTIMES:
        raise problem(f"AWS Lambda has no runtime {shown(value)}", did_you_mean(value, runtimes.RUNTIMES))


def _environment_name(name: str) -> str:
    if not limits.ENVIRONMENT_NAME.fullmatch(name):
        raise problem(
            f"{shown(name)} cannot name an environment variable",
            "It takes two characters or more: a letter, then letters, digits and '_'.",
        )
    if name in limits.RESERVED_ENVIRONMENT:
        raise problem(f"{name!r} is one of the variables that Lambda sets itself", "Choose another name.")
    return name


def _one_version_a_layer(arns: tuple[str, ...]) -> tuple[str, ...]:
    # "Two different versions of the same layer are not allowed to be referenced in the same function":
    # https://github.com/DataDog/serverless-plugin-datadog/issues/195
    seen: dict[str, str] = {}
    for position, arn in enumerate(arns):
        layer, _, version = arn.rpartition(":")
        if has_reference(arn):
            continue
        first = seen.setdefault(layer, version)
        if first != version:
            fact = f"version {version} of the layer is here beside its version {first}"
            refusals([((position,), f"{fact}. Lambda takes one version of a layer: remove the other.")])
    return arns


Alias = Annotated[
    str,
    matching(
        limits.ALIAS_NAME,
        "an alias: letters, digits, '-' and '_', not digits alone",
        length=limits.ALIAS_NAME_LENGTH,
    ),
]
HandlerName = Annotated[
    str,
    matching(
        rf"\S{{1,{limits.FUNCTION_HANDLER_LENGTH}}}",
        f"1 to {limits.FUNCTION_HANDLER_LENGTH} characters without spaces",
    ),
]
FunctionDescription = Annotated[str, matching(r".*", "any text", length=limits.FUNCTION_DESCRIPTION_LENGTH)]
Action = Annotated[str, matching(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+", "an IAM action such as 'dynamodb:GetItem'")]
PolicyResource = Annotated[str, matching(r"\*|arn:.+", "an ARN, '*', or ${ref.name} for one")]
LayerArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:layer:[\w-]+:\d+",
        "the ARN of a layer's version, which ends with ':' and a number, or ${ref.name} for one",
    ),
]
FunctionArn = Annotated[
    str,
    matching(
        r"arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+",
        "a function's ARN without a version or alias ('alias' names that), or ${ref.name} for one",
    ),
]


class PolicyStatementConfig(ConfigModel):
    """One more statement of the function's own role."""

    actions: Annotated[tuple[Action, ...], distinct, filled("Name at least one, such as 'dynamodb:GetItem'.")]
    """IAM actions, such as `dynamodb:GetItem`."""
    resources: Annotated[
        tuple[PolicyResource, ...], distinct, filled("Name at least one, such as '${ref.table_arn}'.")
    ]
    """ARNs that the actions may touch; `${ref.x}` for one that the program knows."""
    effect: Literal["allow", "deny"] = "allow"
    """Whether the statement allows or denies."""
    conditions: dict[str, dict[str, Any]] = {}
    """IAM conditions, as in a policy document: operator, then key, then value."""


# Lambda takes neither subnets without security groups nor the reverse.
_IN_VPC = filled("Name at least one, or leave out 'vpc'.")


class VpcConfig(ConfigModel):
    """The VPC that a function runs in.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
    """

    subnet_ids: Annotated[
        SubnetIds,
        _IN_VPC,
        at_most(limits.FUNCTION_SUBNETS, "subnets", f"Lambda takes at most {limits.FUNCTION_SUBNETS}."),
    ]
    """Private subnets, or one `${ref.x}` for a list of them."""
    security_group_ids: Annotated[
        SecurityGroupIds,
        _IN_VPC,
        at_most(
            limits.FUNCTION_SECURITY_GROUPS,
            "security groups",
            f"Lambda takes at most {limits.FUNCTION_SECURITY_GROUPS}.",
        ),
    ]
    """Security groups, or one `${ref.x}` for a list of them."""


class FunctionConfig(ConfigModel):
    """A function that the service builds and owns: its code, role, log group, version and the stage's alias.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    """

    runtime: Annotated[str, checked(_runtime), Field(examples=sorted(runtimes.RUNTIMES))]
    """Lambda runtime, such as `python3.13`."""
    handler: HandlerName
    """Entry point inside the source, such as `orders.api.handler`."""
    source: Annotated[str, matching(r".+", "a folder ('.' for the one of the config's file)")]
    """Folder with the function's code, relative to the config's file; it is zipped reproducibly."""
    requirements: Annotated[str, matching(r".+", "the name of a file")] | None = None
    """`requirements.txt`, `pylock.toml` or `uv.lock`, relative to the config's file: installed into the zip
    for the function's own platform. Left out: the zip holds the source folder alone."""
    exclude: Annotated[tuple[str, ...], distinct] = ()
    """Globs of files below the source folder to leave out of the zip."""
    description: FunctionDescription | None = None
    """What the function does, as the Lambda console shows it."""
    memory_mb: Annotated[Whole, within(limits.FUNCTION_MEMORY_MB, "MB")] = 256
    """Memory in MB; processor time grows with it."""
    timeout_seconds: Annotated[Whole, within(limits.FUNCTION_TIMEOUT_SECONDS, "seconds")] = 10
    """Seconds after which Lambda stops one call."""
    ephemeral_storage_mb: Annotated[Whole, within(limits.FUNCTION_EPHEMERAL_STORAGE_MB, "MB")] = 512
    """Size of `/tmp` in MB."""
    architecture: Literal["arm64", "x86_64"] = "arm64"
    """Processor the function runs on; its dependencies are installed for it."""
    environment: dict[Annotated[str, AfterValidator(_environment_name)], Text] = {}
    """Environment variables; `${stage.x}` and `${ref.x}` are looked up when deploying."""
    layers: Annotated[
        tuple[LayerArn, ...],
        distinct,
        AfterValidator(_one_version_a_layer),
        at_most(
            limits.FUNCTION_LAYERS, "layers", f"Lambda takes at most {limits.FUNCTION_LAYERS}: merge some."
        ),
    ] = ()
    """ARNs of layer versions, at most 5."""
    tracing: Literal["active", "pass_through"] = "pass_through"
    """X-Ray: `active` samples calls itself, `pass_through` follows the caller."""
    reserved_concurrency: Whole | None = None
    """Calls at the same time at most, kept free for this function; 0 stops it."""
    logs: LogGroupConfig = LogGroupConfig()
    """The function's log group."""
    policy_statements: tuple[PolicyStatementConfig, ...] = ()
    """What the function may do, beyond writing its own log."""
    managed_policy_arns: Annotated[tuple[Arn, ...], distinct] = ()
    """Managed IAM policies to attach to the function's role."""
    vpc: VpcConfig | None = None
    """VPC the function runs in; Lambda's own network where left out."""
    alias_variable: StageVariableName = DEFAULT_ALIAS_VARIABLE
    """Stage variable whose value names the alias that routes call. The default, `lambda_alias`, needs no
    declaration: its value is the stage's name."""
    tags: Tags = {}
    """Tags of the function's resources."""

    @field_validator("reserved_concurrency")
    @classmethod
    def _reserved_concurrency(cls, value: int | None) -> int | None:
        if value is not None and value < 0:
            raise problem(f"{value} is below 0", "Give how many calls may run at once, or leave it out.")
        return value


class ExistingFunctionConfig(ConfigModel):
    """A function that exists already: only the permission to call it is made here."""

    arn: FunctionArn | None = None
    """The function's ARN without a qualifier; `${ref.x}` for one that the program knows."""
    provided: Literal[True] | None = None
    """`true`: the program passes the function itself, in `functions=`."""
    alias_variable: StageVariableName | None = None
    """Stage variable whose value names the alias that routes call. Left out: `alias`, else no alias."""
    alias: Alias | None = None
    """The alias that routes call in every stage."""

    @model_validator(mode="before")
    @classmethod
    def _not_built(cls, data: Any) -> Any:
        building = [key for key in data if key in _BUILDING] if isinstance(data, dict) else []
        if building:
            names = ", ".join(map(repr, building))
            chosen = next(key for key in ("arn", "provided", "alias") if key in data)
            raise problem(
                f"{chosen!r} is for a function that exists, and goes with none of {names}, which build one",
                f"Remove {chosen!r} to build it here, or keep it and remove the rest.",
            )
        return data

    @model_validator(mode="after")
    def _one_way(self) -> ExistingFunctionConfig:
        if self.arn is None and self.provided is None:
            raise problem("neither 'arn' nor 'provided' is given", "Give one: where the function comes from.")
        if self.arn is not None and self.provided is not None:
            raise problem("'arn' and 'provided' exclude each other", "Keep one of them.")
        if self.alias and self.alias_variable:
            raise problem("'alias' and 'alias_variable' exclude each other", "Keep one of them.")
        return self


_BUILDING = FunctionConfig.model_fields.keys() - ExistingFunctionConfig.model_fields.keys()


def _kind(value: Any) -> str:
    if isinstance(value, ExistingFunctionConfig):
        return "existing"
    return "existing" if isinstance(value, dict) and value.keys() & {"arn", "provided", "alias"} else "built"


AnyFunctionConfig = Annotated[
    Annotated[FunctionConfig, Tag("built")] | Annotated[ExistingFunctionConfig, Tag("existing")],
    Discriminator(_kind),
]
