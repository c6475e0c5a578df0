"""What a release needs of the files: APIs, functions, VPC links and variables that are still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..config import ServiceConfig, stage_variables
from ..config.checks.references import run_time_variables
from ..config.functions import FunctionConfig
from ..config.references import iter_text
from .release import Release

__all__ = ["called_functions", "called_links", "missing_parts"]


def missing_parts(release: Release, tree: Release, config: ServiceConfig, stage: str) -> Iterator[str]:
    """What `stage` needs of `release` and a stack that is deployed from `config` would take away.

    The stack owns the APIs and functions of all stages: what the files leave out is deleted on AWS. `tree` is
    the release that the files give.
    """
    at_once = f"Leave it there, or let {stage!r} go without it at once (release: latest)"
    wait = f"Leave it there until {stage!r} has another release"
    for name, api in release.apis.items():
        now = tree.apis.get(name)
        if now is None or now["protocol"] != api["protocol"]:
            yield f"has {_an_api(api)} {name!r}, which the files here have not. {at_once}"
            continue
        for function in sorted(called_functions(api)):
            # One that was built here, and is named by its ARN now, is deleted all the same.
            built_then, built_now = function in release.functions, function in tree.functions
            if function not in config.functions or built_then > built_now:
                yield f"calls the function {function!r}, which the files here have not. {wait}"
        links: Mapping[str, Any] = getattr(config.apis[name], "vpc_links", {})  # not of WebSocket APIs
        for link in sorted(called_links(api) - links.keys()):
            yield f"calls the VPC link {link!r} of the API {name!r}, which the files here have not. {wait}"
        # A deployment of what the files have is made anew with what they name.
        if release.contents.get(f"apis.{name}") != tree.contents.get(f"apis.{name}"):
            yield from _missing_variables(release, api, config, stage)


def _missing_variables(
    release: Release, api: Mapping[str, Any], config: ServiceConfig, stage: str
) -> Iterator[str]:
    """Stage variables that a deployment looks up, which say nothing or something else by now."""
    values = stage_variables(config, stage)
    for variable in sorted({name for _, text in iter_text(api) for name in run_time_variables(text)}):
        if variable not in values:
            wait = f"Leave it there until {stage!r} has another release"
            yield f"reads the stage variable {variable!r}, which the files here have not. {wait}"
    for function in sorted(called_functions(api)):
        then, now = release.functions.get(function), config.functions.get(function)
        # A release that was recorded before alias variables were says nothing of them.
        if then is None or then.alias_variable is None or not isinstance(now, FunctionConfig):
            continue
        variable = then.alias_variable
        if values.get(variable) != values[now.alias_variable]:
            fact = f"calls the function {function!r} by the stage variable {variable!r}, and the files here"
            fix = f"Give both the same value until {stage!r} has another release"
            yield f"{fact} by {now.alias_variable!r}. {fix}"


def called_functions(api: Mapping[str, Any]) -> set[str]:
    """The functions that an API of a release calls."""
    default = api.get("defaults", {}).get("function")
    routes = api["routes"].values()
    named = {each.get("function") or (None if "integration" in each else default) for each in routes}
    authorizers = {each.get("function") for each in api.get("authorizers", {}).values()}
    return {name for name in named | authorizers if name}


def called_links(api: Mapping[str, Any]) -> set[str]:
    """The VPC links that an API of a release calls."""
    integrations = [each.get("integration", {}) for each in api["routes"].values()]
    return {each["vpc_link"] for each in integrations if "vpc_link" in each}


def _an_api(api: Mapping[str, Any]) -> str:
    return {"http": "the HTTP API", "rest": "the REST API"}.get(api["protocol"], "the WebSocket API")
