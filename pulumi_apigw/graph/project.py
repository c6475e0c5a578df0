"""A Pulumi project on disk: `Pulumi.yaml` and the config of one of its stacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph.stack_config import StackConfig

__all__ = ["PROJECT_FILES", "Project", "read_project"]

PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")


@dataclass(frozen=True)
class Project:
    """A Python project: its name, the file or folder to run, and a stack's config."""

    name: str
    main: Path
    config: StackConfig


def read_project(folder: Path, stack: str) -> Project:
    """Read a project and the config of a stack, which may have no file of its own.

    https://www.pulumi.com/docs/iac/concepts/projects/project-file/ Raises `ProgramError` where a file is
    missing or is not what Pulumi reads.
    """
    file = next((folder / name for name in PROJECT_FILES if (folder / name).is_file()), None)
    if file is None:
        raise ProgramError(
            f"{folder}: no Pulumi.yaml there. Expected the folder of a Pulumi project: name one with "
            "`--project FOLDER`, or make one with `apigw new`."
        )
    settings = _read(file)
    name = settings.get("name")
    if not isinstance(name, str) or not name:
        raise ProgramError(f"{file}: no name. Expected `name: <project>`.")
    _check_runtime(file, settings.get("runtime"))
    main = folder / str(settings.get("main") or ".")
    if not main.exists():
        raise ProgramError(f"{file}: main is {settings['main']!r}, which is not there: {main}.")
    return Project(name, main, _config(folder, name, settings, stack))


def _check_runtime(file: Path, runtime: Any) -> None:
    name = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    if name != "python":
        found = f"runtime is {name!r}" if name else "no runtime"
        raise ProgramError(
            f"{file}: {found}. Expected `runtime: python`: only Python programs can be run here."
        )


def _config(folder: Path, project: str, settings: Mapping[str, Any], stack: str) -> StackConfig:
    declared = settings.get("config")
    entries = declared.items() if isinstance(declared, Mapping) else ()
    defaults = {key: value for key, entry in entries for value in _defaults(entry)}
    config = StackConfig.of(defaults, project)
    file = folder / str(settings.get("stackConfigDir") or ".") / f"Pulumi.{stack.rpartition('/')[2]}.yaml"
    if not file.is_file():
        return config
    values = _read(file).get("config") or {}
    if not isinstance(values, Mapping):
        raise ProgramError(f"{file}: config is {values!r}. Expected a mapping of keys to values.")
    return config.under(StackConfig.of(values, project))


def _defaults(entry: Any) -> Iterator[Any]:
    """What the project says of a key for all stacks; nothing where it says its type alone."""
    if not isinstance(entry, Mapping):
        yield entry
    elif found := [entry[name] for name in ("value", "default") if name in entry]:
        yield found[0]


def _read(file: Path) -> Mapping[str, Any]:
    try:
        content = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ProgramError(f"{file}{line}: not YAML: {error.problem}.") from None
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise ProgramError(f"{file}: cannot be read: {error}.") from None
    if content is None:
        return {}
    if not isinstance(content, Mapping):
        raise ProgramError(f"{file}: holds {type(content).__name__}. Expected a mapping.")
    return content
