"""Every message that a wrong value gets, whole, and the right values beside it.

A case in `messages/` is a title, a snippet that is merged over the good config (that of a REST API in files
named `rest_*`, of a WebSocket API in `websocket*`), and all that is found.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jsonschema
import pytest

from pulumi_apigw.config import checks, config_schema
from pulumi_apigw.errors import Problem

FOLDER = pathlib.Path(__file__).with_name("messages")
# Beyond AWS's quotas only much data goes: see checks/test_quotas.py.
QUOTAS = {
    "domains.mappings.quotas",
    "http.quotas",
    "models.quota",
    "rest.documentation.quota",
    "rest.resources.quotas",
    "websocket.models.sizes",
    "websocket.quotas.quotas",
    "variables.quota",
    "functions.environments",
    "shared.domains.quotas",
    "functions.tags",
}


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.rglob("*.txt")):
        for case in path.read_text().split("## ")[1:]:
            title, _, rest = case.partition("\n")
            snippet, _, messages = rest.partition("\n--\n")
            name = f"{path.relative_to(FOLDER).with_suffix('')}: {title}"
            yield pytest.param(snippet, messages.strip().splitlines(), id=name)


def is_rest(case: Any) -> bool:
    return "rest_" in case.id.partition(":")[0]


def is_websocket(case: Any) -> bool:
    return "websocket" in case.id.partition(":")[0]


def is_http(case: Any) -> bool:
    return not (is_rest(case) or is_websocket(case))


@pytest.mark.parametrize(("snippet", "messages"), [case for case in cases() if is_http(case)])
def test_what_is_found(snippet: str, messages: list[str], found: Callable[[str], list[str]]) -> None:
    assert found(snippet) == messages


@pytest.mark.parametrize(("snippet", "messages"), [case for case in cases() if is_rest(case)])
def test_what_is_found_of_a_rest_api(
    snippet: str, messages: list[str], found_rest: Callable[[str], list[str]]
) -> None:
    assert found_rest(snippet) == messages


@pytest.mark.parametrize(("snippet", "messages"), [case for case in cases() if is_websocket(case)])
def test_what_is_found_of_a_websocket_api(
    snippet: str, messages: list[str], found_websocket: Callable[[str], list[str]]
) -> None:
    assert found_websocket(snippet) == messages


@pytest.fixture(scope="module")
def editor() -> Any:
    """What an editor makes of the published JSON Schema."""
    return jsonschema.Draft202012Validator(config_schema())


def test_an_editor_marks_nothing_that_has_no_error(
    editor: Any,
    changed: Callable[[str], dict[str, Any]],
    changed_rest: Callable[[str], dict[str, Any]],
    changed_websocket: Callable[[str], dict[str, Any]],
) -> None:
    good = [case for case in cases() if all(each.startswith("advice") for each in case.values[1])]
    assert len(good) > 100
    for case in good:
        change = changed_rest if is_rest(case) else changed_websocket if is_websocket(case) else changed
        data = change(case.values[0])
        assert [error.message for error in editor.iter_errors(data)] == [], case.id


def name(check: Callable[..., Any]) -> str:
    return f"{check.__module__.removeprefix('pulumi_apigw.config.checks.')}.{check.__name__}"


def test_every_check_finds_something(
    found: Callable[[str], list[str]],
    found_rest: Callable[[str], list[str]],
    found_websocket: Callable[[str], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: set[str] = set()
    expected = {name(check) for place in (checks, checks.shared) for check in place.CHECKS}

    def recorded(check: Callable[[Any], Iterable[Problem]]) -> Any:
        def run(context: Any) -> list[Problem]:
            problems = list(check(context))
            if problems:
                used.add(name(check))
            return problems

        return run

    for place in (checks, checks.shared):
        monkeypatch.setattr(place, "CHECKS", tuple(recorded(check) for check in place.CHECKS))
    for case in cases():
        if case.id.startswith("checks/") and case.values[1]:
            looked_at = found_rest if is_rest(case) else found_websocket if is_websocket(case) else found
            looked_at(case.values[0])
    assert used == expected - QUOTAS
