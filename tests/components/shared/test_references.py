"""What stages are pinned to, where what it names has got another value since."""

from __future__ import annotations

import pytest
from pulumi.runtime import settings

from pulumi_apigw import Service
from pulumi_apigw.graph import ResourceGraph, capture

from .conftest import V2_DEPLOYMENT, Shop, deployments

FUNCTIONS = {
    "chat: {runtime: python3.13, handler: handlers.handler, source: src}": "chat: {arn: '${ref.chat}'}",
    "push: [chat]": "push: [api]",
    "$connect: {function: chat": "$connect: {function: api",
    "GET /: {function: api": "GET /: {function: chat",
}
ARNS = {name: f"arn:aws:lambda:us-east-1:123456789012:function:{name}" for name in ("old", "new")}


def registered(shop: Shop, function: str) -> ResourceGraph:
    (shop.folder / "api.yaml").write_text(shop.config)
    refs = {"chat": ARNS[function]}
    return capture(lambda: Service.from_file(refs=refs).export(), stack="main", project="shop")


@pytest.mark.parametrize("auto_deploy", [True, False])
def test_a_deployment_of_what_the_files_have_is_made_anew_with_what_they_name(
    shop: Shop, auto_deploy: bool
) -> None:
    shop.edit(FUNCTIONS)
    if not auto_deploy:
        shop.edit({"protocol: websocket": "protocol: websocket\n    auto_deploy: false"})
    exported = registered(shop, "old").exports["releases"]["dev"]
    shop.set("prod", release=exported["id"])
    old, again, new = (deployments(registered(shop, name)) for name in ("old", "old", "new"))
    assert old.keys() == new.keys()
    assert len(old) == 3
    for name, each in old.items():
        assert each.inputs == again[name].inputs
        made, anew = (found[name].inputs["triggers"] for found in (old, new))
        if name.startswith("shop-store"):
            assert made == anew, "it calls another function"
        else:
            assert made["contents"] == anew["contents"]
            assert made["sha256"] != anew["sha256"]


def test_a_preview_knows_what_deployments_are_made_with(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.set("prod", release=shop.release().id)
    made = shop.graph().of_type(V2_DEPLOYMENT)
    # What the engine has no value of is unknown in a preview, and known to be none otherwise.
    monkeypatch.setattr(settings, "is_dry_run", lambda: True)
    known = shop.graph().of_type(V2_DEPLOYMENT)
    assert {each.name.partition(".")[0] for each in known} == {"shop-public", "shop-live"}
    assert [each.inputs["triggers"] for each in known] == [each.inputs["triggers"] for each in made]
