"""A stage on its way to another release: a share of its requests runs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pulumi_apigw import AliasVersions, Function, FunctionArgs, Service, ServiceArgs
from pulumi_apigw.graph import ResourceGraph, capture

from ..conftest import ALIAS, BUILT, OPEN, PERMISSION, config
from .conftest import MORE, REST_STAGE, Shop, deployments, stages

MOVE = {"percent": 10, "from": "dev", "at": "2026-11-23T12:00:00Z"}


@pytest.fixture
def moving(shop: Shop) -> Shop:
    """Prod is on its way to what dev runs."""
    stable = shop.keep(shop.release(versions={"api": "4", "chat": "5"}))
    shop.edit(MORE)
    new = shop.keep(shop.release(versions={"api": "6", "chat": "5"}))
    shop.set("prod", release=stable, gradual={"release": new, "variables": {"pricing": "volume"}, **MOVE})
    return shop


def aliases(graph: ResourceGraph) -> dict[str, tuple[str, Mapping[str, float]]]:
    """The version and the shares of each alias."""
    return {
        each.name: (
            each.inputs["functionVersion"],
            each.inputs.get("routingConfig", {}).get("additionalVersionWeights", {}),
        )
        for each in graph.of_type(ALIAS)
    }


def test_code_is_shared_by_version_and_rest_apis_by_a_canary(moving: Shop) -> None:
    graph = moving.graph()
    assert aliases(graph) == {
        "shop-api.dev": ("1", {}),
        "shop-api.prod": ("4", {"6": 0.1}),
        "shop-api.prod-canary": ("6", {}),
        "shop-chat.dev": ("1", {}),
        # The same version has no share of itself: AWS would refuse it.
        "shop-chat.prod": ("5", {}),
    }
    leave = {each.name for each in graph.of_type(PERMISSION) if each.name.endswith("-canary")}
    assert leave == {"shop-store.api.prod-canary"}


def test_a_share_is_as_many_digits_as_its_percentage_needs(moving: Shop) -> None:
    stable, move = moving.release("prod").id, {**MOVE, "percent": 0.7}
    moving.set("prod", release=stable, gradual={"release": moving.release("dev").id, **move})
    assert aliases(moving.graph())["shop-api.prod"] == ("4", {"6": 0.007})


def test_the_canary_serves_the_new_deployment_with_its_own_variables(moving: Shop) -> None:
    graph = moving.graph()
    made, stage = deployments(graph), graph.find(REST_STAGE, "shop-store.prod").inputs
    old, new = moving.release("prod"), moving.release("dev")
    assert stage["deployment"] == made[f"shop-store.{old.contents['apis.store']}"].id
    assert stage["variables"] == {"lambda_alias": "prod", "pricing": "list"}
    assert stage["canarySettings"] == {
        "deploymentId": made[f"shop-store.{new.contents['apis.store']}"].id,
        "percentTraffic": 10.0,
        "stageVariableOverrides": {"lambda_alias": "prod-canary", "pricing": "volume"},
        "useStageCache": False,
    }
    assert "canarySettings" not in graph.find(REST_STAGE, "shop-store.dev").inputs


def test_routes_of_other_apis_stay_until_the_move_is_completed(moving: Shop) -> None:
    graph = moving.graph()
    old, new = moving.release("prod"), moving.release("dev")
    made, found = deployments(graph), stages(graph)
    for api in ("public", "live"):
        pinned = found[f"shop-{api}.prod"].inputs
        assert pinned["deploymentId"] == made[f"shop-{api}.{old.contents[f'apis.{api}']}"].id
        assert pinned["stageVariables"]["pricing"] == "list"
        # Made while the files have it, for the day on which the move is completed.
        assert not made[f"shop-{api}.{new.contents[f'apis.{api}']}"].hooks
    assert old.functions["api"].version == "4"


def test_a_move_goes_on_while_the_files_have_something_newer(moving: Shop) -> None:
    moving.edit({"GET /more": "GET /most", "GET /things": "GET /all", "hello:": "bye:"})
    graph = moving.graph()
    assert len(deployments(graph)) == 7
    assert aliases(graph)["shop-api.prod"] == ("4", {"6": 0.1})


# A stack for each stage.


def own(shop: Shop, **settings: Any) -> dict[str, tuple[str, Mapping[str, float]]]:
    shop.set("prod", **settings)
    return aliases(shop.graph("prod"))


@pytest.fixture
def alone(shop: Shop) -> Shop:
    shop.edit({"topology: shared": "topology: stack-per-stage"})
    return shop


def test_a_stack_of_one_stage_shares_code_with_what_the_files_give(alone: Shop) -> None:
    from pulumi_apigw.releases import Release

    stable = Release.from_data(alone.graph("prod").exports["release"]).with_versions(
        {"api": "4", "chat": "5"}
    )
    alone.keep(stable)
    # The function's code is another in the files: of what has the same no share is needed.
    alone.edit({"api: {runtime: python3.13": "api: {runtime: python3.14"})
    found = own(alone, release=stable.id, gradual={"release": "0" * 12, **MOVE})
    assert found == {
        "shop-api.prod": ("4", {"1": 0.1}),
        "shop-api.prod-canary": ("1", {}),
        "shop-chat.prod": ("1", {}),
    }
    graph = alone.graph("prod")
    canary = graph.find(REST_STAGE, "shop-store.prod").inputs["canarySettings"]
    assert canary["stageVariableOverrides"] == {"lambda_alias": "prod-canary"}
    assert canary["deploymentId"] == graph.find(REST_STAGE, "shop-store.prod").inputs["deployment"]
    assert graph.exports["release"]["id"] == stable.id
    assert graph.exports["release"]["functions"]["api"]["version"] == "4"


# A function alone.


def test_a_function_by_itself_has_aliases_that_share() -> None:
    def program() -> None:
        versions = {
            "live": AliasVersions(version="3", weight=0.25),
            "same": AliasVersions(weight=0.5),
            "pinned": AliasVersions(version="3"),
            "equal": AliasVersions(version="1", weight=0.5),
        }
        args = FunctionArgs(function=BUILT, aliases=[*versions, "plain"], versions=versions)
        Function("api", args)

    assert aliases(capture(program)) == {
        "api.live": ("3", {"1": 0.25}),
        "api.same": ("1", {}),
        "api.pinned": ("3", {}),
        "api.equal": ("1", {}),
        "api.plain": ("1", {}),
    }


def test_a_config_in_python_can_share_too() -> None:
    written = config(topology="shared", apis={"public": {"routes": {"GET /": OPEN}}})
    graph = capture(lambda: Service("orders", ServiceArgs(config=written)).export(), stack="main")
    assert graph.exports["releases"].keys() == {"dev", "prod"}
    assert graph.exports["urls"]["public"].keys() == {"dev", "prod"}
