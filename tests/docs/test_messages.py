"""Messages that docs/deploying.md quotes as ours are in the code, word for word."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
OTHERS = {"pulumi: command not found", "No matching distribution found for pulumi-apigw…"}
_ENTRY = re.compile(r"^- `(.+)`(?: \(\d+\))?\n\n  \S", re.MULTILINE)


def quoted(*sections: str) -> list[str]:
    """The messages below some headings."""
    parts = (PAGE.partition(f"### {section}\n")[2].partition("\n### ")[0] for section in sections)
    return [message for part in parts for message in _ENTRY.findall(part)]


@pytest.fixture(scope="module")
def texts() -> str:
    """Every text in the package, a line each; what an f-string puts in is left out."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "pulumi_apigw").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return "\n".join(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_each_part_of_a_message_is_in_the_code(texts: str) -> None:
    ours = quoted("Before Pulumi", "From the program", "From the zip")
    assert len(ours) == 17
    for message in ours:
        if message not in OTHERS:
            for part in re.split(r"'?…'?", message):
                assert part.strip() in texts, message


def test_every_message_is_followed_by_its_meaning() -> None:
    of_pulumi = ("Before Pulumi", "From the program", "From the zip", "From AWS")
    sections = (*of_pulumi, "From the API", "From a WebSocket API")
    section = PAGE.partition("## Troubleshooting by message")[2]
    assert len(quoted(*sections)) == len(re.findall(r"^- ", section, flags=re.MULTILINE))
