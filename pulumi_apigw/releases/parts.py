"""What a release needs of the files: APIs and functions that are still there, and may be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .release import Release

__all__ = ["missing_parts"]


def missing_parts(release: Release, tree: Release, stage: str) -> Iterator[str]:
    """What `stage` needs of `release` and a stack that is deployed from `tree` would take away.

    The stack owns the APIs and functions of all stages: what the files leave out is deleted on AWS.
    """
    wait = f"Leave it there until {stage!r} has another release"
    for name, api in release.apis.items():
        now = tree.apis.get(name)
        if now is None or now["protocol"] != api["protocol"]:
            yield f"has {_an_api(api)} {name!r}, which the files here have not. {wait}"
            continue
        for function in sorted(_called(api) - _called(now)):
            # Permissions are those of the files: without one every call would be refused.
            fact = f"calls the function {function!r} in the API {name!r}, which nothing there does here"
            yield f"{fact}. Leave a route for it until {stage!r} has another release"
    for name in sorted(release.functions.keys() - tree.functions.keys()):
        yield f"has the function {name!r}, which the files here have not. {wait}"


def _called(api: Mapping[str, Any]) -> set[str]:
    """The functions that an API calls."""
    default = api.get("defaults", {}).get("function")
    routes = api["routes"].values()
    named = {each.get("function") or (None if "integration" in each else default) for each in routes}
    authorizers = {each.get("function") for each in api.get("authorizers", {}).values()}
    return {name for name in named | authorizers if name}


def _an_api(api: Mapping[str, Any]) -> str:
    return {"http": "the HTTP API", "rest": "the REST API"}.get(api["protocol"], "the WebSocket API")
