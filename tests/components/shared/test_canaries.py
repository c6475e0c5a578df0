"""Canaries of releases that the files have moved on from: what they call, and by which alias."""

from __future__ import annotations

import pytest

from pulumi_apigw.graph import ResourceGraph

from ..conftest import ALIAS, PERMISSION
from .conftest import REST_STAGE, Shop
from .test_gradual import MOVE

CHAT = {"GET /items: {function: api": "GET /items: {function: chat"}
BACK = {new: old for old, new in CHAT.items()}
EXISTING = "functions:\n  old: {{arn: 'arn:aws:lambda:us-east-1:123456789012:function:old', {how}}}\n"
THEIRS = "stage_variables:\n  theirs: {default: live}\n"


def leave(graph: ResourceGraph) -> set[str]:
    """What the REST API may call."""
    prefix = "shop-store."
    names = [each.name for each in graph.of_type(PERMISSION)]
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def test_P1_a_canary_calls_what_its_release_calls_and_the_files_no_longer_do(shop: Shop) -> None:
    shop.edit(
        {
            "chat: {runtime": "chat: {alias_variable: talk, runtime",
            "stage_variables:\n": "stage_variables:\n  talk: {}\n",
        }
    )
    shop.set("dev", variables={"talk": "dev"})
    shop.set("prod", variables={"talk": "live"})
    stable = shop.keep(shop.release(versions={"api": "4", "chat": "5"}))
    shop.edit(CHAT)
    new = shop.keep(shop.release(versions={"api": "4", "chat": "6"}))
    shop.edit(BACK)
    shop.set("prod", variables={"talk": "live"}, release=stable, gradual={"release": new, **MOVE})
    graph = shop.graph()
    canary = graph.find(REST_STAGE, "shop-store.prod").inputs["canarySettings"]
    assert canary["stageVariableOverrides"] == {"lambda_alias": "prod-canary", "talk": "live-canary"}
    assert "chat.live-canary" in leave(graph)
    assert graph.find(ALIAS, "shop-chat.live-canary").inputs["functionVersion"] == "6"


def test_P1_a_canary_of_ones_own_calls_what_the_stage_is_pinned_to(shop: Shop) -> None:
    canary = {"percent_traffic": 5, "variables": {"lambda_alias": "beta"}}
    shop.edit(CHAT)
    shop.set("prod", release=shop.keep(shop.release(versions={"api": "4", "chat": "5"})), canary=canary)
    shop.edit(BACK)
    graph = shop.graph()
    assert leave(graph) == {"api.dev", "api.prod", "api.beta", "chat.prod", "chat.beta"}
    assert graph.find(ALIAS, "shop-chat.beta").inputs["functionVersion"] == "5"


@pytest.mark.parametrize("how", ["alias: live", "alias_variable: theirs"])
def test_a_canary_calls_functions_that_exist_by_the_alias_that_the_stage_does(shop: Shop, how: str) -> None:
    shop.edit({"functions:\n": EXISTING.format(how=how), "stage_variables:\n": THEIRS})
    shop.edit({"GET /items: {function: api": "GET /items: {function: old"})
    stable = shop.keep(shop.release())
    shop.edit({"GET /items": "GET /things"})
    shop.set("prod", release=stable, gradual={"release": shop.keep(shop.release()), **MOVE})
    assert leave(shop.graph()) == {"old.live"}
