"""The whole gateway: programs written by hand with pulumi_aws, real functions, HTTP over real sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.local import Gateway, mint_token, serve

HANDLERS = """
import base64, json

def echo(event, context):
    return {"statusCode": 200, "headers": {"content-type": "application/json"},
            "body": json.dumps({"event": event, "arn": context.invoked_function_arn})}

def picture(event, context):
    return {"statusCode": 200, "isBase64Encoded": True, "body": base64.b64encode(bytes(range(256))).decode(),
            "headers": {"content-type": "image/png"}, "cookies": ["a=1; Path=/", "b=2"]}

def fail(event, context):
    raise ValueError("no stock")

def judge(event, context):
    return {"isAuthorized": event["headers"].get("x-key") == "open", "context": {"tier": "gold"}}
"""
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example"


def function(name: str, source: Path) -> aws.lambda_.Function:
    return aws.lambda_.Function(
        name,
        name=f"orders-{name}",
        role="arn:aws:iam::123456789012:role/lambda",
        runtime="python3.13",
        handler=f"app.{name}",
        code=pulumi.FileArchive(str(source)),
        publish=True,
    )


def permit(
    name: str, called: aws.lambda_.Function, api: aws.apigatewayv2.Api, qualifier: str | None = None
) -> None:
    aws.lambda_.Permission(
        f"permit-{name}",
        action="lambda:InvokeFunction",
        function=called.name,
        qualifier=qualifier,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )


def public_api(source: Path) -> None:
    """One API with a function behind an alias that a stage variable chooses, and every kind of authorizer."""
    api = aws.apigatewayv2.Api(
        "public",
        name="orders-public",
        protocol_type="HTTP",
        cors_configuration={"allow_origins": ["https://shop.example.com"], "allow_methods": ["GET"]},
    )
    echo, picture, fail, judge = (function(name, source) for name in ("echo", "picture", "fail", "judge"))
    alias = aws.lambda_.Alias("echo-dev", name="dev", function_name=echo.name, function_version=echo.version)
    permit("echo-dev", echo, api, "dev")
    permit("echo-gone", echo, api, "gone")
    for name, called in (("picture", picture), ("fail", fail), ("judge", judge)):
        permit(name, called, api)
    customers = aws.apigatewayv2.Authorizer(
        "customers",
        name="customers",
        api_id=api.id,
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={"issuer": ISSUER, "audiences": ["web"]},
    )
    keyed = aws.apigatewayv2.Authorizer(
        "keyed",
        api_id=api.id,
        authorizer_type="REQUEST",
        authorizer_uri=judge.invoke_arn,
        authorizer_payload_format_version="2.0",
        enable_simple_responses=True,
        identity_sources=["$request.header.x-key"],
    )
    by_variable = pulumi.Output.concat(
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
        echo.arn,
        ":${stageVariables.backend}/invocations",
    )

    def route(key: str, uri: pulumi.Input[str], payload_format: str = "2.0", **options: Any) -> None:
        integration = aws.apigatewayv2.Integration(
            f"integration {key}",
            api_id=api.id,
            integration_type="AWS_PROXY",
            integration_uri=uri,
            payload_format_version=payload_format,
        )
        target = integration.id.apply(lambda id_: f"integrations/{id_}")
        aws.apigatewayv2.Route(f"route {key}", api_id=api.id, route_key=key, target=target, **options)

    route("ANY /items/{id}", by_variable)
    route("GET /alias", alias.arn)
    route("GET /alias-uri", alias.invoke_arn)
    route("GET /old", by_variable, "1.0")
    route("GET /picture", picture.arn)
    route("GET /fail", fail.invoke_arn)
    route("GET /latest", echo.arn)
    route("GET /me", by_variable, authorization_type="JWT", authorizer_id=customers.id)
    route(
        "GET /admin", by_variable,
        authorization_type="JWT", authorizer_id=customers.id, authorization_scopes=["admin"],
    )  # fmt: skip
    route("GET /keyed", by_variable, authorization_type="CUSTOM", authorizer_id=keyed.id)
    for stage, backend in (("dev", "dev"), ("broken", "gone")):
        aws.apigatewayv2.Stage(
            f"stage-{stage}",
            name=stage,
            api_id=api.id,
            auto_deploy=True,
            stage_variables={"backend": backend},
        )


def quick_api(source: Path) -> aws.apigatewayv2.Api:
    called = function("echo", source)
    api = aws.apigatewayv2.Api("quick", protocol_type="HTTP", target=called.arn)
    permit("quick", called, api)
    return api


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    (folder / "app.py").write_text(HANDLERS)
    return folder


@pytest.fixture(scope="module")
def project_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def gateway(source: Path, project_dir: Path, log: list[str]) -> Iterator[Gateway]:
    graph = capture(lambda: public_api(source))
    with serve(graph, project_dir=project_dir, on_log=log.append, on_access=log.append, workers=2) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def client(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=gateway.url("public", "dev"), trust_env=False, timeout=20) as client:
        yield client


def test_P32_a_real_request_becomes_a_real_event(client: httpx.Client) -> None:
    response = client.post(
        "/items/a%20b?tag=1&tag=2",
        headers=[
            ("x-tag", "1"),
            ("x-tag", "2"),
            ("cookie", "s=1; t=2"),
            ("content-type", "application/json"),
        ],
        content=b'{"n": 1}',
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["apigw-requestid"]
    event = response.json()["event"]
    assert (event["routeKey"], event["rawPath"]) == ("ANY /items/{id}", "/dev/items/a b")
    assert event["pathParameters"] == {"id": "a b"}
    assert event["queryStringParameters"] == {"tag": "1,2"}
    assert event["headers"]["x-tag"] == "1,2"
    assert event["cookies"] == ["s=1", "t=2"]
    assert (event["body"], event["isBase64Encoded"]) == ('{"n": 1}', False)
    assert event["stageVariables"] == {"backend": "dev"}
    assert event["requestContext"]["stage"] == "dev"
    assert event["requestContext"]["http"]["method"] == "POST"
    assert response.json()["arn"].endswith(":function:orders-echo:dev")


@pytest.mark.parametrize("path", ["/alias", "/alias-uri"])
def test_an_alias_answers_by_its_arn_and_its_invoke_arn(client: httpx.Client, path: str) -> None:
    assert client.get(path).json()["arn"].endswith(":function:orders-echo:dev")


def test_a_function_of_format_1_gets_events_of_format_1(client: httpx.Client) -> None:
    event = client.get("/old?a=1&a=2").json()["event"]
    assert (event["version"], event["resource"], event["path"]) == ("1.0", "/old", "/dev/old")
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}


def test_binary_bodies_and_cookies_reach_the_client(client: httpx.Client) -> None:
    response = client.get("/picture")
    assert response.content == bytes(range(256))
    assert response.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]


def test_a_function_that_raises_is_500(client: httpx.Client, log: list[str]) -> None:
    response = client.get("/fail")
    assert (response.status_code, response.text) == (500, '{"message":"Internal Server Error"}')
    assert any("function 'orders-fail' failed (unhandled): ValueError: no stock" in line for line in log)


def test_P8_a_permission_for_the_alias_alone_is_500_for_the_function(
    client: httpx.Client, log: list[str]
) -> None:
    assert client.get("/latest").status_code == 500
    assert any("API 'orders-public' may not call function 'orders-echo'" in line for line in log)


def test_a_stage_variable_that_names_no_alias_is_500(gateway: Gateway, log: list[str]) -> None:
    assert httpx.get(gateway.url("public", "broken") + "/items/1").status_code == 500
    assert any("function 'orders-echo:gone' failed (not-found)" in line for line in log)


def test_P33_a_trailing_slash_is_404(client: httpx.Client) -> None:
    response = client.get("/alias/")
    assert (response.status_code, response.text) == (404, '{"message":"Not Found"}')


def test_a_token_opens_a_jwt_route(client: httpx.Client, gateway: Gateway) -> None:
    assert client.get("/me").status_code == 401
    token = gateway.token("public", subject="ann")
    event = client.get("/me", headers={"authorization": f"Bearer {token}"}).json()["event"]
    jwt = event["requestContext"]["authorizer"]["jwt"]
    assert (jwt["claims"]["sub"], jwt["claims"]["iss"], jwt["scopes"]) == ("ann", ISSUER, None)


def test_a_token_needs_the_routes_scope(client: httpx.Client, gateway: Gateway, project_dir: Path) -> None:
    without = {"authorization": gateway.token()}
    response = client.get("/admin", headers=without)
    assert (response.status_code, response.text) == (403, '{"message":"Forbidden"}')
    assert response.headers["www-authenticate"] == 'Bearer scope="admin" error="insufficient_scope"'
    minted = mint_token(project_dir, issuer=ISSUER, audience="web", scopes=["admin"])
    event = client.get("/admin", headers={"authorization": minted}).json()["event"]
    assert event["requestContext"]["authorizer"]["jwt"]["scopes"] == ["admin"]


def test_P12_a_lambda_authorizer_lets_through_with_its_context(client: httpx.Client) -> None:
    event = client.get("/keyed", headers={"x-key": "open"}).json()["event"]
    assert event["requestContext"]["authorizer"] == {"lambda": {"tier": "gold"}}
    assert client.get("/keyed", headers={"x-key": "wrong"}).status_code == 403
    assert client.get("/keyed").status_code == 401


def test_cors(client: httpx.Client) -> None:
    origin = {"origin": "https://shop.example.com"}
    assert client.get("/alias", headers=origin).headers["access-control-allow-origin"] == origin["origin"]
    preflight = client.options("/alias", headers={**origin, "access-control-request-method": "GET"})
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "GET")


def test_a_payload_over_10_mb_is_413(client: httpx.Client) -> None:
    response = client.post("/items/1", content=b"x" * (10 * 1024 * 1024 + 1))
    assert (response.status_code, response.text) == (413, '{"message":"Request Entity Too Large"}')


def test_one_line_a_request(client: httpx.Client, log: list[str]) -> None:
    client.get("/alias")
    assert any(
        line.startswith("GET /dev/alias 200 ") and line.endswith(" ms orders-echo:dev") for line in log
    )


def test_many_requests_at_once(gateway: Gateway) -> None:
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(base_url=gateway.url("public", "dev"), trust_env=False, timeout=20) as client:
            statuses.extend(client.get(f"/items/{n}").status_code for n in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80


def test_describes_what_it_serves(gateway: Gateway) -> None:
    url = gateway.description()["url"]
    assert gateway.description() == {
        "url": url,
        "region": "us-east-1",
        "account_id": "123456789012",
        "apis": [
            {
                "name": "orders-public",
                "id": gateway.apis[0].id,
                "protocol": "http",
                "stages": [
                    {"name": "dev", "url": f"{url}/dev"},
                    {"name": "broken", "url": f"{url}/broken"},
                ],
            }
        ],
    }


@pytest.mark.parametrize("name", ["public", "orders-public"])
def test_an_api_goes_by_either_name(gateway: Gateway, name: str) -> None:
    assert gateway.url(name, "dev") == gateway.description()["apis"][0]["stages"][0]["url"]


def test_unknown_names_list_the_known_ones(gateway: Gateway) -> None:
    with pytest.raises(GatewayError, match=r"^no HTTP API named 'x'\. There is: 'orders-public'\.$"):
        gateway.url("x")
    with pytest.raises(
        GatewayError, match=r"^API 'orders-public' has no stage None\. It has: 'dev', 'broken'\.$"
    ):
        gateway.url("public")
    with pytest.raises(GatewayError, match=r"has no JWT authorizer named 'x'\. Name one of: 'customers'\.$"):
        gateway.token(authorizer="x")


@pytest.fixture
def two_apis(source: Path) -> ResourceGraph:
    def program() -> None:
        after = pulumi.ResourceOptions(depends_on=[quick_api(source)])
        aws.apigatewayv2.Api("other", protocol_type="HTTP", opts=after)
        aws.apigatewayv2.Api("chat", name="chat", protocol_type="WEBSOCKET")

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
    first, notes = free_ports(2), list[str]()
    with serve(two_apis, port=first, on_log=notes.append, workers=1) as gateway:
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
    assert "API 'chat' is a WebSocket API: not served locally yet." in notes
    with pytest.raises(httpx.ConnectError):
        httpx.get(other)


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


def test_a_program_without_http_apis_says_what_to_do() -> None:
    def program() -> None:
        aws.apigatewayv2.Api("chat", name="chat", protocol_type="WEBSOCKET")

    with pytest.raises(GatewayError) as raised:
        serve(capture(program))
    assert str(raised.value) == (
        "the program registers no HTTP API, so there is nothing to serve. Add an API with `protocol: http`, "
        "or an aws.apigatewayv2.Api with protocol_type='HTTP'.\n"
        "API 'chat' is a WebSocket API: not served locally yet."
    )


def test_a_url_before_the_start_says_so(two_apis: ResourceGraph) -> None:
    with pytest.raises(
        GatewayError, match=r"^the gateway is not started\. Call `start\(\)`, or use it in a "
    ):
        serve(two_apis).url("quick")


@pytest.mark.parametrize("module", ["uvicorn", "jwt", "cryptography", "httpx"])
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
        process.send_signal(__import__("signal").Signals[signal])
        out, error = process.communicate(timeout=20)
    assert (out, error, process.returncode) == (
        "stopped\n",
        "404 GET /: no stage has this path. Stages: none.\n",
        0,
    )
