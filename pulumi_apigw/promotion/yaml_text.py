"""A YAML text with the place of everything in it, to change it piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .yaml_values import Style

__all__ = ["Alias", "YamlText", "is_block", "key_name", "walk"]

# All other scalars are text, as for the config's reader.
_KINDS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float")}
_COLON = re.compile(r"[ \t]*:")
_COMMENT = re.compile(r"( *)#")


class Alias(Node):
    """`*name` where it stands; `value` is the anchor's node, which ruamel itself would put here."""

    __slots__ = ()
    id = "alias"


class _Composer(Composer):
    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.warn_double_anchors = False

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        node = super().compose_node(parent, index)
        if isinstance(event, AliasEvent):
            return Alias("alias", node, event.start_mark, event.end_mark, anchor=event.anchor)
        return node


class YamlText:
    """A text, its nodes, and pieces to put into it; nothing changes before `changed`.

    `text` ends with a line break. Raises YAMLError where it is no YAML document.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        yaml = YAML(typ="safe", pure=True)
        yaml.Composer = _Composer
        self._constructor = yaml.constructor
        try:
            self.root: Node | None = yaml.compose(text)
        except RecursionError:
            raise YAMLError("the text is nested too deeply") from None
        self.aliases = {id(node.value): node for node in walk(self.root) if isinstance(node, Alias)}
        self.style = Style(self._step(), self._is_compact())
        self._pieces: list[tuple[int, int, str]] = []

    def plain(self, node: Node) -> Any:
        """The value as the config's reader takes it, but with aliases and merge keys as they are written."""
        if isinstance(node, Alias):
            return {"*": node.anchor}
        if isinstance(node, MappingNode):
            return {key_name(key): self.plain(value) for key, value in node.value}
        if isinstance(node, SequenceNode):
            return [self.plain(each) for each in node.value]
        if str(node.tag) not in _KINDS:
            return node.value
        try:
            return self._constructor.construct_object(node)
        except (ValueError, YAMLError):
            return node.value

    def put(self, start: int, end: int, new: str) -> None:
        """Have `new` where the text from `start` to `end` stands; what is put at one place stays in order."""
        self._pieces.append((start, end, new))

    def changed(self, newline: str) -> str:
        """The text with all that was put into it, whose lines end with `newline`."""
        result, at = [], 0
        for start, end, new in sorted(self._pieces, key=lambda piece: piece[0]):
            result += [self.text[at:start], new.replace("\n", newline)]
            at = max(at, end)
        return "".join([*result, self.text[at:]])

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Where the next line starts."""
        return self.text.find("\n", position) + 1 or len(self.text)

    def line_indent(self, position: int) -> int:
        line = self.text[self.line_start(position) : position]
        return len(line) - len(line.lstrip(" "))

    def starts_line(self, position: int) -> bool:
        return not self.text[self.line_start(position) : position].strip(" ")

    def after_colon(self, key: Node) -> int | None:
        """Where the text after `key:` starts; None for `{key}` and for `? key`."""
        found = _COLON.match(self.text, key.end_mark.index)
        return found.end() if found else None

    def end(self, key: Node, value: Node) -> int:
        """Where an entry inside brackets, or one of a single value, ends."""
        if value.end_mark.index > value.start_mark.index:
            return int(value.end_mark.index)
        # A value that is not written has the place of what comes next.
        return self.after_colon(key) or int(key.end_mark.index)

    def lines_end(self, key: Node, value: Node) -> int:
        """Where the line starts that follows an entry of a block, without comments below it."""
        last: Node | None = key
        while is_block(value):
            last, value = value.value[-1] if isinstance(value, MappingNode) else (None, value.value[-1])
        if isinstance(value, ScalarNode) and value.style in ("|", ">"):
            written = self.text[value.start_mark.index : value.end_mark.index]
            kept = written[:-1] if "+" in written.split("\n", 1)[0] else written.rstrip()
            return self.line_end(value.start_mark.index + len(kept))
        return self.line_end(self.end(last, value) if last else value.end_mark.index)

    def after_comments(self, position: int, column: int) -> int:
        """Where the line starts that follows comments at `column` or deeper, which start at `position`."""
        end = line = position
        while line < len(self.text):
            next_line = self.line_end(line)
            if found := _COMMENT.match(self.text, line):
                if len(found[1]) < column:
                    break
                end = next_line
            elif self.text[line:next_line].strip():
                break
            line = next_line
        return end

    def _step(self) -> int:
        for node in walk(self.root):
            for _, value in node.value if isinstance(node, MappingNode) and is_block(node) else ():
                if isinstance(value, MappingNode) and is_block(value):
                    return int(_column(value) - _column(node))
        return 2

    def _is_compact(self) -> bool:
        mappings = (node for node in walk(self.root) if isinstance(node, MappingNode))
        return any(node.flow_style and node.value for node in mappings)


def walk(node: Node | None) -> Iterator[Node]:
    """The node and all in it, aliases as they stand."""
    if node is None:
        return
    yield node
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from walk(key)
            yield from walk(value)
    elif isinstance(node, SequenceNode):
        for each in node.value:
            yield from walk(each)


def is_block(node: Node) -> bool:
    """Whether it is a list or mapping that is written in lines, without brackets."""
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style and bool(node.value)


def key_name(key: Node) -> str | None:
    """The key as the config's reader takes it; None for a list or mapping."""
    target = key.value if isinstance(key, Alias) else key
    return str(target.value) if isinstance(target, ScalarNode) else None


def _column(node: Node) -> int:
    return int(node.value[0][0].start_mark.column)
