"""A YAML file → plain data, with the line of every value."""

from __future__ import annotations

import pathlib
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import ConfigError, Location, Problem
from ..source import Path, SourceMap, format_path

__all__ = ["read_yaml"]

_MERGE = "tag:yaml.org,2002:merge"


def read_yaml(path: pathlib.Path) -> tuple[Any, SourceMap]:
    """Read one YAML document. Raises ConfigError for a file that is missing, unreadable or no YAML."""
    name = _name(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError([Problem("", f"{name}: there is no such file. {_fix_missing(path)}")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem("", f"{name}: cannot be read: {error}.")]) from None
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
    except YAMLError as error:
        raise ConfigError([_syntax_problem(error, name)]) from None
    if node is None:
        return {}, SourceMap({(): Location(name, 1)})
    reader = _Reader(name, yaml)
    data = reader.read(node, ())
    if reader.problems:
        raise ConfigError(reader.problems)
    return data, SourceMap(reader.locations)


def _name(path: pathlib.Path) -> str:
    """The path as the user would type it from where they are."""
    try:
        return str(path.resolve().relative_to(pathlib.Path.cwd()))
    except ValueError:
        return str(path)


def _fix_missing(path: pathlib.Path) -> str:
    return f"Create it with 'apigw new', or name another with --file; looked for {path.resolve()}."


def _syntax_problem(error: YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    fact = (getattr(error, "problem", None) or str(error).splitlines()[0]) if isinstance(error, MarkedYAMLError) else str(error)
    location = Location(name, mark.line + 1) if mark else Location(name, 1)
    return Problem("", f"this is not YAML: {fact}. Check the indentation, quotes and brackets here.", location)


class _Reader:
    """Builds plain data from nodes; keys are text, as in JSON."""

    def __init__(self, file: str, yaml: YAML) -> None:
        self.locations: dict[Path, Location] = {}
        self.problems: list[Problem] = []
        self._file = file
        self._constructor = yaml.constructor

    def read(self, node: Node, path: Path) -> Any:
        self.locations.setdefault(path, self._location(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(child, (*path, position)) for position, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                merged |= self._merged(value_node, path)
                continue
            key = str(key_node.value)
            if key in data:
                self._duplicate(key, path, key_node)
                continue
            self.locations[(*path, key)] = self._location(key_node)
            data[key] = self.read(value_node, (*path, key))
        return merged | data

    def _merged(self, node: Node, path: Path) -> dict[str, Any]:
        """What `<<: *anchor` (or a list of anchors, the first winning) brings in; located where it is written."""
        sources = reversed(node.value) if isinstance(node, SequenceNode) else [node]
        merged: dict[str, Any] = {}
        for source in sources:
            if isinstance(source, MappingNode):
                merged |= self._mapping(source, path)
        return merged

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        value = self._constructor.construct_object(node)
        # Dates are the one YAML type that JSON has not: AWS only ever takes them as text.
        return value if value is None or isinstance(value, str | int | float | bool) else node.value

    def _duplicate(self, key: str, path: Path, node: Node) -> None:
        first = self.locations[(*path, key)].line
        message = f"the key is there twice, first in line {first}. Remove one of the two."
        self.problems.append(Problem(format_path((*path, key)), message, self._location(node)))

    def _location(self, node: Node) -> Location:
        return Location(self._file, node.start_mark.line + 1)
