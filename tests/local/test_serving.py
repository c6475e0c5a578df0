"""Starting and ending the gateway: ports, hosts, the extra, signals, programs with nothing to serve."""

from __future__ import annotations

import os
import signal as signals
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.local import gateway as gateway_module
from pulumi_apigw.local import serve

HANDLER = """
import json

def echo(event, context):
    return {"statusCode": 200, "body": json.dumps({"event": event})}
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    (folder / "app.py").write_text(HANDLER)
    return folder


def quick_api(source: Path) -> aws.apigatewayv2.Api:
    """An API of two resources and a permission, as people write it first."""
    function = aws.lambda_.Function(
        "echo",
        role="arn:aws:iam::123456789012:role/lambda",
        runtime="python3.13",
        handler="app.echo",
        code=pulumi.FileArchive(str(source)),
    )
    api = aws.apigatewayv2.Api("quick", protocol_type="HTTP", target=function.arn)
    aws.lambda_.Permission(
        "quick",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )
    return api


@pytest.fixture
def two_apis(source: Path) -> ResourceGraph:
    def program() -> None:
        after = pulumi.ResourceOptions(depends_on=[quick_api(source)])
        aws.apigatewayv2.Api("other", protocol_type="HTTP", opts=after)

    return capture(program)


def free_ports(count: int) -> int:
    """The first of some ports in a row that nobody has now."""
    for first in range(20000, 60000, 97):
        held = []
        try:
            for port in range(first, first + count):
                held.append(socket.create_server(("127.0.0.1", port)))
            return first
        except OSError:
            continue
        finally:
            for listener in held:
                listener.close()
    raise AssertionError("no free ports")


def test_each_api_has_a_port_of_its_own(two_apis: ResourceGraph) -> None:
    first = free_ports(2)
    with serve(two_apis, port=first, on_log=print, workers=1) as gateway:
        assert gateway.url("quick") == f"http://127.0.0.1:{first}"
        event = httpx.get(f"{gateway.url('quick')}/a/b").json()["event"]
        assert (event["routeKey"], event["requestContext"]["stage"], event["rawPath"]) == (
            "$default", "$default", "/a/b"
        )  # fmt: skip
        other = f"http://127.0.0.1:{first + 1}/a/b"
        assert httpx.get(other).status_code == 404
        # A Host of AWS's own form selects an API on any port.
        host = {"host": f"{gateway.apis[0].id}.execute-api.us-east-1.amazonaws.com"}
        assert httpx.get(other, headers=host).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(other)


def test_what_keeps_a_gateway_from_starting_leaves_no_worker(
    two_apis: ResourceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    def refuse(*_: Any) -> None:
        raise GatewayError("no handler")

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    monkeypatch.setattr(gateway_module, "make_handler", refuse)
    with pytest.raises(GatewayError, match=r"^no handler$"):
        serve(two_apis, workers=1).start()
    assert [each.returncode for each in started] == [-signals.SIGKILL]


def test_a_quick_created_http_proxy_forwards(source: Path) -> None:
    port = free_ports(2)

    def program() -> None:
        after = pulumi.ResourceOptions(depends_on=[quick_api(source)])
        aws.apigatewayv2.Api("proxy", protocol_type="HTTP", target=f"http://127.0.0.1:{port}/in", opts=after)

    with serve(capture(program), port=port, on_log=print, workers=1) as gateway:
        response = httpx.post(f"{gateway.url('proxy')}/a%20b?x=1", content=b"hi", headers={"x-tag": "1"})
    event = response.json()["event"]
    assert (event["rawPath"], event["rawQueryString"], event["body"]) == ("/in/a b", "x=1", "hi")
    assert event["headers"]["x-tag"] == "1"
    assert event["headers"]["forwarded"].startswith("by=127.0.0.1;for=127.0.0.1;host=127.0.0.1:")


def test_an_api_must_be_named_where_there_are_more(two_apis: ResourceGraph) -> None:
    names = "'quick', 'other'"
    with pytest.raises(GatewayError, match=rf"^2 APIs are meant\. Name one of: {names}\.$"):
        serve(two_apis).url()


def test_starts_again_on_the_same_port(two_apis: ResourceGraph) -> None:
    port = free_ports(2)
    for _ in range(2):
        with serve(two_apis, port=port, on_log=lambda line: None, workers=1) as gateway:
            assert httpx.get(gateway.url("quick")).status_code == 200


@pytest.mark.parametrize("taken", [0, 1])
def test_a_port_in_use_is_named(two_apis: ResourceGraph, taken: int) -> None:
    first = free_ports(2)
    with socket.create_server(("127.0.0.1", first + taken)):
        fact = (
            rf"^port {first + taken} is in use\. Stop what listens on 127\.0\.0\.1:{first + taken}, or choose"
        )
        with pytest.raises(GatewayError, match=fact):
            serve(two_apis, port=first).start()


@pytest.mark.parametrize(
    ("host", "port"), [("192.0.2.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 70000)]
)
def test_an_address_that_cannot_be_had_is_named(two_apis: ResourceGraph, host: str, port: int) -> None:
    with pytest.raises(
        GatewayError, match=rf"^cannot listen on {host}:{port}: .*Choose another host or port\.$"
    ):
        serve(two_apis, host=host, port=port).start()


def test_a_program_without_apis_says_what_to_do() -> None:
    def program() -> None:
        aws.apigateway.RestApi("chat", name="chat", body="{}")

    with pytest.raises(GatewayError) as raised:
        serve(capture(program))
    assert str(raised.value) == (
        "the program registers no API that can be served. Add an API with `protocol: http`, `rest` or "
        "`websocket`, an aws.apigatewayv2.Api, or an aws.apigateway.RestApi.\n"
        "API 'chat': not served: its `body` has neither `openapi` nor `swagger`."
    )


def test_a_url_before_the_start_says_so(two_apis: ResourceGraph) -> None:
    with pytest.raises(
        GatewayError, match=r"^the gateway is not started\. Call `start\(\)`, or use it in a "
    ):
        serve(two_apis).url("quick")


@pytest.mark.parametrize("module", ["uvicorn", "wsproto", "jwt", "cryptography", "httpx", "jsonschema"])
def test_without_the_extra_the_import_says_how_to_install_it(module: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; import pulumi_apigw.local"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == (
        "pulumi_apigw.errors.MissingExtraError: The local gateway needs an extra that is not installed. "
        "Run: pip install 'pulumi-apigw[local]'"
    )


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
def test_a_command_that_waits_ends_cleanly(tmp_path: Path, source: Path, signal: str) -> None:
    script = tmp_path / "serve.py"
    script.write_text(
        "import sys, pulumi_aws as aws\n"
        "from pulumi_apigw.graph import capture\n"
        "from pulumi_apigw.local import serve\n"
        "graph = capture(lambda: aws.apigatewayv2.Api('a', protocol_type='HTTP'))\n"
        "with serve(graph) as gateway:\n"
        "    print(gateway.description()['url'], flush=True)\n"
        "    gateway.wait()\n"
        "print('stopped')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert httpx.get(url).status_code == 404
        process.send_signal(signals.Signals[signal])
        out, error = process.communicate(timeout=20)
    assert (out, error, process.returncode) == (
        "stopped\n",
        "404 GET /: no stage has this path. Stages: none.\n",
        0,
    )


def test_a_second_start_is_refused(two_apis: ResourceGraph) -> None:
    with (
        serve(two_apis, on_log=lambda line: None, workers=1) as gateway,
        pytest.raises(GatewayError, match=r"^the gateway is started already\. Call `stop\(\)` first\.$"),
    ):
        gateway.start()


def test_an_api_of_another_region_is_told_so(source: Path) -> None:
    def program() -> None:
        oregon = aws.Provider("oregon", region="us-west-2")
        aws.apigatewayv2.Api("west", protocol_type="HTTP", opts=pulumi.ResourceOptions(provider=oregon))

    api = serve(capture(program, region="eu-west-1")).apis[0]
    assert api.domain_name == f"{api.id}.execute-api.us-west-2.amazonaws.com"


def test_an_api_goes_by_its_aws_name_and_id_before_its_logical_name() -> None:
    def program() -> None:
        for parent in ("left", "right"):
            opts = pulumi.ResourceOptions(parent=pulumi.ComponentResource(f"test:index:{parent}", parent))
            aws.apigatewayv2.Api("public", name=f"{parent}-shop", protocol_type="HTTP", opts=opts)
        aws.apigatewayv2.Api("left-shop", name="other", protocol_type="HTTP")

    gateway = serve(capture(program))
    ids = {api.name: api.id for api in gateway.apis}
    assert gateway.api("left-shop").id == ids["left-shop"] != ids["other"]
    assert gateway.api(ids["right-shop"]).name == "right-shop"
    with pytest.raises(GatewayError, match=r"^2 APIs are meant\. Name one of: '(left|right)-shop', '"):
        gateway.api("public")


def test_a_function_without_a_name_of_its_own_logs_by_the_programs(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def echo(event, context): print('hello')")
    log: list[str] = []
    with serve(capture(lambda: quick_api(tmp_path) and None), on_log=log.append, workers=1) as gateway:
        assert httpx.get(gateway.url()).status_code == 200
    assert log == ["echo: hello"]


def test_a_signal_just_before_the_wait_is_not_lost(
    two_apis: ResourceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Signalled(SimpleQueue[None]):
        def get(self, *arguments: Any, **options: Any) -> None:
            signals.raise_signal(signals.SIGTERM)
            super().get(*arguments, **options)

    gateway = serve(two_apis)
    monkeypatch.setattr(gateway, "_stopping", Signalled())
    # A signal that is lost leaves the wait to this end, instead of to none.
    late = threading.Timer(20, gateway.stop)
    late.start()
    started = time.monotonic()
    gateway.wait()
    late.cancel()
    assert time.monotonic() - started < 20
    assert signals.getsignal(signals.SIGTERM) is signals.SIG_DFL
