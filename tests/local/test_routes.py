"""Route and stage selection: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html"""

from __future__ import annotations

import time

import pytest

from pulumi_apigw.local.model import LocalIntegration, LocalRoute, LocalStage
from pulumi_apigw.local.routes import Router, select_stage

INTEGRATION = LocalIntegration("AWS_PROXY")


def router(*keys: str) -> Router:
    return Router(LocalRoute(key, INTEGRATION) for key in keys)


def selected(routes: Router, method: str, path: str) -> str | None:
    match = routes.match(method, path)
    return match.route.key if match else None


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1"),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}"),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}"),
        ("POST", "/test/5", "ANY /{proxy+}"),
    ],
)
def test_selects_as_in_the_example_of_aws(method: str, path: str, expected: str) -> None:
    routes = router(
        "$default", "ANY /{proxy+}", "GET /pets/{proxy+}", "GET /pets/dog/{id}", "GET /pets/dog/1"
    )
    assert selected(routes, method, path) == expected


@pytest.mark.parametrize(
    ("keys", "method", "path", "expected"),
    [
        (["ANY /a", "GET /a"], "GET", "/a", "GET /a"),
        (["ANY /a", "GET /a"], "POST", "/a", "ANY /a"),
        (["GET /{x}/b", "GET /a/{y}"], "GET", "/a/b", "GET /a/{y}"),
        # A literal that does not lead to a route for the method gives way to a variable.
        (["POST /items/new", "GET /items/{id}"], "GET", "/items/new", "GET /items/{id}"),
        # Any full match is before any greedy one.
        (["GET /pets/{proxy+}", "GET /{kind}/{id}"], "GET", "/pets/1", "GET /{kind}/{id}"),
        (["GET /{proxy+}", "GET /pets/{proxy+}"], "GET", "/pets/1/2", "GET /pets/{proxy+}"),
        (["POST /pets/{proxy+}", "ANY /{proxy+}"], "GET", "/pets/1", "ANY /{proxy+}"),
        (["GET /pets/{proxy+}"], "GET", "/pets/", "GET /pets/{proxy+}"),
        (["GET /pets/{proxy+}"], "GET", "/pets", None),
        (["ANY /{proxy+}"], "GET", "/", "ANY /{proxy+}"),
        (["GET /"], "GET", "/", "GET /"),
        (["GET /items/{id}"], "GET", "/items/", None),
        (["GET /items"], "POST", "/items", None),
        (["GET /items"], "HEAD", "/items", None),
        (["GET /items", "$default"], "DELETE", "/else", "$default"),
    ],
)
def test_selects_the_most_specific_route(
    keys: list[str], method: str, path: str, expected: str | None
) -> None:
    assert selected(router(*keys), method, path) == expected
    assert selected(router(*reversed(keys)), method, path) == expected


@pytest.mark.parametrize("path", ["/items/", "/items//", "/items/7/"])
def test_P33_a_trailing_slash_is_another_path(path: str) -> None:
    assert selected(router("GET /items", "GET /items/{id}"), "GET", path) is None


def test_P33_a_route_with_a_slash_at_its_end_answers_that_alone() -> None:
    routes = router("GET /items/")
    assert selected(routes, "GET", "/items/") == "GET /items/"
    assert selected(routes, "GET", "/items") is None


def test_gives_decoded_path_variables() -> None:
    match = router("GET /a/{first}/{rest+}").match("GET", "/a/x%20y/b%2Fc/d")
    assert match is not None
    assert match.parameters == {"first": "x y", "rest": "b/c/d"}


def test_an_encoded_slash_does_not_split_a_segment() -> None:
    match = router("GET /a/{x}").match("GET", "/a/b%2Fc")
    assert match is not None
    assert match.parameters == {"x": "b/c"}


def test_a_route_without_an_integration_is_not_selected() -> None:
    assert Router([LocalRoute("GET /items")]).match("GET", "/items") is None


def test_300_routes_cost_nothing() -> None:
    routes = router(*(f"GET /v1/{{tenant}}/things{i}/{{id}}" for i in range(300)))
    started = time.perf_counter()
    for _ in range(1000):
        assert routes.match("GET", "/v1/acme/things299/7")
    assert (time.perf_counter() - started) / 1000 < 0.000_2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/dev/items", ("dev", "/items")),
        ("/dev", ("dev", "/")),
        ("/dev/", ("dev", "/")),
        ("/developers", ("$default", "/developers")),
        ("/$default/items", ("$default", "/$default/items")),
        ("/", ("$default", "/")),
    ],
)
def test_the_first_segment_selects_a_stage(path: str, expected: tuple[str, str]) -> None:
    stages = {name: LocalStage(name) for name in ("$default", "dev")}
    found = select_stage(stages, path)
    assert found is not None
    assert (found[0].name, found[1]) == expected


def test_no_stage_without_a_default() -> None:
    assert select_stage({"dev": LocalStage("dev")}, "/items") is None


@pytest.mark.parametrize("method", ["ANY", "CONNECT", "FOO", "get"])
def test_no_route_leads_to_a_method_that_http_apis_lack(method: str) -> None:
    assert selected(router("$default", "ANY /a"), method, "/a") is None
