"""The whole gateway with WebSocket APIs: real clients over real sockets, real functions."""

from __future__ import annotations

import json
from socket import create_connection

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from pulumi_apigw.graph import capture
from pulumi_apigw.local import Gateway, serve

from .conftest import PROGRAM, Log, ask, id_of


def refused(url: str, **options: object) -> tuple[int, str]:
    """The status and body of a handshake that is refused."""
    with pytest.raises(InvalidStatus) as raised, connect(url, proxy=None, **options):  # type: ignore[call-overload]
        pass
    return raised.value.response.status_code, raised.value.response.body.decode()


def test_a_message_becomes_an_event_and_its_answer_a_message(
    client: ClientConnection, gateway: Gateway
) -> None:
    client.send("hello")
    said = json.loads(client.recv(timeout=20))
    event, api = said["event"], gateway.api("chat")
    context = event.pop("requestContext")
    assert event == {"stageVariables": {"backend": "blue"}, "body": "hello", "isBase64Encoded": False}
    assert (context["routeKey"], context["eventType"], context["stage"]) == ("$default", "MESSAGE", "dev")
    assert (context["apiId"], context["domainName"]) == (api.id, api.domain_name)
    assert context["requestId"] == context["extendedRequestId"] != context["messageId"]
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert context["connectedAt"] <= context["requestTimeEpoch"]
    # The stage's variable chooses the alias.
    assert said["arn"].endswith(":function:chat-echo:blue")


def test_functions_know_where_their_api_is_here(client: ClientConnection, gateway: Gateway) -> None:
    assert ask(client, "hello")["url"] == gateway.connections_url("chat", "dev")


def test_a_broadcast_reaches_each_client_and_tells_who_has_gone(gateway: Gateway) -> None:
    url = gateway.url("chat", "dev")
    with connect(url, proxy=None) as ada, connect(url, proxy=None) as bob:
        ids = {name: id_of(client) for name, client in (("ada", ada), ("bob", bob))}
        with connect(url, proxy=None) as gone:
            ids["gone"] = id_of(gone)
        ada.send(json.dumps({"action": "push", "to": list(ids.values()), "text": "tea?"}))
        assert bob.recv(timeout=20) == "tea?"
        heard = [ada.recv(timeout=20), ada.recv(timeout=20)]
    assert heard[0] == "tea?"
    assert json.loads(heard[1]) == {ids["ada"]: "sent", ids["bob"]: "sent", ids["gone"]: "GoneException"}


def test_stages_keep_their_clients_apart(client: ClientConnection, gateway: Gateway) -> None:
    with connect(gateway.url("chat", "second"), proxy=None) as other:
        stranger = id_of(other)
        assert ask(client, "push", to=[stranger], text="x") == {stranger: "GoneException"}


def test_a_route_without_a_response_says_nothing(client: ClientConnection) -> None:
    client.send('{"action": "quiet"}')
    assert ask(client, "mock", n=1)["pong"] == 1


def test_a_mock_answers_by_its_template(client: ClientConnection) -> None:
    assert ask(client, "mock", n=[1, 2]) == {"pong": [1, 2], "id": id_of(client)}


def test_templates_of_a_function_make_its_event_and_its_answer(client: ClientConnection, log: Log) -> None:
    assert ask(client, "plain", fail=False) == {"got": {"fail": False}}
    assert ask(client, "plain", fail=True) == "sorry: out of tea"
    assert "plain: function 'chat-plain' failed (unhandled): ValueError: out of tea" in log.lines


@pytest.mark.parametrize(
    ("action", "text", "note"),
    [
        ("fail", "Internal server error", "502 fail: function 'chat-fail' failed (unhandled): ValueError"),
        ("unpermitted", "Internal server error", "Add aws.lambda_.Permission(action='lambda:InvokeFunction'"),
        ("queue", "Not served locally: ", "501 queue: an integration of type AWS with arn:aws:apigateway"),
    ],
)
def test_what_fails_is_told_to_the_client_and_the_log(
    client: ClientConnection, log: Log, action: str, text: str, note: str
) -> None:
    said = ask(client, action)
    assert said["message"].startswith(text)
    assert list(said) == ["message", "connectionId", "requestId"]
    assert note in log.text()


def test_a_message_that_its_model_does_not_take(client: ClientConnection, log: Log) -> None:
    said = ask(client, "checked", name=7)
    assert (said["message"], list(said)) == ("Invalid request body", ["message", "connectionId", "requestId"])
    assert (
        "400 checked: the message is invalid: $.name: 7 is not of type 'string' (model 'Item')." in log.lines
    )
    assert ask(client, "checked", name="tea")["event"]["requestContext"]["routeKey"] == "checked"


def test_nobody_can_send_what_only_the_gateway_says(client: ClientConnection) -> None:
    for key in ("$connect", "$disconnect"):
        assert ask(client, key)["event"]["requestContext"]["routeKey"] == "$default"


def test_a_message_without_a_route_is_forbidden(gateway: Gateway, log: Log) -> None:
    with connect(f"{gateway.url('guarded', 'dev')}?token=open", proxy=None) as client:
        said = ask(client, "nothing")
    assert said["message"] == "Forbidden"
    assert "403 MESSAGE: $request.body.action gives 'nothing', which is no route" in log.text()


def test_connect_gets_the_handshake_and_chooses_the_subprotocol(gateway: Gateway) -> None:
    with connect(gateway.url("chat", "dev"), proxy=None, subprotocols=["v1", "v2"]) as client:  # type: ignore[list-item]
        assert client.subprotocol == "v2"


@pytest.mark.parametrize(("query", "status"), [("status=401", 401), ("status=302", 302), ("fail=1", 502)])
def test_connect_refuses_clients(gateway: Gateway, query: str, status: int) -> None:
    assert refused(f"{gateway.url('chat', 'dev')}?{query}")[0] == status


@pytest.mark.parametrize("path", ["/empty", "/gone", "", "/dev/more"])
def test_a_path_without_a_deployed_stage_is_forbidden(gateway: Gateway, path: str) -> None:
    base = gateway.url("chat", "dev").removesuffix("/dev")
    assert refused(base + path) == (403, '{"message": "Forbidden"}')


@pytest.mark.parametrize(
    ("query", "status", "note"),
    [
        ("", 401, "$connect: an identity source is missing or empty (route.request.querystring.token, "),
        ("?token=closed", 403, "$connect: authorizer 'judge' denied the call. Its policy must allow "),
        ("?token=stranger", 401, "$connect: authorizer 'judge' said so."),
        ("?token=large", 500, "$connect: authorizer 'judge' gave no valid answer: it returned "),
        ("?token=broken", 500, "$connect: function 'chat-judge' failed (unhandled): ValueError: no keys"),
    ],
)
def test_an_authorizer_refuses_clients(
    gateway: Gateway, log: Log, query: str, status: int, note: str
) -> None:
    assert refused(gateway.url("guarded", "dev") + query)[0] == status
    assert f"{status} {note}" in log.text()


def test_a_missing_stage_variable_is_a_missing_identity_source(gateway: Gateway) -> None:
    assert refused(f"{gateway.url('guarded', 'closed')}?token=open")[0] == 401


def test_what_the_authorizer_said_stays_with_the_connection(gateway: Gateway) -> None:
    with connect(f"{gateway.url('guarded', 'dev')}?token=open", proxy=None) as client:
        found = ask(client, "who")["event"]["requestContext"]["authorizer"]
    assert found.pop("integrationLatency") >= 0
    assert found == {"principalId": "ada", "tier": "gold", "age": "36", "admin": "true"}


def test_a_route_asks_for_the_api_key_of_the_handshake(gateway: Gateway, log: Log) -> None:
    url, key = f"{gateway.url('guarded', 'dev')}?token=open", "shop-key-of-20-characters"
    with connect(url, proxy=None) as client:
        assert ask(client, "paid")["message"] == "Forbidden"
        assert "403 paid: no header x-api-key when the client connected." in log.lines
    with connect(url, proxy=None, additional_headers={"x-api-key": "guessed"}) as client:
        assert ask(client, "paid")["message"] == "Forbidden"
    with connect(url, proxy=None, additional_headers={"x-api-key": key}) as client:
        assert ask(client, "paid")["event"]["requestContext"]["identity"]["apiKey"] == key


def test_iam_takes_what_looks_signed(gateway: Gateway) -> None:
    url = gateway.url("signed", "dev")
    assert "Missing Authentication Token" in refused(url)[1]
    scope = "AKIA/20260101/us-east-1/execute-api/aws4_request"
    signature = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    with connect(url, proxy=None, additional_headers={"Authorization": signature}):
        pass
    with connect(f"{url}?X-Amz-Credential=AKIA%2Fx&X-Amz-Signature=0", proxy=None):
        pass


def closed_by(client: ClientConnection) -> int:
    """The code by which the gateway ends a connection."""
    with pytest.raises(ConnectionClosed) as raised:
        client.recv(timeout=20)
    assert raised.value.rcvd is not None
    return raised.value.rcvd.code


def test_binary_frames_end_the_connection(client: ClientConnection, log: Log) -> None:
    client.send(b"\x00\x01")
    assert closed_by(client) == 1003
    assert "MESSAGE: API Gateway takes no binary frames, and ends the connection (1003)." in log.lines


def test_a_frame_beyond_32_kb_ends_the_connection(client: ClientConnection) -> None:
    client.send("x" * (32 * 1024 + 1))
    assert closed_by(client) == 1009


def test_a_message_beyond_128_kb_ends_the_connection(client: ClientConnection) -> None:
    client.send(["x" * 32 * 1024] * 5)
    assert closed_by(client) == 1009


def test_a_message_of_128_kb_passes_in_frames_of_32(client: ClientConnection) -> None:
    client.send(["x" * 32 * 1024] * 4)
    assert len(json.loads(client.recv(timeout=20))["event"]["body"]) == 128 * 1024


def test_disconnect_learns_how_a_client_left(log: Log) -> None:
    lines: list[str] = []
    with serve(capture(PROGRAM), project_dir="/", on_log=lines.append, on_access=lines.append) as gateway:
        with connect(gateway.url("chat", "dev"), proxy=None) as client:
            ask(client, "hello")
            client.close(4001, "bored")
        with connect(gateway.url("chat", "dev"), proxy=None) as client:
            client.send("x" * (32 * 1024 + 1))
            assert closed_by(client) == 1009
        with connect(gateway.url("chat", "dev"), proxy=None) as stays:
            ask(stays, "hello")
            gateway.stop()
            assert closed_by(stays) == 1012
    assert "chat-part: left 4001 bored True" in lines
    assert any(line.startswith("DISCONNECT /dev ") and " 4001 " in line for line in lines)
    assert any(
        line.startswith("MESSAGE: API Gateway takes frames of 32768 bytes and messages") for line in lines
    )


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example:3000"])
def test_pages_of_other_sites_cannot_connect(gateway: Gateway, log: Log, origin: str) -> None:
    assert refused(gateway.url("chat", "dev"), origin=origin)[0] == 403
    assert (
        f"403 CONNECT /dev: the page is of {origin}, not of this computer. Serve it from localhost."
        in log.lines
    )


@pytest.mark.parametrize("origin", ["http://localhost:5173", "http://[::1]:8000"])
def test_pages_of_this_computer_can(gateway: Gateway, origin: str) -> None:
    with connect(gateway.url("chat", "dev"), proxy=None, origin=origin):  # type: ignore[call-overload]
        pass


def test_a_name_that_a_web_page_may_have_is_refused(gateway: Gateway) -> None:
    port = gateway.url("chat", "dev").split(":")[2].partition("/")[0]
    assert (
        refused(f"ws://evil.example:{port}/dev", sock=create_connection(("127.0.0.1", int(port))))[0] == 403
    )


def test_the_host_of_aws_selects_the_api(gateway: Gateway) -> None:
    port = gateway.url("signed", "dev").split(":")[2].partition("/")[0]
    domain = gateway.api("chat").domain_name
    there = create_connection(("127.0.0.1", int(port)))
    with connect(f"ws://{domain}:{port}/second", proxy=None, sock=there) as client:
        assert ask(client, "hello")["event"]["requestContext"]["stage"] == "second"


def test_other_requests_are_forbidden(gateway: Gateway, log: Log) -> None:
    response = httpx.get(gateway.connections_url("chat", "dev"), trust_env=False)
    assert (response.status_code, response.headers["x-amzn-errortype"]) == (403, "ForbiddenException")
    assert "403 GET /dev: API 'chat' is a WebSocket API. Connect to a stage by ws://" in log.text()


def test_the_log_has_a_line_for_all_that_happens(client: ClientConnection, log: Log) -> None:
    mine = id_of(client)
    lines = [line for line in log.lines if mine in line]
    assert lines[0].startswith(f"CONNECT /dev {mine} 101 ")
    assert lines[0].endswith(" ms chat-connect")
    assert lines[1].startswith(f"MESSAGE /dev {mine} $default 200 ")


def test_the_description_names_both_urls(gateway: Gateway) -> None:
    chat = gateway.description()["apis"][[api.name for api in gateway.apis].index("chat")]
    assert chat["protocol"] == "websocket"
    url = gateway.url("chat", "dev")
    assert url.startswith("ws://127.0.0.1:")
    connections = url.replace("ws://", "http://")
    assert chat["stages"][0] == {"name": "dev", "url": url, "connections_url": connections}
