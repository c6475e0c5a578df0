"""One stack with two stages of one API: dev moves on with the files, prod by `apigw promote` and back again.

The fixtures are one story, and the commands that `apigw` prints are run word for word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from ..conftest import Applied, ApplyCheck
from .shop import Answered, Shop

WEB_OLD = Answered(code="old", version="1", paths=("items",))
WEB_NEW = Answered(code="new", version="2", paths=("items", "offers"))
REST_OLD = Answered(code="old", version="1", paths=("items", "old"))
REST_NEW = Answered(code="new", version="2", paths=("items", "offers"))
OLD = {"web": WEB_OLD, "partners": REST_OLD}
NEW = {"web": WEB_NEW, "partners": REST_NEW}
APIS = ("web", "partners", "live")


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """What one `pulumi up` of the story did, and what each stage answers and runs after it."""

    applied: Applied
    dev: dict[str, Answered]
    prod: dict[str, Answered]
    releases: dict[str, Any]
    deployments: set[str]
    """Names of those that the stack has."""
    prod_alias: tuple[str, dict[str, float]]
    told: dict[str, Any] = field(default_factory=dict)

    def deployment(self, stage: str, api: str) -> str:
        """The name of the deployment that holds what a stage's release says of an API."""
        return f"shop-{api}.{self.releases[stage]['contents'][f'apis.{api}']}"


@dataclass(frozen=True, kw_only=True)
class Moving(Chapter):
    canary: Answered


def chapter(shop: Shop, applied: Applied, told: dict[str, Any] | None = None) -> Chapter:
    return Chapter(**facts(shop, applied, told))


def facts(shop: Shop, applied: Applied, told: dict[str, Any] | None) -> dict[str, Any]:
    answers = shop.every_answer(applied)
    return {
        "applied": applied,
        "dev": {api: each["dev"] for api, each in answers.items()},
        "prod": {api: each["prod"] for api, each in answers.items()},
        "releases": shop.exported("main")["releases"],
        "deployments": {
            name
            for kind in ("apigateway", "apigatewayv2")
            for name in shop.ids(f"aws:{kind}/deployment:Deployment")
        },
        "prod_alias": shop.alias("prod", applied),
        "told": told or {},
    }


@pytest.fixture(scope="module")
def shop(apply_check: ApplyCheck, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shared") / "shop", apply_check)


@pytest.fixture(scope="module")
def first(shop: Shop) -> Chapter:
    """Both stages are deployed, and take what the files give."""
    return chapter(shop, shop.up_all())


@pytest.fixture(scope="module")
def pinned(shop: Shop, first: Chapter) -> Chapter:
    """What dev runs is promoted to prod, which runs it already."""
    told = shop.promoted()
    return chapter(shop, shop.follow(told["next"]), told)


@pytest.fixture(scope="module")
def ahead(shop: Shop, pinned: Chapter) -> Chapter:
    """The files get new code, a route more for both APIs, and one less for the REST API."""
    shop.edit("src/shop.py", "old", "new")
    shop.edit("api.yaml", "GET /old:", "GET /offers:")
    items = "GET /items: {function: api, authorizer: none}   # the app calls it"
    shop.edit("api.yaml", items, f"{items}\n      GET /offers: {{function: api, authorizer: none}}")
    return chapter(shop, shop.up_all())


@pytest.fixture(scope="module")
def promoted(shop: Shop, ahead: Chapter) -> Chapter:
    """What dev runs by then is promoted, though a route is gone."""
    told = shop.promoted("--allow-breaking")
    return chapter(shop, shop.follow(told["next"]), told)


@pytest.fixture(scope="module")
def back(shop: Shop, promoted: Chapter) -> Chapter:
    """Prod goes back."""
    told = shop.apigw("rollback prod --yes")
    return chapter(shop, shop.follow(told["next"]), told)


@pytest.fixture(scope="module")
def moving(shop: Shop, back: Chapter) -> Moving:
    """A tenth of prod's requests moves to what dev runs."""
    told = shop.promoted("--allow-breaking --percent 10")
    applied = shop.follow(told["next"])
    return Moving(canary=shop.canary(applied), **facts(shop, applied, told))


@pytest.fixture(scope="module")
def moved(shop: Shop, moving: Moving) -> Chapter:
    """All of them do."""
    told = shop.promoted("--allow-breaking --percent 100")
    return chapter(shop, shop.follow(told["next"]), told)


@pytest.fixture(scope="module")
def third(shop: Shop, moved: Chapter) -> Chapter:
    """One more release is deployed to dev and promoted, in one go."""
    shop.edit("src/shop.py", "new", "newest")
    shop.edit(
        "api.yaml",
        "GET /items: {function: api, authorizer: none}\n",
        "ANY /items: {function: api, authorizer: none}\n",
    )
    shop.up_all()
    told = shop.promoted("--allow-breaking")
    return chapter(shop, shop.follow(told["next"]), told)


def done(applied: Applied) -> set[tuple[str, str, str]]:
    """What was done; what differs right after counts too, as DIFFERS."""
    return {(step.op, step.type.rpartition(":")[2], step.name) for step in applied.steps if step.op != "same"}


def test_P1_one_stack_deploys_one_api_with_both_stages(first: Chapter) -> None:
    assert {step.op for step in first.applied.steps} == {"create"}, first.applied.output
    assert (first.dev, first.prod) == (OLD, OLD)
    names = [step.name for step in first.applied.steps]
    assert names.count("shop-api") == 1
    assert {"shop-web.dev", "shop-web.prod", "shop-api.dev", "shop-api.prod"} <= set(names)


@pytest.mark.parametrize("alias", ["dev", "prod"])
def test_P8_the_permission_of_each_alias_is_there(shop: Shop, ahead: Chapter, alias: str) -> None:
    made = set(shop.ids("aws:lambda/permission:Permission"))
    assert {f"shop-{api}.api.{alias}" for api in APIS} <= made
    # Without one, nothing answers.
    assert ahead.dev["partners"] == REST_NEW
    assert ahead.prod["partners"] == REST_OLD


def test_P1_what_is_promoted_is_pinned_in_the_files_and_on_aws(shop: Shop, pinned: Chapter) -> None:
    release = pinned.told["release"]
    assert f'release: "{release}"' in shop.config
    assert shop.run("git ls-files releases") == f"releases/{release}.json"
    assert (pinned.dev, pinned.prod) == (OLD, OLD)
    # Dev and prod run the same: that is when the snapshots are made that prod is pinned to.
    assert {pinned.deployment("prod", api) for api in APIS} <= pinned.deployments
    assert {step.op for step in pinned.applied.steps} <= {"same", "create", "update"}, pinned.applied.output


def test_P1_new_code_and_routes_reach_dev_and_prod_stays(pinned: Chapter, ahead: Chapter) -> None:
    assert (ahead.dev, ahead.prod) == (NEW, OLD)
    assert ahead.prod_alias == ("1", {})
    touched = {name for _, _, name in done(ahead.applied)}
    assert not {name for name in touched if name.endswith(".prod")}, ahead.applied.output
    assert ahead.releases["prod"] == pinned.releases["prod"]
    assert ahead.releases["dev"]["id"] != pinned.releases["prod"]["id"]


def test_P4_what_prod_serves_stays_while_dev_gets_another_deployment(pinned: Chapter, ahead: Chapter) -> None:
    assert pinned.deployments <= ahead.deployments
    created = {name for op, kind, name in done(ahead.applied) if (op, kind) == ("create", "Deployment")}
    assert ahead.deployment("dev", "partners") in created


def test_a_second_run_finds_nothing_to_do(shop: Shop, ahead: Chapter) -> None:
    again = shop.up_all()
    assert {step.op for step in again.steps} == {"same"}, again.output


def test_P1_promotion_brings_the_new_code_and_routes_to_prod(ahead: Chapter, promoted: Chapter) -> None:
    assert (promoted.dev, promoted.prod) == (NEW, NEW)
    assert promoted.prod_alias == ("2", {})
    assert promoted.releases["prod"]["id"] == ahead.releases["dev"]["id"]
    # Nothing is built: an alias and the stages move.
    assert ("update", "Alias", "shop-api.prod") in done(promoted.applied)
    assert not {kind for _, kind, _ in done(promoted.applied)} & {"Function", "RestApi", "Route"}


def test_P4_what_a_rollback_needs_stays(ahead: Chapter, promoted: Chapter) -> None:
    assert {ahead.deployment("prod", api) for api in APIS} <= promoted.deployments


def test_P1_a_rollback_moves_prod_back_without_a_build(promoted: Chapter, back: Chapter) -> None:
    assert (back.dev, back.prod) == (NEW, OLD)
    assert back.prod_alias == ("1", {})
    assert not [step for step in back.applied.steps if step.op == "create"], back.applied.output
    assert not any("git switch" in command for command in back.told["next"])


def test_P46_a_share_of_prod_moves_to_the_new_release(back: Chapter, moving: Moving) -> None:
    assert moving.prod_alias == ("1", {"2": 0.1})
    # The emulator sends all calls to the first version.
    assert (moving.dev, moving.prod, moving.canary) == (NEW, OLD, REST_NEW)
    assert {("create", "Alias", "shop-api.prod-canary")} <= done(moving.applied)


def test_P4_P46_the_move_ends_with_the_release_for_all(moving: Moving, moved: Chapter) -> None:
    assert moved.prod == NEW
    assert moved.prod_alias == ("2", {})
    assert ("delete", "Alias", "shop-api.prod-canary") in done(moved.applied)


def test_P4_what_no_stage_needs_any_more_goes(back: Chapter, moved: Chapter, third: Chapter) -> None:
    first, second = back.releases["prod"], moved.releases["prod"]
    assert third.prod_alias == ("3", {})
    gone = f"shop-partners.{first['contents']['apis.partners']}"
    kept = f"shop-partners.{second['contents']['apis.partners']}"
    assert gone not in third.deployments
    assert {kept, third.deployment("prod", "partners")} <= third.deployments


def test_nothing_differs_when_it_is_read_again(
    first: Chapter,
    pinned: Chapter,
    ahead: Chapter,
    promoted: Chapter,
    back: Chapter,
    moving: Moving,
    moved: Chapter,
    third: Chapter,
) -> None:
    story = (first, pinned, ahead, promoted, back, moving, moved, third)
    assert [step for each in story for step in each.applied.steps if step.op in ("DIFFERS", "GONE")] == []


def test_P1_a_release_that_never_was_is_refused(shop: Shop, third: Chapter) -> None:
    shop.edit("api.yaml", f'release: "{third.told["release"]}"', 'release: "0123456789ab"')
    refused = shop.refused("main")
    assert "stages.prod.release: " in refused.output
    assert "0 resources, 0 created, 0 updated, 0 replaced, 0 deleted" in refused.output
    assert not refused.changed
