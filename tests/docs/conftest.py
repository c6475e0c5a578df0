"""The code blocks of the pages. A block's first line says what it is, so that none goes unchecked:

yaml    `# api.yaml` a service; `# part of api.yaml` merged into base.yaml, or the base of its page;
        `# Pulumi.dev.yaml` a stack's; `# openapi.yaml` a document that a service of its page names
python  `# __main__.py: what it shows` a program, captured beside the first service of its page;
        `# src/….py` a function's code; `# tests/….py` a service's tests, which are run
sh      command lines; those of `apigw` are parsed
text    output, or a picture
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One code block: its page, the line it starts at, its language and its text."""

    page: str
    line: int
    language: str
    text: str

    @property
    def head(self) -> str:
        """The comment in the first line, which says what the block is."""
        return self.text.partition("\n")[0].removeprefix("# ").strip()

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        yield Block(page.name, text.count("\n", 0, found.start()) + 1, found["language"], found["text"])


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`page` is every page in turn; `yaml`, `python` and `sh` are every block of that language."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", PAGES, ids=lambda page: page.name)
    for language in ("yaml", "python", "sh"):
        if language in metafunc.fixturenames:
            found = [block for block in BLOCKS if block.language == language]
            metafunc.parametrize(language, found, ids=str)


@pytest.fixture(scope="session")
def blocks() -> list[Block]:
    return BLOCKS
