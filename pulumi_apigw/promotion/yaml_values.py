"""Plain values → YAML text that every reader takes for the same value."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from yaml.emitter import Emitter
from yaml.resolver import Resolver

__all__ = ["Style", "inline"]

_TEXT = "tag:yaml.org,2002:str"
_WIDTH = 110
# Ids of releases and commits. Some would be numbers (012345678901, 12e456789012), so all of them are quoted:
# one line looks like the next.
_ID = re.compile(r"[0-9a-f]{7,}\Z")
# YAML 1.2 (ruamel, which reads the config) takes 1e3 for a number, YAML 1.1 (editors, PyYAML) yes for true.
_RESOLVERS = (
    (YAML(typ="safe", pure=True).resolver, ScalarNode),
    (Resolver(), yaml.ScalarNode),
)


def inline(value: Any, *, flow: bool, quote: str | None = None) -> str:
    """One value in one line; lists and mappings in brackets.

    `flow` says that it will stand inside brackets, `quote` (`'` or `"`) how the value before it was quoted.
    """
    if isinstance(value, Mapping):
        items = (f"{inline(key, flow=True)}: {inline(each, flow=True)}" for key, each in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(each, flow=True) for each in value)}]"
    if not isinstance(value, str):
        return json.dumps(value, allow_nan=False)
    if not quote and _is_plain(value, flow):
        return value
    style = "'" if quote == "'" and value.isprintable() else '"'
    quoted = yaml.safe_dump(value, default_style=style, allow_unicode=True, width=float("inf"))
    return str(quoted).rstrip("\n")


def _is_plain(text: str, flow: bool) -> bool:
    if _ID.match(text):
        return False
    analysis = Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(text)
    if not (analysis.allow_flow_plain if flow else analysis.allow_block_plain) or analysis.multiline:
        return False
    return all(str(resolver.resolve(kind, text, (True, False))) == _TEXT for resolver, kind in _RESOLVERS)


@dataclass(frozen=True)
class Style:
    """How a file is laid out: columns by level, and whether short mappings stand in one line, in brackets."""

    step: int = 2
    compact: bool = True

    def block(self, items: Mapping[str, Any], column: int) -> list[str]:
        """Lines of a mapping's entries whose keys stand at `column`."""
        lines: list[str] = []
        for key, value in items.items():
            name = " " * column + inline(key, flow=False)
            if isinstance(value, Mapping) and value and not self.in_one_line(value, len(name)):
                lines += [f"{name}:", *self.block(value, column + self.step)]
            else:
                lines.append(f"{name}: {inline(value, flow=False)}")
        return lines

    def in_one_line(self, items: Mapping[str, Any], column: int) -> bool:
        """Whether a mapping in a block, whose key ends at `column`, is written in brackets."""
        leaf = not any(isinstance(value, Mapping) and value for value in items.values())
        return self.compact and leaf and self.fits(inline(items, flow=True), column + len(": "))

    def flow(self, items: Mapping[str, Any], column: int) -> list[str]:
        """Entries inside brackets, each of which may stand at the start of a line at `column`."""
        lines = []
        for key, value in items.items():
            name = inline(key, flow=True) + ": "
            lines.append(name + self.flow_value(value, column + len(name), column))
        return lines

    def flow_value(self, value: Any, column: int, indent: int) -> str:
        """A value inside brackets at `column`; a mapping that is too long has a line for each entry.

        `indent` is where the line starts that the closing bracket ends.
        """
        text = inline(value, flow=True)
        if not isinstance(value, Mapping) or not value or self.fits(text, column):
            return text
        inner = "\n" + " " * (indent + self.step)
        entries = f",{inner}".join(self.flow(value, indent + self.step))
        return "{" + inner + entries + "\n" + " " * indent + "}"

    def may_follow(self, items: Mapping[str, Any], column: int) -> bool:
        """Whether entries are added in a line that has `column` characters, or in lines of their own."""
        if any(isinstance(value, Mapping) for value in items.values()) or column <= _WIDTH:
            return self.fits(", " + inline(items, flow=True)[1:-1], column)
        return True  # whoever writes a line this long wants no other

    @staticmethod
    def fits(text: str, column: int) -> bool:
        """Whether a line that has `column` characters has room for the text."""
        return column + len(text) <= _WIDTH
