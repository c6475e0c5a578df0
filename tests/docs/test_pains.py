"""Each row of docs/pains.md is shown by tests that carry its number, and says how to run them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pains.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^## (P\d+): ", PAGE, flags=re.MULTILINE)
HTTP_ROWS = {
    "P5",
    "P6",
    "P7",
    "P8",
    "P11",
    "P12",
    "P13",
    "P16",
    "P17",
    "P26",
    "P27",
    "P32",
    "P33",
    "P34",
    "P44",
}
"""The rows of HTTP APIs and of every kind of API."""
REST_ROWS = {
    f"P{number}" for number in (2, 3, 4, *range(7, 12), 14, 15, *range(17, 27), *range(28, 32), 43, 45)
}
"""The rows of REST APIs."""

DOMAIN_ROWS = {f"P{number}" for number in range(37, 43)}
"""The rows of custom domains."""
STAGE_ROWS = {"P1", "P4", "P46"}
"""The rows of stages, canaries and promotion."""
WEBSOCKET_ROWS = {"P2", "P4", "P5", "P6", "P35", "P36"}
"""The rows of WebSocket APIs alone, and those that they share with one other kind."""


@pytest.fixture(scope="module")
def names() -> list[str]:
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    return [
        name for text in files for name in re.findall(r"^\s*(?:async )?def (test_\w+)", text, re.MULTILINE)
    ]


def test_every_row_is_there_once_and_in_order() -> None:
    assert sorted(set(ROWS), key=lambda row: int(row[1:])) == ROWS
    assert set(ROWS) >= HTTP_ROWS | REST_ROWS | WEBSOCKET_ROWS | DOMAIN_ROWS | STAGE_ROWS


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_shown_by_a_test_that_carries_it(row: str, names: list[str]) -> None:
    shown = [name for name in names if re.search(rf"_{row}(?!\d)", name, flags=re.IGNORECASE)]
    assert shown, f"no test carries {row} in its name"


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_a_thread_and_its_command(row: str) -> None:
    section = PAGE.partition(f"\n## {row}: ")[2].partition("\n## ")[0]
    assert "](https://github.com/" in section
    assert f"`pytest -k {row}`" in section
