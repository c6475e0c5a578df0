"""A release: what a stage runs, as plain data that a stack exports and other commands compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from ..errors import ConfigError, Problem
from ..source import format_path
from .canonical import canonical, digest

__all__ = ["FunctionRelease", "Release", "differing_parts", "identified"]

_PROTOCOLS = ("http", "rest", "websocket")
_ALWAYS = ("routes",)
_MAPPINGS = (*_ALWAYS, "authorizers", "gateway_responses", "models")


def _parsed(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("json", "it is no JSON") from None


def _known(api: Any) -> Any:
    """An API as `differences` read it, which another version may have written otherwise."""
    if not isinstance(api, Mapping) or api.get("protocol") not in _PROTOCOLS:
        raise PydanticCustomError("api", "it is no API of a protocol that is known here")
    for key in _MAPPINGS:
        named = api.get(key, None if key in _ALWAYS else {})
        if not isinstance(named, Mapping) or not all(isinstance(each, Mapping) for each in named.values()):
            raise PydanticCustomError("api", "its {key} are not as they are written here", {"key": key})
    return api


@dataclass(frozen=True, kw_only=True)
class FunctionRelease:
    """A function's code: SHA-256 of its zip in hex, and what runs it.

    `code_sha256` is None in a captured graph, for which no zips are built; `version` is the one that Lambda
    published, None until the function is deployed. `alias_variable` is the stage variable by which APIs call
    it, None where the release was recorded before that was.
    """

    code_sha256: str | None = None
    runtime: str
    handler: str
    architecture: str
    version: str | None = None
    alias_variable: str | None = None

    @property
    def content(self) -> Mapping[str, str | None]:
        """What is the same in every account.

        A field that is new has to be left out where it is None: the ids of releases that are deployed stay.
        """
        left_out = ("version", "alias_variable")
        return {key: value for key, value in asdict(self).items() if key not in left_out}


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a stage runs.

    `id`: 12 hex digits of `apis` and `functions` alone: nothing of stage, account, commit or clock.
    `commit`: the commit that it was made from, None where the tree had changes or there is no git.
    `apis`: API → its config with every default (what is None left out), less what belongs to a stage, and
    with `${stage.x}` and `${ref.x}` as they are written.
    `settings`: API → what of it belongs to the stage and is worth comparing.
    `functions`: those that are built here.
    `variables`: promotable stage variables with the stage's values.
    `contents`: 12 hex digits of each part (`apis.NAME`, `functions.NAME`), by which two releases tell what
    differs.
    `deployments`: API → trigger of the deployment that AWS has of it, where one stack owns all stages
    (`topology: shared`): of a REST API the SHA-256 of what was sent. An API that AWS deploys by itself to its
    stage is not there.
    `sent`: HTTP or WebSocket API → SHA-256 of what was sent, with which a deployment of it is made as soon as
    a stage is pinned to the release.
    """

    id: str
    service: str
    stage: str
    commit: str | None = None
    apis: Mapping[str, Annotated[Any, BeforeValidator(_parsed), AfterValidator(_known)]]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    functions: Mapping[str, FunctionRelease]
    variables: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, str]
    deployments: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_built(self) -> bool:
        """Whether the functions' code is known, which it is not in a captured graph."""
        return all(each.code_sha256 is not None for each in self.functions.values())

    @property
    def is_as_made(self) -> bool:
        """Whether its id and its digests are those of its APIs and functions, as nobody has edited them."""
        return (self.id, self.contents) == identified(self.apis, self.functions)

    def with_versions(self, versions: Mapping[str, str]) -> Release:
        """The same release, with the versions that Lambda published of its functions."""
        functions = {
            name: replace(each, version=versions.get(name, each.version))
            for name, each in self.functions.items()
        }
        return replace(self, functions=functions)

    def to_data(self) -> dict[str, Any]:
        """Plain data for a stack's output; what is None is left out.

        An API is one JSON text: Pulumi's numbers are floats, and an empty value of a model must not get lost.
        """
        functions = {name: _given(asdict(each)) for name, each in self.functions.items()}
        apis = {name: canonical(api) for name, api in self.apis.items()}
        settings = json.loads(canonical(self.settings))
        data = {**asdict(self), "apis": apis, "settings": settings, "functions": functions}
        shared = {"deployments": dict(self.deployments) or None, "sent": dict(self.sent) or None}
        return _given({**data, **shared})

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Release:
        """The release in a stack's output `release`. Raises ConfigError with all that is missing or wrong."""
        try:
            return _adapter().validate_python(data)
        except ValidationError as error:
            raise ConfigError(
                [_problem(each["loc"], each["type"], each["msg"]) for each in error.errors()]
            ) from None


def identified(
    apis: Mapping[str, Any], functions: Mapping[str, FunctionRelease]
) -> tuple[str, Mapping[str, str]]:
    """The id of the release of these APIs and functions, and the digest of each of them."""
    code = {name: each.content for name, each in functions.items()}
    contents = {f"apis.{name}": digest(api) for name, api in apis.items()}
    contents |= {f"functions.{name}": digest(content) for name, content in code.items()}
    return digest({"apis": apis, "functions": code}), contents


def differing_parts(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """APIs and functions (`apis.NAME`, `functions.NAME`) that differ in two releases' `contents`."""
    return sorted(part for part in {*one, *other} if one.get(part) != other.get(part))


def _given(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _problem(place: tuple[str | int, ...], kind: str, message: str) -> Problem:
    fact = "it is missing" if kind == "missing" else message[:1].lower() + message[1:]
    fix = "Deploy the stage again, with one version of pulumi-apigw for all stages."
    return Problem(format_path(("release", *place)), f"{fact}. {fix}")


# Made on first use: it takes as long as loading a small config, which most commands do not need.
@cache
def _adapter() -> TypeAdapter[Release]:
    return TypeAdapter(Release)
