"""A stack per stage: prod's REST API moves to what dev runs bit by bit, by a canary that AWS keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ..conftest import Applied, ApplyCheck
from ..edge.front import ask
from ..promotion.repository import PROGRAM, Repository
from .deployments import CANARY

pytestmark = pytest.mark.slow

FILES = {
    "api.yaml": """\
        service: shop
        functions:
          api: {runtime: python3.13, handler: shop.handler, source: src}
        apis:
          public:
            protocol: rest
            access_log: none
            routes:
              GET /items: {function: api, authorizer: none}
        stage_variables:
          pricing: {promote: true, pattern: ^(list|volume)$, default: list}
        stages:
          dev: {}
          prod: {}
        """,
    "__main__.py": PROGRAM,
    "prod.json": "{}",
    "src/shop.py": """\
        import json


        def handler(event, context):
            answer = {"code": "old", "pricing": event["stageVariables"]["pricing"]}
            return {"statusCode": 200, "body": json.dumps(answer)}
        """,
}
OLD = {"code": "old", "pricing": "list"}
NEW = {"code": "new", "pricing": "volume"}


@pytest.fixture(scope="module")
def shop(apply_check: ApplyCheck, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Dev is ahead of prod by code, a route and a feature."""
    shop = Repository(tmp_path_factory.mktemp("rest") / "shop", apply_check, FILES)
    shop.up("dev")
    shop.follow(shop.promote()["next"])
    shop.edit("src/shop.py", "old", "new")
    items = "GET /items: {function: api, authorizer: none}"
    shop.edit("api.yaml", items, f"{items}\n      GET /offers: {{function: api, authorizer: none}}")
    shop.edit("api.yaml", "dev: {}", "dev: {variables: {pricing: volume}}")
    shop.up("dev")
    return shop


@pytest.fixture(scope="module")
def moving(shop: Repository) -> Applied:
    return shop.follow(shop.promote("--percent 10")["next"])


@pytest.fixture(scope="module")
def moved(shop: Repository, moving: Applied) -> Applied:
    return shop.follow(shop.promote("--percent 100")["next"])


def called(apply_check: ApplyCheck, shop: Repository, applied: Applied, path: str, **headers: str) -> Any:
    """What prod answers, once more after whatever was done."""
    apis = apply_check.outputs(shop.folder, "aws:apigateway/restApi:RestApi", stack="prod")
    way = f"/called/{apis['shop-public']['id']}/prod/{path}"
    return json.loads(ask(applied.rest_endpoint, "GET", way, headers={"Accept": "*/*", **headers})[2])


def test_P46_the_canary_has_the_new_code_and_variables_and_all_have_the_routes(
    apply_check: ApplyCheck, shop: Repository, moving: Applied
) -> None:
    for path in ("items", "offers"):
        assert called(apply_check, shop, moving, path) == OLD
        assert called(apply_check, shop, moving, path, **{CANARY: "yes"}) == NEW
    assert shop.alias("prod", moving) == ("1", {})
    assert shop.alias("prod-canary", moving) == ("2", {})
    assert moving.named("DIFFERS") == []


def test_P4_P46_the_canary_ends_with_the_new_release_for_all(
    apply_check: ApplyCheck, shop: Repository, moved: Applied
) -> None:
    assert called(apply_check, shop, moved, "items") == NEW
    assert shop.alias("prod", moved) == ("2", {})
    assert "shop-api.prod-canary" in moved.named("delete")
    assert moved.named("DIFFERS") == []
