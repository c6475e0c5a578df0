"""A service whose stages share a stack: what is made once, what each stage has, and what is refused."""

from __future__ import annotations

import base64
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime.proto.resource_pb2 import ResourceInvokeRequest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import capture
from pulumi_apigw.graph.monitor import RecordingMonitor
from pulumi_apigw.releases.files import release_path

from ..conftest import ALIAS, FUNCTION, POLICY, config, policy
from .conftest import Shop, stages

MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zips are built in captures too, as a deployment builds them."""
    monkeypatch.setattr(sys.modules["pulumi_apigw.graph.capture"], "sources_only", nullcontext)


def refused(shop: Shop, stage: str | None = None) -> str:
    """What the engine is told, before anything is registered."""
    (shop.folder / "api.yaml").write_text(shop.config)
    messages = []

    def program() -> None:
        with pytest.raises(pulumi.RunError) as caught:
            Service.from_file(stage=stage)
        messages.append(str(caught.value))

    assert capture(program, stack="main", project="shop").resources == ()
    return messages[0]


@pytest.mark.parametrize("stack", ["main", "dev", "organization/shop/live"])
def test_the_stack_may_have_any_name(shop: Shop, stack: str) -> None:
    graph = shop.graph(stack)
    assert graph.exports["releases"].keys() == {"dev", "prod"}
    assert {each.inputs["name"] for each in graph.of_type(FUNCTION)} == {"shop-api", "shop-chat"}


def test_the_stacks_own_patch_is_for_all_stages(shop: Shop) -> None:
    patch = json.dumps(
        {"functions": {"api": {"memory_mb": 512}}, "apis": {"public": {"throttle": {"rate_limit": 7}}}}
    )
    graph = shop.graph(config={"apigw:patch": patch})
    assert graph.find(FUNCTION, "shop-api").inputs["memorySize"] == 512
    found = stages(graph)
    limits = [found[f"shop-public.{each}"].inputs["defaultRouteSettings"] for each in ("dev", "prod")]
    assert [each["throttlingRateLimit"] for each in limits] == [7, 7]


def test_no_stage_can_be_chosen(shop: Shop) -> None:
    fact = "topology: the program says stage 'prod', and this stack deploys all stages (topology: shared)."
    assert refused(shop, stage="prod") == f"{fact} Leave 'stage' out."
    written = config(topology="shared")
    with pytest.raises(pulumi.RunError, match=r"topology: the program says stage 'dev'"):
        Service("orders", ServiceArgs(config=written, stage="dev"))


def test_functions_may_push_for_each_stage_and_are_told_by_their_events(shop: Shop) -> None:
    graph = shop.graph()
    assert "environment" not in graph.find(FUNCTION, "shop-chat").inputs
    pushing = [each for each in policy(graph, "shop-chat.policy") if "ManageConnections" in str(each)]
    assert [str(each["Resource"]).partition("/")[2].split("/")[0] for each in pushing] == ["dev", "prod"]
    assert not [each for each in policy(graph, "shop-api.policy") if "ManageConnections" in str(each)]
    assert graph.find(POLICY, "shop-chat.policy")


def test_a_domain_leads_to_the_stages_of_each(shop: Shop) -> None:
    domain = {"name": "api.example.com", "zone": "example.com"}
    shop.set("dev", domain={**domain, "apis": {"public": "dev/shop", "store": "dev/store"}})
    shop.set("prod", domain={**domain, "apis": {"public": "shop", "store": "store"}})
    graph = shop.graph()
    led = {each.name: each.inputs["stage"] for each in graph.of_type(MAPPING)}
    assert led == {
        "shop-api.example.com/dev/shop": "dev",
        "shop-api.example.com/dev/store": "dev",
        "shop-api.example.com/shop": "prod",
        "shop-api.example.com/store": "prod",
    }
    assert graph.exports["domain_urls"]["public"] == {
        "dev": ["https://api.example.com/dev/shop"],
        "prod": ["https://api.example.com/shop"],
    }


def test_each_stage_is_watched_by_itself(shop: Shop) -> None:
    shop.edit({"stages:\n": "observability: {alarms: {}}\nstages:\n"})
    graph = shop.graph()
    names = [each.name for each in graph.of_type(ALARM)]
    assert len(names) == len(set(names))
    for stage in ("dev", "prod"):
        own = [each for each in graph.of_type(ALARM) if each.name.startswith(f"shop-observability.{stage}-")]
        assert own
        assert len({each.inputs["name"] for each in own}) == len(own)
    services = []
    capture(lambda: services.append(Service.from_file()), stack="main", project="shop")
    assert services[0].observabilities.keys() == {"dev", "prod"}


@pytest.mark.usefixtures("built")
def test_a_release_that_nobody_kept_is_refused(shop: Shop) -> None:
    shop.set("prod", release="0" * 12)
    message = refused(shop)
    assert message.startswith("api.yaml:")
    assert (
        "stages.prod.release: the stage is pinned to release '000000000000', and the files here give"
        in message
    )


@pytest.mark.usefixtures("built")
def test_a_release_that_the_files_give_needs_no_file(shop: Shop) -> None:
    shop.set("prod", release=shop.release().id)
    graph = shop.graph()
    assert graph.exports["releases"]["prod"]["functions"]["api"]["version"] == "1"
    found = stages(graph)
    assert not found["shop-public.prod"].inputs["autoDeploy"]
    assert found["shop-public.dev"].inputs["autoDeploy"]


@pytest.mark.usefixtures("built")
def test_what_a_stage_runs_is_exported_with_its_own_variables(ahead: Shop) -> None:
    pinned = json.loads(ahead.config.split("release")[1].split(":")[1].split("}")[0])
    exported = ahead.graph().exports["releases"]
    file = json.loads(release_path(ahead.folder, pinned).read_text())
    assert (exported["dev"]["stage"], exported["prod"]["stage"]) == ("dev", "prod")
    assert exported["prod"]["id"] == pinned
    assert exported["dev"]["id"] != pinned
    assert exported["prod"]["functions"] == file["functions"]
    assert exported["prod"]["apis"] == file["apis"]
    assert exported["prod"]["deployments"].keys() == {"public", "store", "live"}
    assert exported["dev"]["deployments"].keys() == {"store"}
    assert exported["prod"]["deployments"]["store"] == file["deployments"]["store"]


LIVE = """\
  live:
    protocol: websocket
    push: [chat]
    routes:
      $connect: {function: chat, authorizer: none}
      hello: {function: chat}
"""
CHAT = "  chat: {runtime: python3.13, handler: handlers.handler, source: src}\n"
REMOVED = {
    "an API": (
        {LIVE: ""},
        "has the WebSocket API 'live', which the files here have not. "
        "Leave it there, or let 'prod' go without it at once (release: latest).",
    ),
    "a function": (
        {CHAT: "", "function: chat": "function: api", "push: [chat]": "push: [api]"},
        "calls the function 'chat', which the files here have not. "
        "Leave it there until 'prod' has another release.",
    ),
}


@pytest.mark.parametrize(("changes", "fact"), REMOVED.values(), ids=REMOVED)
def test_what_a_pinned_stage_needs_cannot_be_taken_away(
    ahead: Shop, changes: dict[str, str], fact: str
) -> None:
    ahead.edit(changes)
    message = refused(ahead)
    assert "stages.prod.release: release" in message
    assert fact in message


def test_files_are_looked_for_beside_the_config(
    ahead: Shop, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ahead.folder / "api.yaml").write_text(ahead.config)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    path: Path = ahead.folder / "api.yaml"
    graph = capture(lambda: Service.from_file(path).export(), stack="main", project="shop")
    assert graph.exports["releases"]["prod"]["functions"]["api"]["version"] == "4"


def found_code(sha256: str) -> dict[str, Any]:
    """What AWS says of the code of each version, as it writes a hash."""
    code = base64.b64encode(bytes.fromhex(sha256)).decode()
    return {"aws:lambda/getFunction:getFunction": {"codeSha256": code}}


@pytest.mark.usefixtures("built")
def test_P1_a_version_that_has_other_code_than_was_promoted_is_refused(shop: Shop) -> None:
    pinned = shop.release(versions={"api": "4", "chat": "5"})
    shop.set("prod", release=shop.keep(pinned))
    code = pinned.functions["api"].code_sha256
    assert code
    graph = shop.graph(calls=found_code(code))
    assert graph.find(ALIAS, "shop-api.prod").inputs["functionVersion"] == "4"
    with pytest.raises(ProgramError, match=r"version . of the function 'shop-\w+' has other code than was"):
        shop.graph(calls=found_code("00" * 32))


@pytest.mark.usefixtures("built")
def test_AWS_is_asked_once_for_a_version_by_the_provider_of_the_service(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = shop.release(versions={"api": "4", "chat": "5"})
    canary = {"percent_traffic": 5, "variables": {"lambda_alias": "beta"}}
    shop.set("prod", release=shop.keep(pinned), canary=canary)
    (shop.folder / "api.yaml").write_text(shop.config)
    asked: list[tuple[str, str]] = []
    invoke = RecordingMonitor.Invoke

    def record(monitor: RecordingMonitor, request: ResourceInvokeRequest) -> Any:
        if request.tok.endswith(":getFunction"):
            asked.append(
                (request.args["qualifier"], request.provider.partition("aws::")[2].partition("::")[0])
            )
        return invoke(monitor, request)

    monkeypatch.setattr(RecordingMonitor, "Invoke", record)

    def program() -> None:
        west = aws.Provider("west", region="eu-west-1")
        Service.from_file(opts=pulumi.ResourceOptions(providers=[west]))

    code = pinned.functions["api"].code_sha256
    assert code
    capture(program, stack="main", project="shop", calls=found_code(code))
    assert sorted(asked) == [("4", "west"), ("5", "west")]
