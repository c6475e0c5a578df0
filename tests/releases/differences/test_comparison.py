"""Releases as a whole: what comes first, what says nothing, and what a stage that is new has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pulumi_apigw.releases import Release
from pulumi_apigw.releases.differences import Change, Differences, compare

LOOSER = {"apis": {"http": {"routes": {"GET /items": {"authorizer": "none"}}}}}


def test_releases_that_are_one_have_no_differences(release: Any) -> None:
    assert compare(release(), release()) == Differences()


def test_a_release_that_was_read_from_outputs_is_compared_alike(release: Any) -> None:
    old, new = release(), release(LOOSER)
    assert compare(Release.from_data(old.to_data()), Release.from_data(new.to_data())) == compare(old, new)


def test_nothing_breaks_where_nothing_is(release: Any) -> None:
    differences = compare(None, release())
    assert (differences.breaking, differences.warnings) == ((), ())
    assert {each.where for each in differences.changes} >= {
        "apis.http",
        "functions.api",
        "stage_variables.checkout",
    }


def test_what_breaks_comes_first_and_warnings_come_next(release: Any) -> None:
    patch = {
        "functions": {"other": {"handler": "a.b"}},
        "apis": {"http": {"routes": {"GET /items": {"authorizer": "none"}, "GET /open": None, "GET /a": {}}}},
    }
    differences = compare(release(), release(patch))
    assert [each.rule for each in differences.changes] == [
        "route-removed",
        "authorizer-dropped",
        "route-added",
        "function-changed",
    ]
    assert [each.rule for each in differences.breaking] == ["route-removed"]
    assert [each.rule for each in differences.warnings] == ["authorizer-dropped"]


def test_differences_are_plain_data(release: Any) -> None:
    assert compare(release(), release(LOOSER)).to_data() == {
        "changes": [
            {
                "kind": "authorizer loosened",
                "where": 'apis.http.routes["GET /items"]',
                "what": "Anybody may call; the authorizer 'customers' decided.",
                "breaking": False,
                "why": "anybody can call it",
                "warning": True,
                "rule": "authorizer-dropped",
            }
        ],
        "breaking": False,
    }


def test_the_same_code_under_another_version_is_no_difference(release: Any) -> None:
    old = release()
    assert compare(old.with_versions({"api": "1"}), old.with_versions({"api": "2"})) == Differences()


def test_other_code_is_told_by_its_digest_and_unknown_code_is_not(release: Any) -> None:
    found = compare(release(), release(code="b" * 64)).changes
    assert {each.what for each in found} == {"the code is bbbbbbbbbbbb instead of aaaaaaaaaaaa."}
    assert compare(release(), release(code=None)) == Differences()


def test_a_release_without_settings_is_compared_by_the_rest(release: Any) -> None:
    old, new = release(), release({"apis": {"http": {"throttle": {"rate_limit": 1}}}})
    assert compare(replace(old, settings={}), new).breaking == ()
    assert [each.rule for each in compare(old, new).breaking] == ["throttle-halved"]


def test_an_authorizer_that_many_routes_have_is_told_once(release: Any) -> None:
    patch = {"apis": {"http": {"authorizers": {"customers": {"audience": ["web"]}}}}}
    assert compare(release(), release(patch)).changes == (
        Change(
            kind="authorizer tightened",
            where="apis.http.authorizers.customers",
            what="audience has 'app' no longer.",
            breaking=True,
            why="requests that were let through are refused",
            rule="authorizer-narrowed",
        ),
    )


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        pytest.param(
            {"GET /items": {"function": "other", "timeout_ms": 1000}},
            ["function is 'other' instead of 'api'.", "timeout_ms is 1000 instead of 30000."],
            id="values in place of the API's defaults",
        ),
        pytest.param(
            {"GET /items": {"request_parameters": {"append:header.x": "a"}}},
            ['request_parameters is new: {"append:header.x":"a"}.'],
            id="a mapping",
        ),
        pytest.param(
            {"GET /items": {"function": "api"}},
            ["It is written otherwise, and does the same."],
            id="the default, written out",
        ),
    ],
)
def test_other_keys_of_a_route_are_told_one_by_one(patch: Any, told: list[str], release: Any) -> None:
    found = compare(release(), release({"apis": {"http": {"routes": patch}}})).changes
    assert [each.what for each in found] == told


def test_what_a_route_of_all_methods_loses_and_keeps_is_told_by_method(release: Any) -> None:
    patch: dict[str, Any] = {"apis": {"http": {"routes": {"ANY /any": None, "GET /any": {}}}}}
    assert [(each.rule, each.what) for each in compare(release(), release(patch)).changes] == [
        ("route-removed", "ANY /any answers POST, PUT, PATCH, DELETE, HEAD no longer."),
        ("route-added", "GET /any is new. It answers requests that 'ANY /any' answered."),
        ("route-covered", "ANY /any is gone, and GET /any answers its GET requests."),
    ]


def test_a_route_of_all_methods_that_is_gone_is_told_as_one(release: Any) -> None:
    found = compare(release(), release({"apis": {"http": {"routes": {"ANY /any": None}}}})).changes
    assert [each.what for each in found] == ["ANY /any is gone."]


def test_connect_that_is_new_takes_requests_from_nobody(release: Any) -> None:
    old = release({"apis": {"chat": {"routes": {"$connect": None}}}})
    assert [(each.rule, each.what) for each in compare(old, release()).changes] == [
        ("authorizer-required", "The authorizer 'guard' decides who may call; anybody could."),
        ("route-added", "$connect is new."),
    ]


def test_a_body_that_is_no_longer_checked_is_told_once(release: Any) -> None:
    patch = {"apis": {"rest": {"routes": {"POST /orders": {"validation": "none"}}}}}
    found = compare(release(), release(patch)).changes
    assert [each.rule for each in found] == ["body-unchecked"]
