from __future__ import annotations

import pytest

from pulumi_apigw.errors import Location
from pulumi_apigw.source import Path, SourceMap, did_you_mean, format_path

MAP = SourceMap(
    {
        (): Location("api.yaml", 1),
        ("apis",): Location("api.yaml", 2),
        ("apis", "public"): Location("api.yaml", 3),
        ("apis", "public", "tags"): Location("api.yaml", 4),
        ("patch",): Location("api.yaml", 10),
        ("patch", "apis"): Location("api.yaml", 11),
        ("patch", "apis", "public"): Location("api.yaml", 12),
        ("patch", "apis", "public", "routes"): Location("api.yaml", 13),
    }
)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("service",), 1),
        (("apis", "public", "tags"), 4),
        (("apis", "public", "tags", 0, "x"), 4),
        (("apis", "public", "routes"), 3),
    ],
)
def test_the_nearest_value_that_is_written(path: Path, line: int) -> None:
    assert MAP.locate(path) == Location("api.yaml", line)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("service",), 1),
        (("apis", "public"), 12),
        (("apis", "public", "tags"), 4),
        (("apis", "public", "routes"), 13),
        (("apis", "public", "routes", "GET /a", "scopes"), 13),
        (("apis", "public", "cors"), 12),
    ],
)
def test_overlays_take_the_place_of_what_they_cover(path: Path, line: int) -> None:
    assert MAP.under(("patch",)).locate(path) == Location("api.yaml", line)


def test_the_first_overlay_wins() -> None:
    other = SourceMap({("stack", "apis", "public", "routes"): Location("Pulumi.dev.yaml", 5)})
    joined = MAP.joined(other).under(("stack",), ("patch",))
    assert joined.locate(("apis", "public", "routes")) == Location("Pulumi.dev.yaml", 5)
    assert joined.locate(("apis", "public")) == Location("api.yaml", 12)


def test_the_later_map_wins_when_joined() -> None:
    other = SourceMap({("apis",): Location("other.yaml", 7)})
    assert MAP.joined(other).locate(("apis",)) == Location("other.yaml", 7)


def test_nothing_is_written() -> None:
    assert SourceMap().locate(("apis",)) is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("service",), "service"),
        (
            ("apis", "public", "routes", "GET /items", "scopes", 0),
            'apis.public.routes["GET /items"].scopes[0]',
        ),
        (("stages", "pr-123"), "stages.pr-123"),
        (("my key",), '["my key"]'),
        (("a", "200"), 'a["200"]'),
        (("a", 'say "hé"'), 'a["say \\"hé\\""]'),
        (("a", "b\nc"), 'a["b\\nc"]'),
        (("a", ""), 'a[""]'),
    ],
)
def test_paths_as_they_are_written(path: Path, text: str) -> None:
    assert format_path(path) == text


@pytest.mark.parametrize(
    ("name", "known", "text"),
    [
        ("customer", ["customers", "clients"], "Did you mean 'customers'?"),
        ("CUSTOMERS", ["customers"], "Did you mean 'customers'?"),
        ("requestID", ["requestId"], "Did you mean 'requestId'?"),
        ("x", ["b", "a"], "Known: a, b."),
        ("x", [], "There are none."),
        (
            "zzz",
            [f"name{number:02}" for number in range(27)],
            f"Known: {', '.join(f'name{number:02}' for number in range(25))}, and 2 more.",
        ),
    ],
)
def test_what_was_meant(name: str, known: list[str], text: str) -> None:
    assert did_you_mean(name, known) == text
