"""What CORS asks of a cache: an answer is for the origin that it names."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ORIGIN, TWO_ORIGINS, method, rest_api

ONE = {"allow_origins": [ORIGIN]}
TWO = {"allow_origins": TWO_ORIGINS}
CLUSTER = {"size_gb": "0.5"}
OF_ORIGIN = ("method.request.header.Origin",)


@pytest.mark.parametrize(
    ("key", "route", "cors", "expected"),
    [
        # A backend may name an origin for pages and none for other callers.
        ("GET /items", {}, ONE, OF_ORIGIN),
        ("GET /items", {"integration": {"type": "mock"}}, TWO, OF_ORIGIN),
        ("GET /items", {"integration": {"type": "mock"}}, ONE, ()),
        ("GET /items", {}, None, ()),
        ("GET /items", {"stream": True}, ONE, ()),
        ("ANY /items", {}, ONE, OF_ORIGIN),
        ("POST /items", {}, ONE, ()),
        ("POST /items", {"cache": {}}, ONE, OF_ORIGIN),
        ("GET /items", {"cache": {"enabled": False}}, ONE, ()),
        ("GET /items", {"parameters": {"header.Origin": {"cache_key": True}}}, ONE, OF_ORIGIN),
    ],
)
def test_P9_answers_from_the_cache_are_for_the_origin_that_they_name(
    key: str, route: dict[str, Any], cors: dict[str, Any] | None, expected: tuple[str, ...]
) -> None:
    assert method(route, key, cors=cors, cache=CLUSTER).integration.cache_key_parameters == expected


@pytest.mark.parametrize(
    ("stage", "api", "expected"), [(CLUSTER, "none", OF_ORIGIN), ("none", CLUSTER, ()), (None, "none", ())]
)
def test_P45_without_a_cache_no_header_is_a_key(stage: Any, api: Any, expected: tuple[str, ...]) -> None:
    found = rest_api(stage={"cache": stage}, cache=api, cors=ONE).methods[0]
    assert found.integration.cache_key_parameters == expected
