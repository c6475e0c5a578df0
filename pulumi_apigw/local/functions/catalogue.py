"""The functions of a graph with their versions and aliases, and which of them an ARN means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.graph.function_names import split_function
from pulumi_apigw.local.functions.endpoints import local_environment
from pulumi_apigw.local.functions.invocation import FunctionError

__all__ = ["LATEST", "Catalogue", "Function", "Target"]

LATEST: Final = "$LATEST"

# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html gives the defaults.
_DEFAULT_TIMEOUT_SECONDS: Final = 3
_DEFAULT_MEMORY_MB: Final = 128


@dataclass(frozen=True)
class Function:
    """One function of the program, as far as running it needs.

    `label` is the program's name for it where AWS's is made up. `versions` are those that can be called
    (`$LATEST`, the published one, and what aliases name); `layers` are the archives of the layers that the
    program itself registers, `foreign_layers` the ARNs of the others. One that `calls_gateway` has a URL of
    the program's own APIs in its environment.
    """

    name: str
    label: str
    arn: str
    handler: str
    runtime: str
    code: Any
    environment: Mapping[str, str]
    calls_gateway: bool
    timeout_seconds: float
    memory_mb: int
    layers: tuple[Any, ...]
    foreign_layers: tuple[str, ...]
    reserved_concurrency: int | None
    log_group: str
    log_level: str | None
    versions: frozenset[str]
    aliases: Mapping[str, str]
    refusal: str | None

    @property
    def region(self) -> str:
        """The Region its ARN names."""
        return self.arn.split(":")[3]

    @property
    def warm_version(self) -> str:
        """The version worth a warm worker: the one the first alias names, else `$LATEST`."""
        return next(iter(self.aliases.values()), LATEST)


@dataclass(frozen=True)
class Target:
    """What a call reaches: a version of a function, and the ARN it was called by."""

    function: Function
    version: str
    invoked_arn: str


class Catalogue:
    """Every function of a graph, by its ARN; `substitutes` are put into their environments."""

    def __init__(self, graph: ResourceGraph, substitutes: Mapping[str, str] | None = None) -> None:
        layer_versions = graph.of_type("aws:lambda/layerVersion:LayerVersion")
        layers = {str(layer.outputs.get("arn")): layer for layer in layer_versions}
        aliases = graph.of_type("aws:lambda/alias:Alias")
        functions = (
            _function(r, aliases, layers, substitutes or {})
            for r in graph.of_type("aws:lambda/function:Function")
        )
        self.functions: dict[str, Function] = {function.arn: function for function in functions}

    def resolve(self, arn: str) -> Target | FunctionError:
        """The target of a function's ARN, with or without `:qualifier`, or a `not-found` error with the fix.

        A version other than the published one, and an alias's version, run the program's present code: there
        is no other code on a laptop.
        """
        unqualified, qualifier = _split(arn)
        function = self.functions.get(unqualified)
        if function is None:
            return _not_found(f"Function not found: {arn}. {self._whereabouts(unqualified)}")
        version = function.aliases.get(qualifier, qualifier)
        if version not in function.versions:
            return _not_found(f"Function not found: {arn}. {_qualifiers(function, qualifier)}")
        return Target(function, version, arn)

    def _whereabouts(self, arn: str) -> str:
        name = arn.rpartition(":")[2]
        namesake = next((function for function in self.functions.values() if function.name == name), None)
        if namesake is not None:
            return f"This program's function {name!r} is {namesake.arn}: mend the ARN that calls it."
        return (
            f"Function {name!r} is not part of this program, so the local gateway has no code to run for it. "
            "Add the function to the program, or call this route on AWS."
        )


def _not_found(message: str) -> FunctionError:
    return FunctionError("not-found", "ResourceNotFoundException", message)


def _qualifiers(function: Function, qualifier: str) -> str:
    aliases = ", ".join(repr(alias) for alias in function.aliases) or "none"
    published = ", ".join(sorted(function.versions - {LATEST})) or "none"
    return (
        f"Function {function.name!r} has no alias or version {qualifier!r}. Its aliases: {aliases}; "
        f"its published versions: {published}. "
        "Add an alias of that name, or mend the stage variable or ARN that names it."
    )


def _split(arn: str) -> tuple[str, str]:
    parts = arn.split(":", 7)
    return (":".join(parts[:7]), parts[7]) if len(parts) == 8 else (arn, LATEST)


def _function(
    resource: Resource,
    aliases: Iterable[Resource],
    layers: Mapping[str, Resource],
    substitutes: Mapping[str, str],
) -> Function:
    inputs, outputs = resource.inputs, resource.outputs
    on_aws = _environment(inputs)
    environment = local_environment(on_aws, substitutes)
    name = str(outputs.get("name") or inputs.get("name") or resource.name)
    arn = str(outputs.get("arn") or "")
    named = {a.inputs["name"]: str(a.inputs["functionVersion"]) for a in aliases if _belongs(a, name, arn)}
    published = {str(outputs["version"])} if inputs.get("publish") and outputs.get("version") else set()
    layer_arns = [str(arn) for arn in inputs.get("layers") or ()]
    logging = inputs.get("loggingConfig") or {}
    as_json = logging.get("logFormat") == "JSON"
    concurrency = inputs.get("reservedConcurrentExecutions")
    return Function(
        name=name,
        label=name if inputs.get("name") else resource.name,
        arn=arn,
        handler=str(inputs.get("handler") or ""),
        runtime=str(inputs.get("runtime") or ""),
        code=inputs.get("code"),
        environment=environment,
        calls_gateway=environment != on_aws,
        timeout_seconds=float(inputs.get("timeout") or _DEFAULT_TIMEOUT_SECONDS),
        memory_mb=int(inputs.get("memorySize") or _DEFAULT_MEMORY_MB),
        layers=tuple(layers[arn].inputs.get("code") for arn in layer_arns if arn in layers),
        foreign_layers=tuple(arn for arn in layer_arns if arn not in layers),
        reserved_concurrency=None if concurrency in (None, -1) else int(concurrency),
        log_group=str(logging.get("logGroup") or f"/aws/lambda/{name}"),
        log_level=str(logging.get("applicationLogLevel") or "INFO") if as_json else None,
        versions=frozenset({LATEST, *published, *named.values()}),
        aliases=named,
        refusal=_refusal(name, inputs),
    )


def _belongs(alias: Resource, name: str, arn: str) -> bool:
    """Whether an alias is one of a function, which it gives by name, ARN or partial ARN.

    https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
    """
    given = str(alias.inputs.get("functionName") or "")
    if given.startswith("arn:"):
        return _split(given)[0] == arn
    return split_function(given)[0] == name


def _environment(inputs: Mapping[str, Any]) -> dict[str, str]:
    variables = (inputs.get("environment") or {}).get("variables") or {}
    return {str(name): str(value) for name, value in variables.items()}


def _refusal(name: str, inputs: Mapping[str, Any]) -> str | None:
    """Why the local gateway cannot run a function, or None."""
    runtime = str(inputs.get("runtime") or "")
    remedy = "The other functions run; call this one on AWS."
    if inputs.get("packageType") == "Image":
        fact = "is a container image; the local gateway runs functions from a zip or folder."
    elif not runtime.startswith("python"):
        fact = f"has runtime {runtime!r}; the local gateway runs Python functions only."
    elif inputs.get("code") is None:
        fact = f"has its code at {_remote_code(inputs)}, which the local gateway does not fetch."
        remedy = "Give it `code`: a pulumi.FileArchive of its folder or zip."
    elif inputs.get("reservedConcurrentExecutions") == 0:
        fact = "has a reserved concurrency of 0, so Lambda refuses every call (429, Rate Exceeded)."
        remedy = "Raise reservedConcurrentExecutions, or leave it out."
    else:
        return None
    return f"Function {name!r} {fact} {remedy}"


def _remote_code(inputs: Mapping[str, Any]) -> str:
    return (
        f"s3://{inputs.get('s3Bucket')}/{inputs.get('s3Key')}" if inputs.get("s3Bucket") else "no known place"
    )
