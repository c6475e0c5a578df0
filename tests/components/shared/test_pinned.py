"""Stages of one API that serve different releases of it."""

from __future__ import annotations

import asyncio
import re

import pulumi
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto.resource_pb2 import (
    RegisterResourceHookRequest,
    ResourceHookRequest,
    ResourceHookResponse,
)

from pulumi_apigw import ApiDeployments, KeptDeployment
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.graph.monitor import RecordingMonitor

from ..conftest import ALIAS, PERMISSION
from .conftest import MORE, Shop, deployments, stages


def versions(graph: ResourceGraph) -> dict[str, str]:
    return {each.name: each.inputs["functionVersion"] for each in graph.of_type(ALIAS)}


def digests(shop: Shop) -> dict[str, str]:
    """What the APIs hold as the files have them, by the beginning of its deployment's name."""
    contents = shop.release().contents
    return {api: f"shop-{api}.{contents[f'apis.{api}']}" for api in ("public", "store", "live")}


def test_stages_that_take_every_release_have_one_deployment_of_a_rest_api(shop: Shop) -> None:
    graph = shop.graph()
    assert list(deployments(graph)) == [digests(shop)["store"]]
    found = stages(graph)
    assert len(found) == 6
    assert all(
        found[f"shop-{api}.{stage}"].inputs["autoDeploy"]
        for api in ("public", "live")
        for stage in ("dev", "prod")
    )
    assert len({found[f"shop-store.{stage}"].inputs["deployment"] for stage in ("dev", "prod")}) == 1


def test_P1_each_stage_has_an_alias_of_its_own_and_leave_to_be_called_by_it(shop: Shop) -> None:
    graph = shop.graph()
    assert versions(graph) == dict.fromkeys(
        ["shop-api.dev", "shop-api.prod", "shop-chat.dev", "shop-chat.prod"], "1"
    )
    assert {each.name for each in graph.of_type(PERMISSION)} == {
        f"shop-{each}.{stage}"
        for each in ("public.api", "store.api", "live.chat")
        for stage in ("dev", "prod")
    }
    assert [each.inputs["qualifier"] for each in graph.of_type(PERMISSION)].count("prod") == 3


def test_a_stage_that_is_pinned_to_what_the_files_have_gets_deployments_of_it(shop: Shop) -> None:
    now = digests(shop)
    shop.set("prod", release=shop.keep(shop.release()))
    graph = shop.graph()
    made = deployments(graph)
    assert made.keys() == set(now.values())
    # They can be made, so nothing guards them.
    assert not any(each.hooks or each.ignore_changes for each in made.values())
    found = stages(graph)
    for api in ("public", "live"):
        assert found[f"shop-{api}.dev"].inputs["autoDeploy"]
        pinned = found[f"shop-{api}.prod"].inputs
        assert (pinned["autoDeploy"], pinned["deploymentId"]) == (False, made[now[api]].id)


def test_P1_a_stage_that_is_pinned_stays_while_the_files_move_on(shop: Shop) -> None:
    before = digests(shop)
    release = shop.release()
    sent = release.deployments["store"]
    shop.set("prod", release=shop.keep(shop.release(versions={"api": "4", "chat": "5"})))
    shop.edit(MORE)
    now, graph = digests(shop), shop.graph()
    made, found = deployments(graph), stages(graph)
    assert made.keys() == {now["store"], *before.values()}
    assert versions(graph) == {
        "shop-api.dev": "1",
        "shop-chat.dev": "1",
        "shop-api.prod": "4",
        "shop-chat.prod": "5",
    }
    assert found["shop-store.dev"].inputs["deployment"] == made[now["store"]].id
    assert found["shop-store.prod"].inputs["deployment"] == made[before["store"]].id
    for api in ("public", "live"):
        assert found[f"shop-{api}.dev"].inputs["autoDeploy"]
        assert "deploymentId" not in found[f"shop-{api}.dev"].inputs
        assert not found[f"shop-{api}.prod"].inputs["autoDeploy"]
        assert found[f"shop-{api}.prod"].inputs["deploymentId"] == made[before[api]].id
    # What was made of the release stays as it was made: by what was sent, and by what it holds.
    assert made[before["store"]].inputs["triggers"] == {"sha256": sent}
    for api in ("public", "live"):
        digest = before[api].partition(".")[2]
        assert made[before[api]].inputs["triggers"] == {"contents": digest, "sha256": release.sent[api]}


def test_what_is_kept_cannot_be_created_again(ahead: Shop) -> None:
    graph = ahead.graph()
    kept = {name: each for name, each in deployments(graph).items() if each.hooks}
    assert len(kept) == 3
    assert all(each.hooks == {"before_create": (f"{name} is kept",)} for name, each in kept.items())
    # A value that a reference got since is no reason to make it anew.
    assert all(each.ignore_changes == ("triggers",) for each in kept.values())


def test_a_deployment_that_is_not_there_is_refused_in_previews_too() -> None:
    messages: list[str] = []

    def program() -> None:
        parent = pulumi.ComponentResource("my:index:Api", "shop")
        kept = KeptDeployment(trigger="0", refusal="there is none.")
        found = ApiDeployments(newest="b", kept={"a": kept})
        hooks = found.options("shop.a", "a", after=[], parent=parent).hooks
        assert hooks
        (hook,) = hooks.before_create or []
        assert isinstance(hook, pulumi.ResourceHook)
        assert hook.opts
        assert (hook.opts.on_dry_run, hook.opts.ignore_errors) == (True, False)
        args = pulumi.ResourceHookArgs("urn", "", "shop.a", "aws:apigateway/deployment:Deployment")
        with pytest.raises(pulumi.RunError, match=r"^there is none\.$"):
            hook(args)
        messages.append("refused")
        assert found.options("shop.b", "b", after=[], parent=parent).hooks is None

    capture(program)
    assert messages == ["refused"]


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[RecordingMonitor, RegisterResourceHookRequest]]:
    """The hooks that a program asks the engine to run."""
    found: list[tuple[RecordingMonitor, RegisterResourceHookRequest]] = []

    def register(monitor: RecordingMonitor, request: RegisterResourceHookRequest) -> Empty:
        found.append((monitor, request))
        return Empty()

    monkeypatch.setattr(RecordingMonitor, "RegisterResourceHook", register)
    return found


def test_P1_the_engine_is_told_what_it_cannot_create_and_why(
    ahead: Shop, hooks: list[tuple[RecordingMonitor, RegisterResourceHookRequest]]
) -> None:
    pinned = ahead.release("prod").id
    hooks.clear()
    ahead.graph()
    assert {request.name.partition(".")[0] for _, request in hooks} == {
        "shop-public",
        "shop-store",
        "shop-live",
    }
    for monitor, request in hooks:
        # In previews too: then nothing is half-deployed.
        assert request.on_dry_run
        assert not request.ignore_errors
        answer = asyncio.run(monitor.callbacks.call(request.callback.token, ResourceHookRequest(name="x")))
        assert isinstance(answer, ResourceHookResponse)
        whose = rf"the stage 'prod' runs release '{pinned}', of whose API '(public|store|live)' this stack"
        why = "has no deployment. AWS makes none but of what an API is now, which is another. Deploy from the"
        fix = "commit of that release first, or promote another."
        assert re.fullmatch(f"{whose} {why} {fix}", answer.error)


def test_a_stage_has_no_api_that_is_newer_than_its_release(ahead: Shop) -> None:
    ahead.edit(
        {
            "stages:\n": "observability: {alarms: {}}\nstages:\n",
            "apis:\n": "apis:\n"
            "  extra: {protocol: rest, routes: {GET /: {function: api, authorizer: none}}}\n",
        }
    )
    graph = ahead.graph()
    assert "shop-extra.dev" in stages(graph)
    assert "shop-extra.prod" not in stages(graph)
    assert graph.exports["urls"]["extra"].keys() == {"dev"}
    assert "extra" not in graph.exports["releases"]["prod"]["apis"]
    alarms = [each.name for each in graph.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")]
    assert any(".dev-extra." in each for each in alarms)
    assert not any(".prod-extra." in each for each in alarms)
    assert any(".prod-store." in each for each in alarms)


def test_P1_a_stage_may_still_call_what_its_release_calls(shop: Shop) -> None:
    shop.edit({"GET /items: {function: api": "GET /items: {function: chat"})
    shop.set("prod", release=shop.keep(shop.release()))
    shop.edit({"GET /items: {function: chat": "GET /items: {function: api"})
    found = {each.name for each in shop.graph().of_type(PERMISSION) if each.name.startswith("shop-store")}
    assert found == {"shop-store.api.dev", "shop-store.api.prod", "shop-store.chat.prod"}


def test_a_stage_goes_back_to_every_release(ahead: Shop) -> None:
    ahead.set("prod")
    graph = ahead.graph()
    assert len(deployments(graph)) == 1
    assert stages(graph)["shop-public.prod"].inputs["autoDeploy"]
    assert set(versions(graph).values()) == {"1"}


def test_what_a_stage_may_go_back_to_is_kept(ahead: Shop) -> None:
    old = ahead.release("prod")
    ahead.keep(old)
    new = ahead.keep(ahead.release("dev"))
    record = {"from": "dev", "release": new, "at": "2026-11-23T12:00:00Z", "before": {"release": old.id}}
    ahead.set("prod", release=new, promoted=record)
    made = deployments(ahead.graph())
    assert {f"shop-{api}.{old.contents[f'apis.{api}']}" for api in old.apis} < made.keys()
    assert len(made) == 6
