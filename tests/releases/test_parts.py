"""What a release needs of the files that a stack of all stages is deployed from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pulumi_apigw.config.resolve import examined
from pulumi_apigw.releases import Release, release_of
from pulumi_apigw.releases.parts import called_functions, missing_parts

from .conftest import CODE

Change = Callable[[str], dict[str, Any]]
WAIT = "Leave it there until 'prod' has another release"


@pytest.fixture
def missing(changed: Change) -> Callable[[str], list[str]]:
    """What of the service the files have no more, once a snippet of YAML is merged in."""

    def of(snippet: str) -> list[str]:
        then = examined(changed("{}"), "prod").written["prod"]
        now = examined(changed(snippet), "prod").written["prod"]
        built = {name: CODE["api"] for name, each in now.functions.items() if not hasattr(each, "arn")}
        release = release_of(then, CODE, stage="prod")
        return list(missing_parts(release, release_of(now, built, stage="prod"), now, "prod"))

    return of


@pytest.mark.parametrize(
    "snippet",
    [
        "{}",
        "apis: {public: {routes: {GET /items: null}}}",
        "functions: {more: {runtime: python3.13, handler: app.handler, source: src}}",
        "apis: {more: {routes: {GET /: {function: api, authorizer: none}}}}",
    ],
)
def test_what_changes_or_comes_takes_nothing_away(missing: Callable[[str], list[str]], snippet: str) -> None:
    assert missing(snippet) == []


def test_an_api_that_is_gone(missing: Callable[[str], list[str]]) -> None:
    at_once = "Leave it there, or let 'prod' go without it at once (release: latest)"
    assert missing("apis: {live: null, public: null}") == [
        f"has the HTTP API 'public', which the files here have not. {at_once}",
        f"has the WebSocket API 'live', which the files here have not. {at_once}",
    ]


def test_a_function_that_is_gone(missing: Callable[[str], list[str]]) -> None:
    snippet = "{functions: {legacy: null}, apis: {public: {routes: {GET /old: null}}}}"
    assert missing(snippet) == [f"calls the function 'legacy', which the files here have not. {WAIT}"]


def test_a_function_that_is_made_elsewhere_now(missing: Callable[[str], list[str]]) -> None:
    snippet = (
        "{functions: {api: null, new: {arn: 'arn:aws:lambda:eu-west-1:123456789012:function:x'}}, apis: {"
        "public: {defaults: {function: new}}, admin: {defaults: {function: new}}, "
        "live: {routes: {$connect: {function: new}, say: {function: new}}}}}"
    )
    told = f"calls the function 'api', which the files here have not. {WAIT}"
    assert missing(snippet) == [told] * 3


def test_functions_that_an_api_calls(released: Callable[..., Release]) -> None:
    apis = released(
        "apis: {public: {authorizers: {staff: {type: lambda, function: legacy}}, "
        "routes: {GET /old: {function: api, authorizer: staff}}}}"
    ).apis
    assert called_functions(apis["public"]) == {"api", "legacy"}
    assert called_functions(apis["live"]) == {"api"}


READS = """
apis: {public: {routes: {GET /shop: {integration: {url: "https://${stageVariables.host}/x"}}}}}
stage_variables: {host: {default: example.com}}
"""


def test_a_stage_variable_that_is_gone(changed: Change) -> None:
    data = changed(READS)
    then = examined(data, "prod").written["prod"]
    now = examined(changed("{}"), "prod").written["prod"]
    release, tree = (release_of(each, CODE, stage="prod") for each in (then, now))
    told = f"reads the stage variable 'host', which the files here have not. {WAIT}"
    assert list(missing_parts(release, tree, now, "prod")) == [told]
    assert list(missing_parts(release, release, then, "prod")) == []


CALLS = "functions: {api: {alias_variable: backend}}"


def test_a_release_of_which_no_alias_variable_was_recorded(changed: Change) -> None:
    """The files may have had any: those that are deployed by it go on to be."""
    given = "{variables: {backend: live}}"
    calls = f"{CALLS}, stage_variables: {{backend: {{}}}}, stages: {{dev: {given}, prod: {given}}}"
    less = "apis: {public: {routes: {GET /items: null}}}"
    then, now = (
        examined(changed(each), "prod").written["prod"] for each in (f"{{{calls}}}", f"{{{calls}, {less}}}")
    )
    release, tree = (release_of(each, CODE, stage="prod") for each in (then, now))
    functions = {name: replace(each, alias_variable=None) for name, each in release.functions.items()}
    assert list(missing_parts(replace(release, functions=functions), tree, now, "prod")) == []


def test_a_function_that_another_stage_variable_names(missing: Callable[[str], list[str]]) -> None:
    """Not where the API is as it was: its deployment is made anew."""

    def by(value: str, **more: str) -> list[str]:
        routes = "apis: {public: {routes: {GET /items: null}}}"
        variables = {"backend": value, **more}
        declared = ", ".join(f"{name}: {{}}" for name in variables)
        given = ", ".join(f"{name}: {each}" for name, each in variables.items())
        stages = ", ".join(f"{name}: {{variables: {{{given}}}}}" for name in ("dev", "prod"))
        return missing(f"{{{CALLS}, stage_variables: {{{declared}}}, stages: {{{stages}}}, {routes}}}")

    fact = "calls the function 'api' by the stage variable 'lambda_alias', and the files here by 'backend'"
    told = f"{fact}. Give both the same value until 'prod' has another release"
    assert by("prod") == [told]
    assert by("live", lambda_alias="prod") == [told]
    assert by("live", lambda_alias="live") == []
