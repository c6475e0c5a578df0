"""A config's file → a checked config: the only I/O of this package."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ConfigError, Problem
from ..source import SourceMap, format_path
from .functions import FunctionConfig
from .resolve import Examination, examine
from .service import ServiceConfig
from .yaml_file import read_yaml

__all__ = ["PATCH_KEY", "ConfigFile", "load_config", "read_config"]

PATCH_KEY = "apigw:patch"
"""Key of a stack's own config (`Pulumi.<stack>.yaml`) that patches the service's config for that stack alone."""


@dataclass(frozen=True)
class ConfigFile:
    """A config's file as it was read: `data` as written, and what the examination of it found."""

    path: pathlib.Path
    data: Mapping[str, Any]
    sources: SourceMap
    examination: Examination

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
        return self.examination.stages[name]


def load_config(
    path: str | pathlib.Path, stage: str | None = None, *, stack_patch: Mapping[str, Any] | None = None
) -> ConfigFile:
    """Read and examine a config's file; raises ConfigError with every error that it has.

    With `stage`, that stage alone is examined, patched with `stack_patch` (else with `apigw:patch` in the stack's
    `Pulumi.<stage>.yaml` beside the file).
    """
    file = read_config(path, stage, stack_patch=stack_patch)
    if file.examination.errors:
        raise ConfigError(file.examination.errors)
    return file


def read_config(
    path: str | pathlib.Path, stage: str | None = None, *, stack_patch: Mapping[str, Any] | None = None
) -> ConfigFile:
    """As `load_config`, with the file's errors in `problems`; raises ConfigError only for what is no YAML."""
    path = pathlib.Path(path)
    data, sources = read_yaml(path)
    if not isinstance(data, dict):
        problem = Problem("", f"{data!r} is not a mapping. Begin with 'service: NAME'.", sources.locate(()))
        raise ConfigError([problem])
    patch, sources = _stack_patch(path, stage, stack_patch, sources)
    examination = examine(data, sources, only=stage, stack_patch=patch)
    missing = tuple(_missing_files(examination, path.parent, sources))
    return ConfigFile(path, data, sources, Examination(examination.stages, (*examination.problems, *missing)))


def _stack_patch(
    path: pathlib.Path, stage: str | None, given: Mapping[str, Any] | None, sources: SourceMap
) -> tuple[Mapping[str, Any], SourceMap]:
    """The stack's patch and a map that also knows the lines of the file that it stands in."""
    stack_file = path.with_name(f"Pulumi.{stage}.yaml")
    if not stage or not stack_file.exists():
        return given or {}, sources
    data, stack_sources = read_yaml(stack_file)
    config = data.get("config") if isinstance(data, Mapping) else None
    written = config.get(PATCH_KEY) if isinstance(config, Mapping) else None
    located = {place: at for place, at in stack_sources.locations.items() if place[:2] == ("config", PATCH_KEY)}
    return given if given is not None else written or {}, sources.joined(SourceMap(located))


def _missing_files(examination: Examination, folder: pathlib.Path, sources: SourceMap) -> Iterator[Problem]:
    """Source folders and requirements that are not there."""
    seen = set()
    for config in examination.stages.values():
        for name, function in config.functions.items():
            if not isinstance(function, FunctionConfig):
                continue
            for field, value, there in (
                ("source", function.source, pathlib.Path.is_dir),
                ("requirements", function.requirements, pathlib.Path.is_file),
            ):
                place = ("functions", name, field)
                if value is None or there(folder / value) or (place, value) in seen:
                    continue
                seen.add((place, value))
                kind = "folder" if field == "source" else "file"
                message = f"there is no {kind} {value!r} in {folder.resolve()}. Create it, or mend the path."
                yield Problem(format_path(place), message, sources.locate(place))
