"""A pinned stage and another release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.resolve import examined
from pulumi_apigw.errors import Location
from pulumi_apigw.releases import release_of
from pulumi_apigw.releases.pin import pin_problem
from pulumi_apigw.source import SourceMap

from .conftest import CODE

SOURCES = SourceMap({("stages", "prod", "release"): Location("api.yaml", 41)})
COMMIT = "0123456789abcdef0123456789abcdef01234567"
RECORD = "{from: dev, at: 2026-11-23T12:00:00Z, release: %s, contents: {%s}}"
Refused = Callable[..., str | None]


@pytest.fixture
def refused(changed: Callable[[str], dict[str, Any]]) -> Refused:
    """What is said of prod with some keys; `HERE` in them stands for the release that its files give."""

    def refuse(keys: str, *, commit: str | None = None, order: str = "[]") -> str | None:
        here = release_of(examined(changed("{}"), "prod").written["prod"], CODE, stage="prod").id
        snippet = f"stages: {{prod: {keys.replace('HERE', here)}}}\npromotion: {{order: {order}}}"
        config = examined(changed(snippet), "prod").written["prod"]
        release = release_of(config, CODE, stage="prod")
        problem = pin_problem(config, release, SOURCES, find_commit=lambda pinned: commit)
        return str(problem).replace(here, "HERE") if problem else None

    return refuse


@pytest.mark.parametrize("keys", ["{release: latest}", '{release: "HERE"}', "{description: Shop}"])
def test_a_stage_takes_the_latest_release_and_the_one_it_is_pinned_to(refused: Refused, keys: str) -> None:
    assert refused(keys) is None


def test_a_stage_that_was_pinned_by_hand(refused: Refused) -> None:
    assert refused("{release: '0a1b2c3d4e5f'}") == (
        "api.yaml:41 stages.prod.release: the stage is pinned to release '0a1b2c3d4e5f', and the files here "
        "give 'HERE'. Deploy what is pinned (check out the commit that pinned it), or promote what is here "
        "(apigw promote dev prod)."
    )


def test_the_record_says_what_differs_and_git_where_it_was(refused: Refused) -> None:
    record = RECORD % ("0a1b2c3d4e5f", "apis.public: 000000000000, apis.gone: 000000000000")
    assert refused(f"{{release: 0a1b2c3d4e5f, promoted: {record}}}", commit=COMMIT) == (
        "api.yaml:41 stages.prod.release: the stage is pinned to release '0a1b2c3d4e5f', and the files here "
        "give 'HERE', which differs in apis.admin, apis.gone, apis.live, apis.public and functions.api. "
        "Deploy what is pinned (git checkout 0123456789ab), or promote what is here (apigw promote dev prod)."
    )


def test_a_record_of_another_release_says_nothing_of_this_one(refused: Refused) -> None:
    record = RECORD % ("111111111111", "apis.public: 000000000000")
    text = refused(f"{{release: 0a1b2c3d4e5f, promoted: {record}}}")
    assert text is not None
    assert "differs" not in text


@pytest.mark.parametrize(
    ("order", "promoted", "command"),
    [
        ("[dev, prod]", "", "apigw promote dev prod"),
        ("[dev]", "", "apigw promote FROM prod"),
        (
            "[dev]",
            ", promoted: " + RECORD % ("0a1b2c3d4e5f", ""),
            "apigw promote dev prod",
        ),
    ],
)
def test_the_command_names_the_stage_before(
    refused: Refused, order: str, promoted: str, command: str
) -> None:
    text = refused(f"{{release: 0a1b2c3d4e5f{promoted}}}", order=order)
    assert text is not None
    assert text.endswith(f"({command}).")


def test_the_first_stage_is_promoted_from_nowhere(refused: Refused) -> None:
    text = refused("{release: 0a1b2c3d4e5f}", order="[prod, dev]")
    assert text is not None
    assert text.endswith(", or deploy what is here ('release: latest').")
