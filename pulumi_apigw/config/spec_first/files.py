"""The files of an OpenAPI document: YAML or JSON → plain data, and the line of any value in it.

Public documents have hundreds of thousands of lines, so libyaml reads them, ten times as fast as what reads
configs; and since few lines are ever told, each is looked up when it is.
"""

from __future__ import annotations

import gc
import json
import pathlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import yaml

from ...errors import ConfigError, Location, Problem
from ...source import Path
from ..yaml_file import read_yaml
from .json_lines import JsonLines

__all__ = ["File", "read_file"]

_Lines = dict[str | int, tuple[int, "_Lines"]]
"""The line of each key or position, and the lines below it."""

_NO_LINES: _Lines = {}
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
        self._values = _Values()

    @property
    def twice(self) -> Mapping[Path, Location]:
        """Keys that their mapping has twice, and where each is for the second time."""
        return {path: Location(self.name, line) for path, line in self._values.twice.items()}

    def read(self) -> None:
        """Fill `data`. Raises ValueError or YAMLError for what is neither JSON nor YAML."""
        if self._text.lstrip()[:1] in ("{", "["):
            try:
                with _no_collections():
                    self.data = json.loads(self._text, object_pairs_hook=_pairs)
                self._json = JsonLines(self._text)
                return
            except _TwiceError:
                pass
            except ValueError:
                if self.path.suffix == ".json":
                    raise
        with _no_collections():
            self.data = self._values.document(yaml.compose(self._text, Loader=_Loader))

    def locate(self, path: Path) -> Location | None:
        """Where the value at `path` was written, None where there is none."""
        line = self._json.line(path) if self._json else self._values.line(path)
        return Location(self.name, line) if line else None

    def nearest(self, path: Path) -> Location:
        """Where the value at `path` was written, or the nearest value around it."""
        for length in range(len(path), 0, -1):
            if found := self.locate(path[:length]):
                return found
        return Location(self.name, 1)

    def text(self, path: Path) -> str | None:
        """The value at `path` as it was written: a version 1.10 keeps its zero. For the first two levels."""
        value = self.data
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        return None if value is None else self._values.numbers.get(path, str(value))


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


@contextmanager
def _no_collections() -> Iterator[None]:
    # The collector would go through the nodes again and again, for half of the time, and none is garbage.
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _TwiceError(Exception):
    """A JSON object with a key twice: YAML's reader tells where."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _TwiceError
    return data


class _Values:
    """Builds plain data of nodes, each once: what an alias names is the same object wherever it stands.

    Of the nodes, which are many and large, nothing is kept but the line of each key and of each item.
    """

    def __init__(self) -> None:
        self.twice: dict[Path, int] = {}
        self.numbers: dict[Path, str] = {}
        self._lines: _Lines = {}
        self._built: dict[int, tuple[Any, _Lines]] = {}
        self._around: set[int] = set()

    def document(self, root: Any) -> Any:
        """The data of a document, None where it is empty."""
        if root is None:
            return None
        data, self._lines = self._read(root, ())
        self._built.clear()
        return data

    def line(self, path: Path) -> int | None:
        """The line of the key or item at `path`."""
        line, lines = 1, self._lines
        for part in path:
            if part not in lines:
                return None
            line, lines = lines[part]
        return line

    def _read(self, node: Any, path: Path) -> tuple[Any, _Lines]:
        if isinstance(node, yaml.ScalarNode):
            value = _scalar(node)
            if len(path) <= 2 and isinstance(value, int | float):
                self.numbers[path] = node.value
            return value, _NO_LINES
        if id(node) in self._around:
            raise yaml.YAMLError("an alias stands inside its own anchor")
        if id(node) not in self._built:
            self._around.add(id(node))
            collection = self._list if isinstance(node, yaml.SequenceNode) else self._mapping
            self._built[id(node)] = collection(node, path)
            self._around.discard(id(node))
        return self._built[id(node)]

    def _list(self, node: Any, path: Path) -> tuple[list[Any], _Lines]:
        data: list[Any] = []
        lines: _Lines = {}
        for position, each in enumerate(node.value):
            value, inner = self._read(each, (*path, position))
            data.append(value)
            lines[position] = (each.start_mark.line + 1, inner)
        return data, lines

    def _mapping(self, node: Any, path: Path) -> tuple[dict[str, Any], _Lines]:
        data: dict[str, Any] = {}
        lines: _Lines = {}
        own = sum(key.tag != _MERGE for key, _ in node.value)
        for position, (key_node, value_node) in enumerate(_entries(node)):
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key not in data:
                data[key], inner = self._read(value_node, (*path, key))
                lines[key] = (line, inner)
            elif position < own:  # what `<<` brings in gives way
                self.twice[(*path, key)] = line
        return data, lines


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
