"""https://github.com/ministackorg/ministack/pull/1423 has what was measured on AWS."""

from __future__ import annotations

import pytest

from pulumi_apigw.local.rest.model import RestRoute
from pulumi_apigw.local.rest.routes import RestRouter


def selected(keys: list[str], method: str, path: str) -> str | None:
    match = RestRouter(RestRoute(key) for key in keys).match(method, path)
    return match.route.key if match else None


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/jobs/reboot", "GET /jobs/{operation}"),
        ("POST", "/jobs/reboot", "ANY /{proxy+}"),
        ("GET", "/jobs", "ANY /{proxy+}"),
        ("GET", "/cors_only", "ANY /{proxy+}"),
        ("OPTIONS", "/cors_only", "OPTIONS /cors_only"),
    ],
)
def test_selects_as_measured_on_aws(method: str, path: str, expected: str) -> None:
    keys = ["ANY /{proxy+}", "GET /jobs/{operation}", "OPTIONS /cors_only"]
    assert selected(keys, method, path) == expected
    assert selected(keys[::-1], method, path) == expected


@pytest.mark.parametrize(
    ("keys", "method", "path", "expected"),
    [
        (["ANY /a", "GET /a"], "GET", "/a", "GET /a"),
        (["GET /{x}/b", "GET /a/{y}"], "GET", "/a/b", "GET /a/{y}"),
        # A greedy variable below a literal is nearer than another path that matches as a whole.
        (["GET /pets/{proxy+}", "GET /{kind}/{id}"], "GET", "/pets/1", "GET /pets/{proxy+}"),
        (["GET /"], "GET", "/", "GET /"),
        (["ANY /{proxy+}"], "GET", "/", None),
        (["GET /pets/{proxy+}"], "GET", "/pets/", None),
        (["GET /items"], "HEAD", "/items", None),
        (["GET /items"], "GET", "/Items", None),
    ],
)
def test_selects_the_nearest_method(keys: list[str], method: str, path: str, expected: str | None) -> None:
    assert selected(keys, method, path) == expected


@pytest.mark.parametrize("path", ["/items/", "//items", "/items//"])
def test_P33_slashes_at_the_ends_make_no_other_path(path: str) -> None:
    assert selected(["GET /items"], "GET", path) == "GET /items"


def test_variables_stay_as_they_were_sent() -> None:
    match = RestRouter([RestRoute("GET /a/{first}/{rest+}")]).match("GET", "/a/x%20y/b%2Fc/d/")
    assert match is not None
    assert match.parameters == {"first": "x%20y", "rest": "b%2Fc/d"}
