"""docs/local-gateway.md names every departure that the code names, and its programs are served."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import pulumi_apigw.local
import pulumi_apigw.local.rest
import pulumi_apigw.local.websocket
from pulumi_apigw.graph import capture
from pulumi_apigw.local import FunctionPool, serve

PAGE = Path(__file__).parents[2] / "docs" / "local-gateway.md"


def listed(text: str) -> list[str]:
    """The entries of a list in Markdown, each in one line."""
    return [" ".join(each.split()) for each in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]


def departures(part: str) -> list[str]:
    section = PAGE.read_text().partition("## Departures from AWS")[2].partition(f"{part}:\n\n")[2]
    return listed(section.partition("\n\n")[0])


def documented(docstring: str | None) -> list[str]:
    """The departures that a package names, without where each is."""
    entries = re.split(r"Departures from AWS[^:]*:\n\n", docstring or "")[1]
    return [re.sub(r"(?: \(`[^)]+`\))?[;.]$", "", each) for each in listed(entries)]


def test_it_names_every_departure_of_the_gateway() -> None:
    told = documented(pulumi_apigw.local.__doc__)
    assert [each for each in told if ": see " not in each] == departures("The gateway")


def test_it_names_every_departure_of_rest_apis() -> None:
    assert documented(pulumi_apigw.local.rest.__doc__) == departures("REST APIs")


def test_it_names_every_departure_of_websocket_apis() -> None:
    assert documented(pulumi_apigw.local.websocket.__doc__) == departures("WebSocket APIs")


def test_it_names_every_departure_of_functions() -> None:
    documented = " ".join((FunctionPool.__doc__ or "").partition("Departures from Lambda: ")[2].split())
    assert documented == "; ".join(departures("Functions")) + "."


@pytest.mark.parametrize(
    ("program", "code", "path"),
    [("an API", "src/hello.py", "/hello/ada"), ("a REST API", "src/greet.py", "/greet?name=ada")],
)
def test_its_programs_answer(blocks: list[Any], tmp_path: Path, program: str, code: str, path: str) -> None:
    for block in blocks:
        if block.page == PAGE.name and block.head in (f"__main__.py: {program} written by hand", code):
            file = tmp_path / block.head.partition(":")[0]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text)
    with (
        serve(capture(tmp_path), project_dir=tmp_path) as gateway,
        urllib.request.urlopen(gateway.url() + path) as response,
    ):
        assert json.load(response) == {"hello": "ada"}
