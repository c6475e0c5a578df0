"""Command lines of `apigw` in the pages exist, with these options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from pulumi_apigw.cli.group import COMMANDS, LazyGroup

_INNER = re.compile(r"\$\((apigw [^()]*)\)")
_INLINE = re.compile(r"`(apigw [^`]+)`")


def command_lines(text: str) -> Iterator[str]:
    """Every `apigw …` of a shell block: alone in its line, after a pipe or `&&`, or in `$(…)`."""
    for line in text.replace("\\\n", " ").splitlines():
        yield from _INNER.findall(line)
        for part in re.split(r"\||&&|;", _INNER.sub("TOKEN", line)):
            if part.strip().startswith("apigw "):
                yield part.strip()


def accepted(line: str) -> None:
    """Raise what click raises for a command or an option that is not there; nothing is run."""
    words = shlex.split(line, comments=True)[1:]
    words = words[: words.index(">")] if ">" in words else words
    group = LazyGroup("apigw")
    if words[:1] in ([], ["--help"]):
        return
    _, command, arguments = group.resolve_command(click.Context(group), words)
    assert command is not None
    command.make_context(words[0], [each for each in arguments if each != "--help"] or [])


def test_every_command_line_is_accepted(sh: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for line in command_lines(sh.text):
        accepted(line)


def test_every_command_in_the_prose_is_accepted(page: Path) -> None:
    for line in _INLINE.findall(page.read_text()):
        # Of a command that lacks its argument the name counts: "`apigw new` scaffolds".
        words = line.split()
        if len(words) == 2:
            assert words[1] in COMMANDS
        else:
            accepted(line)


def test_a_wrong_option_is_noticed() -> None:
    assert list(command_lines('curl -H "$(apigw token --scop x)" | apigw check')) == [
        "apigw token --scop x",
        "apigw check",
    ]
    with pytest.raises(click.NoSuchOption, match="--scop"):
        accepted("apigw token --scop x")
