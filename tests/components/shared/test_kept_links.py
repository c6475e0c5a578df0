"""VPC links that stages call by what they are pinned to."""

from __future__ import annotations

import asyncio

import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto.resource_pb2 import (
    RegisterResourceHookRequest,
    ResourceHookRequest,
    ResourceHookResponse,
)

from pulumi_apigw.graph.monitor import RecordingMonitor

from .conftest import Shop

V2_LINK = "aws:apigatewayv2/vpcLink:VpcLink"
REST_LINK = "aws:apigateway/vpcLink:VpcLink"
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/{}/a/0123456789abcdef"
LISTENER = (
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/0123456789abcdef/0123456789abcdef"
)
OWN = "{inside: {subnet_ids: [subnet-a], security_group_ids: [sg-b]}}"
NEAR = f"{{near: {{target_arn: '{BALANCER.format('net')}'}}}}"
PRIVATE = "authorizer: none, integration: {type: private, vpc_link:"
LINKED = {
    "  public:\n": f"  public:\n    vpc_links: {OWN}\n",
    "    protocol: rest\n": f"    protocol: rest\n    vpc_links: {NEAR}\n",
    "GET /: {function: api, authorizer: none}": f"GET /: {{{PRIVATE} inside, target_arn: '{LISTENER}'}}}}",
    "GET /items: {function: api, authorizer: none}": f"GET /items: {{{PRIVATE} near, url: 'http://near.com'}}}}",
}
MORE = {
    "GET /: {authorizer": "GET /more: {authorizer",
    "GET /items: {authorizer": "GET /things: {authorizer",
}


@pytest.fixture
def linked(shop: Shop) -> Shop:
    """Prod is pinned to a release that calls links."""
    shop.edit(
        {each.replace("      ", "  ", 1) if each[0] == " " else each: to for each, to in LINKED.items()}
    )
    shop.set("prod", release=shop.keep(shop.release()))
    return shop


def hooks(shop: Shop) -> dict[str, dict[str, tuple[str, ...]]]:
    graph = shop.graph()
    return {each.name: dict(each.hooks) for kind in (V2_LINK, REST_LINK) for each in graph.of_type(kind)}


def test_P26_no_link_takes_the_place_of_one_that_a_pinned_stage_calls(linked: Shop) -> None:
    assert hooks(linked) == {"shop-public.inside": {}, "shop-store.near": {}}, "it goes with the files"
    linked.edit(MORE)
    assert hooks(linked) == {
        name: {"before_create": (f"{name} is kept",)} for name in ("shop-public.inside", "shop-store.near")
    }
    linked.set("prod")
    assert hooks(linked) == {"shop-public.inside": {}, "shop-store.near": {}}


def test_P26_the_engine_is_told_why(linked: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, tuple[RecordingMonitor, RegisterResourceHookRequest]] = {}

    def register(monitor: RecordingMonitor, request: RegisterResourceHookRequest) -> Empty:
        found[request.name] = monitor, request
        return Empty()

    pinned = linked.release("prod").id
    linked.edit(MORE)
    monkeypatch.setattr(RecordingMonitor, "RegisterResourceHook", register)
    linked.graph()
    monitor, request = found["shop-public.inside is kept"]
    assert request.on_dry_run
    answer = asyncio.run(monitor.callbacks.call(request.callback.token, ResourceHookRequest(name="x")))
    assert isinstance(answer, ResourceHookResponse)
    assert answer.error == (
        f"release {pinned!r} of the stage 'prod' calls the VPC link 'inside' of the API 'public' as it was "
        "deployed, and this would be another. Leave its settings as they are until 'prod' needs that release "
        "no more, and give a new link a new name. A stack that has none yet: deploy from the commit of that "
        "release first."
    )
