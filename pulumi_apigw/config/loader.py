"""A config's file → a checked config: the only I/O of this package."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import ConfigError, Problem
from ..source import SourceMap, format_path
from .base import shown
from .checks import unknown_stage
from .functions import FunctionConfig
from .handlers import Handlers
from .resolve import Examination, examine, in_order, is_shared, stack_patch_path
from .service import ServiceConfig
from .spec_first import expand, patch_problems
from .yaml_file import read_yaml

__all__ = ["PATCH_KEY", "ConfigFile", "load_config", "read_config"]

PATCH_KEY = "apigw:patch"
"""Key of a stack's own config (`Pulumi.<stack>.yaml`) that patches the service's config for that stack."""

# Other names are no stage's, and might be no file's.
_STACK = re.compile(r"[\w-]+")
_STACK_FILE = re.compile(r"Pulumi\.([\w-]+)\.yaml")


@dataclass(frozen=True)
class ConfigFile:
    """A config's file as it was read: `data` as written, and what the examination of it found."""

    path: pathlib.Path
    data: Mapping[str, Any]
    sources: SourceMap
    examination: Examination
    stack: str | None = None
    """The one stack of all stages, where they share one and its name is known."""

    @property
    def is_shared(self) -> bool:
        """Whether one stack deploys all stages."""
        return is_shared(self.data)

    @property
    def folder(self) -> pathlib.Path:
        """The folder that the paths in the config start from."""
        return self.path.parent

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the file, in its order."""
        return self.examination.problems

    def stage(self, name: str) -> ServiceConfig:
        """The config of one stage. Raises ConfigError with every error of the file."""
        if self.examination.errors:
            raise ConfigError(self.examination.errors)
        if name not in self.examination.stages:
            known = self.examination.stages
            raise ConfigError([unknown_stage(name, known, self.sources, is_shared=self.is_shared)])
        return self.examination.stages[name]


def load_config(
    path: str | pathlib.Path,
    stage: str | None = None,
    *,
    stack: str | None = None,
    stack_patch: Mapping[str, Any] | None = None,
) -> ConfigFile:
    """Read and examine a config's file; raises ConfigError with every error that it has.

    Each stage is patched with `apigw:patch` in its stack's `Pulumi.<stage>.yaml` beside the file. With
    `stage`, that stage alone is examined, and `stack_patch` takes the place of the one in the stack's file.

    Where all stages share one stack, all are examined, and all get that stack's patch: `stack_patch`, or that
    of `Pulumi.<stack>.yaml`. The stack is `stack`; with `stack_patch` alone it is what `stage` says, which
    need be no stage then; else the one that has such a file, and none where several have.
    """
    file = read_config(path, stage, stack=stack, stack_patch=stack_patch)
    if file.examination.errors:
        raise ConfigError(file.examination.errors)
    return file


def read_config(
    path: str | pathlib.Path,
    stage: str | None = None,
    *,
    stack: str | None = None,
    stack_patch: Mapping[str, Any] | None = None,
    text: str | None = None,
) -> ConfigFile:
    """As `load_config`, with the file's errors in `problems`; raises ConfigError only for what is no YAML.

    What the OpenAPI documents of its APIs say is examined as if it stood in the file. `text` is what the file
    would hold, for a change that is to be examined before it is made.
    """
    path = pathlib.Path(path)
    data, sources = read_yaml(path, text)
    if not isinstance(data, dict):
        fact = "the file is empty" if data is None else f"{shown(data)} is not a mapping"
        raise ConfigError([Problem("", f"{fact}. Begin with 'service: NAME'.", sources.locate(()))])
    if not is_shared(data):
        stack, stacks = None, _stacks_of_stages(data, stage)
    elif stack_patch is not None:
        # A stack loads it, which has any name.
        stage, stack, stacks = None, stack or stage, [stack or stage or ""]
    else:
        stack = stack or _only_stack(path.parent)
        stacks = [stack or ""]
    patches: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for name in stacks:
        patches[name], sources, found = _stack_patch(path, name, sources)
        problems += found
    if stack_patch is not None and (stage or is_shared(data)):
        patches[stacks[0]] = stack_patch
    for name, patch in patches.items():
        problems += patch_problems(patch, (), sources.under(stack_patch_path(name)))
    expanded, sources, found = expand(data, sources, path.parent)
    examination = examine(expanded, sources, only=stage, stack_patches=patches, stack=stack or "")
    problems += [*found, *examination.problems, *_missing_files(examination, path.parent, sources)]
    return ConfigFile(path, data, sources, replace(examination, problems=in_order(problems)), stack)


def _stacks_of_stages(data: Mapping[str, Any], stage: str | None) -> list[str]:
    """The stacks of all stages, or of one: a stage's stack has its name."""
    if stage:
        return [stage]
    written = data.get("stages")
    return list(written) if isinstance(written, dict) else []


def _only_stack(folder: pathlib.Path) -> str | None:
    """The one stack that has a config of its own; which of several is meant, nobody says."""
    stacks = [name.group(1) for each in folder.iterdir() if (name := _STACK_FILE.fullmatch(each.name))]
    return stacks[0] if len(stacks) == 1 else None


def _stack_patch(
    path: pathlib.Path, stage: str, sources: SourceMap
) -> tuple[Mapping[str, Any], SourceMap, list[Problem]]:
    """The patch in a stack's own config, and a map that also knows its lines."""
    stack_file = path.parent / f"Pulumi.{stage}.yaml"
    if not _STACK.fullmatch(stage) or not stack_file.exists():
        return {}, sources, []
    data, stack_sources = read_yaml(stack_file)
    config = data.get("config") if isinstance(data, Mapping) else None
    patch = config.get(PATCH_KEY) if isinstance(config, Mapping) else None
    here = ("config", PATCH_KEY)
    if patch is not None and not isinstance(patch, Mapping):
        message = f"{shown(patch)} is not a mapping. Give a JSON Merge Patch of the config in {path.name}."
        return {}, sources, [Problem(format_path(here), message, stack_sources.locate(here))]
    located = {
        stack_patch_path(stage) + place[2:]: at
        for place, at in stack_sources.locations.items()
        if place[:2] == here
    }
    return patch or {}, sources.joined(SourceMap(located)), []


def _missing_files(examination: Examination, folder: pathlib.Path, sources: SourceMap) -> Iterator[Problem]:
    """Source folders, requirements and handlers that are not there."""
    handlers = Handlers(folder)
    for config in examination.stages.values():
        for name, function in config.functions.items():
            if not isinstance(function, FunctionConfig):
                continue
            for field, kind, value, there in (
                ("source", "folder", function.source, pathlib.Path.is_dir),
                ("requirements", "file", function.requirements, pathlib.Path.is_file),
            ):
                if value is not None and not there(folder / value):
                    place = ("functions", name, field)
                    message = (
                        f"there is no {kind} {value!r} in {folder.resolve()}. Create it, or mend the path."
                    )
                    yield Problem(format_path(place), message, sources.locate(place))
            if wrong := handlers.problem(function):
                place = ("functions", name, "handler")
                yield Problem(format_path(place), wrong, sources.locate(place))
