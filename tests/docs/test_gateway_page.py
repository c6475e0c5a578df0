"""docs/local-gateway.md names every departure that the code names, and its program is served."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pulumi_apigw.local
from pulumi_apigw.graph import capture
from pulumi_apigw.local import FunctionPool, serve

PAGE = Path(__file__).parents[2] / "docs" / "local-gateway.md"


def listed(text: str) -> list[str]:
    """The entries of a list in Markdown, each in one line."""
    return [" ".join(each.split()) for each in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]


def departures(part: str) -> list[str]:
    section = PAGE.read_text().partition("## Departures from AWS")[2].partition(f"{part}:\n\n")[2]
    return listed(section.partition("\n\n")[0])


def test_it_names_every_departure_of_the_gateway() -> None:
    documented = (pulumi_apigw.local.__doc__ or "").partition("Departures from AWS:\n\n")[2]
    told = [re.sub(r"(?: \(`[^)]+`\))?[;.]$", "", each) for each in listed(documented)]
    assert [each for each in told if not each.startswith("functions: see")] == departures("The gateway")


def test_it_names_every_departure_of_functions() -> None:
    documented = " ".join((FunctionPool.__doc__ or "").partition("Departures from Lambda: ")[2].split())
    assert documented == "; ".join(departures("Functions")) + "."


def test_its_program_answers(blocks: list[Any], tmp_path: Path) -> None:
    for block in blocks:
        if block.page == PAGE.name and block.head in ("__main__.py: an API written by hand", "src/hello.py"):
            file = tmp_path / block.head.partition(":")[0]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text)
    with (
        serve(capture(tmp_path), project_dir=tmp_path) as gateway,
        urllib.request.urlopen(gateway.url() + "/hello/ada") as response,
    ):
        assert json.load(response) == {"hello": "ada"}
