"""A YAML file → plain data, with the line of every value."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import ConfigError, Location, Problem
from ..source import Path, SourceMap, format_path

__all__ = ["read_yaml"]

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"
# JSON's own kinds, and text for all others: AWS takes a date as text alone.
_KINDS = {f"{_TAG}{kind}" for kind in ("null", "bool", "int", "float", "str")}
# Ten times what 300 routes with every key have: only aliases of aliases come there.
_MOST_VALUES = 100_000


class _WrittenInt(int):
    """A whole number that `str()` gives back as it was written: an account 012345678901 keeps its zero."""

    written: str

    def __str__(self) -> str:
        return self.written


class _WrittenFloat(float):
    """A number that `str()` gives back as it was written: a version 1.10 is not 1.1."""

    written: str

    def __str__(self) -> str:
        return self.written


def read_yaml(path: pathlib.Path, text: str | None = None) -> tuple[Any, SourceMap]:
    """Read one YAML document, None where it is empty; `text` is what the file would hold.

    Raises ConfigError for a file that is missing, unreadable or no YAML.
    """
    name = _name(path)
    text = _text(path, name) if text is None else text.removeprefix("\ufeff")
    yaml = YAML(typ="safe", pure=True)
    reader = _Reader(name, yaml)
    try:
        node = yaml.compose(text)
        data = None if node is None else reader.read(node, ())
    except YAMLError as error:
        raise ConfigError([_syntax_problem(error, name, text)]) from None
    except RecursionError:
        message = "the file is nested too deeply to be read. No config needs more than ten levels."
        raise ConfigError([Problem("", message, Location(name, 1))]) from None
    if node is None:
        return None, SourceMap({(): Location(name, 1)})
    if reader.problems:
        raise ConfigError(dict.fromkeys(reader.problems))
    return data, SourceMap(reader.locations)


def _text(path: pathlib.Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fix = f"Create it with 'apigw new', or mend the path; looked for {path.resolve()}."
        problem = Problem("", f"{name}: there is no such file. {fix}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem("", "this is not UTF-8 text. Save the file as UTF-8.", Location(name, line))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problem = Problem("", f"{name}: cannot be read: {reason}. Name a file that you may read.")
    raise ConfigError([problem])


def _name(path: pathlib.Path) -> str:
    """The path as the user would type it from where they are."""
    try:
        return str(path.resolve().relative_to(pathlib.Path.cwd()))
    except (OSError, ValueError):
        return str(path)


def _syntax_problem(error: YAMLError, name: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
    fact = (
        error.problem if isinstance(error, MarkedYAMLError) and error.problem else str(error).splitlines()[0]
    )
    return Problem("", f"this is not YAML: {fact}. {_syntax_fix(fact)}", Location(name, line))


def _syntax_fix(fact: str) -> str:
    if "'\\t'" in fact:
        return "Indent with spaces: YAML has no tabs."
    if "another document" in fact:
        return "Keep one document: remove the line '---' and what belongs to the other."
    if "undefined alias" in fact:
        return "Write the anchor (&name) above its use (*name)."
    if "got '{'" in fact:
        text = '"${ref.name}"'
        return f"Inside {{ }} and [ ] write text with braces in quotes, {text}, and a comma between values."
    if "special characters" in fact:
        return "Remove the control character."
    return "Check the indentation, quotes and brackets here."


def _as_written(value: Any, written: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and str(value) != written:
        number: Any = _WrittenInt(value) if isinstance(value, int) else _WrittenFloat(value)
        number.written = written
        return number
    return value


class _Reader:
    """Builds plain data from nodes; keys are text, as in JSON."""

    def __init__(self, file: str, yaml: YAML) -> None:
        self.locations: dict[Path, Location] = {}
        self.problems: list[Problem] = []
        self._file = file
        self._constructor = yaml.constructor
        self._around: list[int] = []

    def read(self, node: Node, path: Path) -> Any:
        self.locations.setdefault(path, self._location(node))
        if len(self.locations) > _MOST_VALUES:
            message = f"there are more than {_MOST_VALUES} values, aliases counted each time. Write less."
            raise ConfigError([Problem("", message, self._location(node))])
        if str(node.tag).startswith("!"):
            fix = "Remove it: what the program supplies is written ${ref.name}."
            return self._problem(path, f"YAML's tag {node.tag!r} means nothing here. {fix}", node)
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if id(node) in self._around:
            return self._problem(path, "the alias stands inside its own anchor. Write the value out.", node)
        self._around.append(id(node))
        try:
            if isinstance(node, MappingNode):
                return self._mapping(node, path)
            return [self.read(child, (*path, position)) for position, child in enumerate(node.value)]
        finally:
            self._around.pop()

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node, own in self._entries(node, path, ()):
            if not isinstance(key_node, ScalarNode):
                self._problem(path, "a key is a list or a mapping. Keys are text.", key_node)
                continue
            key = str(key_node.value)
            if key not in data:
                self.locations[(*path, key)] = self._location(key_node)
                data[key] = self.read(value_node, (*path, key))
            elif own:
                first = self.locations[(*path, key)].line
                message = f"the key is there twice, first in line {first}. Remove one of the two."
                self._problem((*path, key), message, key_node)
        return data

    def _entries(
        self, node: MappingNode, path: Path, inside: tuple[Node, ...]
    ) -> Iterator[tuple[Node, Node, bool]]:
        """Keys and values: the mapping's own, then what `<<: *anchor` (or a list of anchors) brings in."""
        for key_node, value_node in node.value:
            if key_node.tag != _MERGE:
                yield key_node, value_node, not inside
        for key_node, merge in node.value:
            if key_node.tag != _MERGE:
                continue
            for source in merge.value if isinstance(merge, SequenceNode) else [merge]:
                if isinstance(source, MappingNode) and source not in inside:
                    yield from self._entries(source, path, (*inside, node, source))
                else:
                    message = "'<<' merges mappings alone. Give it the alias of another mapping."
                    self._problem(path, message, key_node)

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        if node.tag not in _KINDS:
            return node.value
        try:
            value = self._constructor.construct_object(node)
        except (ValueError, YAMLError):
            kind = node.tag.removeprefix(_TAG)
            return self._problem(path, f"{node.value!r} is no {kind}. Remove the tag '!!{kind}'.", node)
        return _as_written(value, node.value)

    def _problem(self, path: Path, message: str, node: Node) -> None:
        self.problems.append(Problem(format_path(path), message, self._location(node)))

    def _location(self, node: Node) -> Location:
        return Location(self._file, node.start_mark.line + 1)
