"""The files of an OpenAPI document: YAML or JSON → plain data, and the line of any value in it.

Public documents have hundreds of thousands of lines, so libyaml reads them, ten times as fast as what reads
configs; and since few lines are ever told, each is looked up when it is.
"""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import yaml

from ...errors import ConfigError, Location, Problem
from ...source import Path
from ..yaml_file import read_yaml
from .json_lines import JsonLines

__all__ = ["File", "read_file"]

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_LOADER):  # type: ignore[misc]
    """Reads scalars as YAML 1.2 does (`no` and a date are text), where PyYAML's own loaders follow 1.1."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _kind, _pattern, _first in (
    ("null", r"(?:null|Null|NULL|~|)", "nN~\0"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(
        _TAG + _kind, re.compile(rf"(?:{_pattern})\Z"), ["" if each == "\0" else each for each in _first]
    )


class File:
    """One file as it was read; `name` is the user's path to it."""

    def __init__(self, path: pathlib.Path, name: str, text: str) -> None:
        self.path = path
        self.name = name
        self._text = text
        self.data: Any = None
        self._json: JsonLines | None = None
        self._root: Any = None
        self.twice: list[Path] = []
        """Paths of keys that their mapping has twice."""

    def read(self) -> None:
        """Fill `data`. Raises ValueError or YAMLError for what is neither JSON nor YAML."""
        if self._text.lstrip()[:1] in ("{", "["):
            try:
                self.data = json.loads(self._text, object_pairs_hook=_pairs)
                self._json = JsonLines(self._text)
                return
            except _TwiceError:
                pass
            except ValueError:
                if self.path.suffix == ".json":
                    raise
        self._root = yaml.compose(self._text, Loader=_Loader)
        self.data = None if self._root is None else _Values(self.twice).read(self._root, ())

    def locate(self, path: Path) -> Location | None:
        """Where the value at `path` was written, None where there is none."""
        if not path:
            return Location(self.name, 1)
        if self._json:
            line = self._json.line(path)
            return Location(self.name, line) if line else None
        node = self._root
        key: Any = None
        for part in path:
            key, node = _child(node, part)
            if node is None:
                return None
        return Location(self.name, key.start_mark.line + 1)

    def nearest(self, path: Path) -> Location:
        """Where the value at `path` was written, or the nearest value around it."""
        for length in range(len(path), 0, -1):
            if found := self.locate(path[:length]):
                return found
        return Location(self.name, 1)

    def second(self, path: Path) -> Location | None:
        """Where the key at `path`, which is there twice, is written for the second time."""
        node = self._root
        for part in path[:-1]:
            _, node = _child(node, part)
        keys = [key for key, _ in _entries(node) if str(key.value) == path[-1]]
        return Location(self.name, keys[1].start_mark.line + 1) if len(keys) > 1 else None

    def text(self, path: Path) -> str | None:
        """The scalar at `path` as it was written: a version 1.10 keeps its zero."""
        value = self.data
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None or isinstance(value, str):
            return value
        node = self._root
        for part in path:
            _, node = _child(node, part)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else str(value)


def read_file(path: pathlib.Path, name: str) -> File:
    """The file at `path`. Raises ConfigError for text that is neither JSON nor YAML, OSError and
    UnicodeDecodeError where there is no such text."""
    file = File(path, name, path.read_text(encoding="utf-8-sig"))
    try:
        file.read()
    except json.JSONDecodeError as error:
        fact = f"this is not JSON: {error.msg}. Mend it here."
        raise ConfigError([Problem("", fact, Location(name, error.lineno))]) from None
    except (yaml.YAMLError, RecursionError):
        # The reader of configs tells what is wrong, or reads what libyaml does not.
        file.data, _ = read_yaml(path)
    return file


class _TwiceError(Exception):
    """A JSON object with a key twice: YAML's reader tells where."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _TwiceError
    return data


class _Values:
    """Builds plain data of nodes, each once: what an alias names is the same object wherever it stands."""

    def __init__(self, twice: list[Path]) -> None:
        self._twice = twice
        self._built: dict[int, Any] = {}
        self._around: set[int] = set()

    def read(self, node: Any, path: Path) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self._around:
            raise yaml.YAMLError("an alias stands inside its own anchor")
        if id(node) in self._built:
            return self._built[id(node)]
        self._around.add(id(node))
        try:
            self._built[id(node)] = self._collection(node, path)
        finally:
            self._around.discard(id(node))
        return self._built[id(node)]

    def _collection(self, node: Any, path: Path) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self.read(each, (*path, position)) for position, each in enumerate(node.value)]
        data: dict[str, Any] = {}
        own = sum(key.tag != _MERGE for key, _ in node.value)
        for position, (key_node, value) in enumerate(_entries(node)):
            key = str(key_node.value)
            if key not in data:
                data[key] = self.read(value, (*path, key))
            elif position < own:  # what `<<` brings in gives way
                self._twice.append((*path, key))
        return data


def _scalar(node: Any) -> Any:
    kind = node.tag.removeprefix(_TAG)
    if kind == "int":
        return int(node.value, 0) if node.value[:2] in ("0o", "0x") else int(node.value)
    if kind == "float":
        return float(node.value)
    return {"null": None, "bool": node.value.lower() == "true"}.get(kind, node.value)


def _entries(node: Any) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a mapping: its own, then what `<<` brings in."""
    if not isinstance(node, yaml.MappingNode):
        return
    yield from ((key, value) for key, value in node.value if key.tag != _MERGE)
    for key, merged in node.value:
        if key.tag == _MERGE:
            for source in merged.value if isinstance(merged, yaml.SequenceNode) else [merged]:
                yield from _entries(source)


def _child(node: Any, part: str | int) -> tuple[Any, Any]:
    """The node that names the part `part` of `node` (a key, or the item itself), and the part's own."""
    if isinstance(part, int):
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        return (items[part], items[part]) if part < len(items) else (None, None)
    for key, value in _entries(node):
        if str(key.value) == part:
            return key, value
    return None, None
