"""Templates as text into their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pulumi_apigw.local.rest.vtl.nodes import (
    Assignment,
    Condition,
    Constant,
    Expression,
    Index,
    Interpolation,
    Member,
    Node,
    Operation,
    Output,
    Reference,
)

__all__ = ["UnsupportedTemplateError", "parse"]

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_-]*"
_REFERENCE: Final = re.compile(rf"\$(?P<quiet>!?)(?P<brace>\{{?)(?P<name>{_NAME})")
_MEMBER: Final = re.compile(rf"\.({_NAME})")
_DIRECTIVE: Final = re.compile(r"#\{?(set|if|elseif|else|end)\b\}?")
_UNSUPPORTED: Final = re.compile(r"#\{?(foreach|macro|define|parse|include|evaluate|stop|break)\b")
_COMMENT: Final = re.compile(r"##[^\n]*\n?|#\*.*?\*#", re.DOTALL)
_LINE_END: Final = re.compile(r"[ \t]*\r?\n")
_SPACE: Final = re.compile(r"\s*")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS: Final = {"true": True, "false": False, "null": None}
# From the loosest to the tightest; `and` and the like are Velocity's other words for them.
_OPERATORS: Final = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"))
_TRUE: Final = Constant(True)


class UnsupportedTemplateError(Exception):
    """A template with something in it that the local gateway does not know; says what, and where."""


@lru_cache(maxsize=256)
def parse(template: str) -> tuple[Node, ...]:
    """The parts of a template; raises `UnsupportedTemplateError`."""
    parser = _Parser(template)
    nodes = parser.block()
    if parser.at < len(template):
        raise parser.unsupported(f"{template[parser.at : parser.at + 10]!r} without its #if")
    return nodes


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def unsupported(self, what: str) -> UnsupportedTemplateError:
        line = self._text.count("\n", 0, self.at) + 1
        return UnsupportedTemplateError(f"{what}, in line {line} of the template")

    def block(self) -> tuple[Node, ...]:
        """Nodes up to the end of the text, or to a directive that ends the block."""
        nodes: list[Node] = []
        while self.at < len(self._text):
            if comment := _COMMENT.match(self._text, self.at):
                self.at = comment.end()
            elif unsupported := _UNSUPPORTED.match(self._text, self.at):
                raise self.unsupported(f"#{unsupported[1]}")
            elif directive := _DIRECTIVE.match(self._text, self.at):
                if directive[1] not in ("set", "if"):
                    break
                self._pass(directive)
                nodes.append(self._assignment() if directive[1] == "set" else self._condition())
            elif _REFERENCE.match(self._text, self.at):
                nodes.append(Output(self._reference()))
            else:
                nodes.append(self._literal())
        return tuple(nodes)

    def _pass(self, match: re.Match[str]) -> None:
        self.at = match.end()

    def _literal(self) -> str:
        """Text up to what may be a directive or a reference."""
        start = self.at
        found = re.compile(r"[#$]").search(self._text, start + 1)
        self.at = found.start() if found else len(self._text)
        return self._text[start : self.at]

    def _assignment(self) -> Assignment:
        self._expect("(")
        self._skip_space()
        if not _REFERENCE.match(self._text, self.at):
            raise self.unsupported("#set without a reference")
        target = self._reference()
        self._expect("=")
        value = self._expression()
        self._expect(")")
        self._skip_line_end()
        return Assignment(target, value)

    def _condition(self) -> Condition:
        branches = [(self._test(), self.block())]
        while (directive := _DIRECTIVE.match(self._text, self.at)) and directive[1] != "end":
            self._pass(directive)
            test: Expression = self._test() if directive[1] == "elseif" else _TRUE
            if test is _TRUE:
                self._skip_line_end()
            branches.append((test, self.block()))
        if directive is None:
            raise self.unsupported("#if without its #end")
        self._pass(directive)
        self._skip_line_end()
        return Condition(tuple(branches))

    def _test(self) -> Expression:
        self._expect("(")
        test = self._expression()
        self._expect(")")
        self._skip_line_end()
        return test

    def _expression(self, level: int = 0) -> Expression:
        if level == len(_OPERATORS):
            return self._operand()
        left = self._expression(level + 1)
        while operator := self._accept(*_OPERATORS[level]):
            left = Operation(operator, (left, self._expression(level + 1)))
        return left

    def _operand(self) -> Expression:
        self._skip_space()
        if self._accept("!"):
            return Operation("!", (self._operand(),))
        if self._accept("("):
            inner = self._expression()
            self._expect(")")
            return inner
        if _REFERENCE.match(self._text, self.at):
            return self._reference()
        for word, value in _WORDS.items():
            if self._accept(word):
                return Constant(value)
        if number := _NUMBER.match(self._text, self.at):
            self._pass(number)
            return Constant(float(number[0]) if "." in number[0] else int(number[0]))
        return self._string()

    def _string(self) -> Expression:
        quote = self._accept('"', "'")
        end = self._text.find(quote, self.at) if quote else -1
        if end < 0:
            raise self.unsupported(f"{self._text[self.at : self.at + 10]!r}")
        text, self.at = self._text[self.at : end], end + 1
        if quote == "'" or not re.search(r"[#$]", text):
            return Constant(text)
        return Interpolation(parse(text))

    def _reference(self) -> Reference:
        start = self.at
        match = _REFERENCE.match(self._text, start)
        assert match is not None
        self._pass(match)
        steps: list[Member | Index] = []
        while step := self._step():
            steps.append(step)
        if match["brace"]:
            self._expect("}")
        return Reference(match["name"], tuple(steps), self._text[start : self.at], bool(match["quiet"]))

    def _step(self) -> Member | Index | None:
        if member := _MEMBER.match(self._text, self.at):
            self._pass(member)
            return Member(member[1], self._arguments() if self._text.startswith("(", self.at) else None)
        if self._text.startswith("[", self.at):
            self.at += 1
            key = self._expression()
            self._expect("]")
            return Index(key)
        return None

    def _arguments(self) -> tuple[Expression, ...]:
        self._expect("(")
        arguments: list[Expression] = []
        while not self._accept(")"):
            arguments.append(self._expression())
            if not self._accept(","):
                self._expect(")")
                break
        return tuple(arguments)

    def _skip_space(self) -> None:
        if space := _SPACE.match(self._text, self.at):
            self._pass(space)

    def _skip_line_end(self) -> None:
        """Velocity takes the end of a directive's line with the directive."""
        if end := _LINE_END.match(self._text, self.at):
            self._pass(end)

    def _accept(self, *texts: str) -> str:
        """The first of some texts that comes next, passed; "" where none does, and all is as it was."""
        space = _SPACE.match(self._text, self.at)
        start = space.end() if space else self.at
        for text in texts:
            if self._text.startswith(text, start):
                self.at = start + len(text)
                return text
        return ""

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self.unsupported(f"{self._text[self.at : self.at + 10]!r} where {text!r} was expected")
