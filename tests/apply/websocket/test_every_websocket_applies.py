"""A service with every integration, answer and authorizer of WebSocket APIs applies, and stays as it is.

Not applied here, since MiniStack lacks them: models. Nor does the provider that the tool has (5.100) know
`ip_address_type`. `tests/components/websocket` has the graph of all.
"""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Message, RejectConnection, Request, TextMessage

EVERY_WEBSOCKET = Path(__file__).parent / "every_websocket"
LIVE = "every-websocket-live"

MINISTACK_FORGETS = {
    # MiniStack 1.5 keeps neither what chooses a template nor what is done without one; mocks get a method.
    f"{LIVE}.PUT https://legacy.example.com/ legacy",
    f"{LIVE}.mock ping",
    "every-websocket-pinned.mock $connect",
    f"{LIVE}.SNS-Publish publish",
    f"{LIVE}.SQS-SendMessage queue",
    # It gives Lambda authorizers an empty JWT configuration.
    f"{LIVE}.gate",
    "every-websocket-web.gate.lambda",
}
"""Resources that look changed for ever because of what the emulator forgets, and of nothing else."""


@pytest.fixture(scope="module", autouse=True)
def _managed_policies() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
        yield


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EVERY_WEBSOCKET, tmp_path_factory.mktemp("service") / "every-websocket"))


@pytest.fixture(scope="module")
def deployed(apply_check: Any, service: Path) -> Any:
    return apply_check.apply(service)


class Client:
    """One WebSocket connection to a stage of an API in the emulator."""

    def __init__(self, endpoint: str, api_id: str, path: str) -> None:
        address = urlsplit(endpoint)
        self._socket = socket.create_connection((address.hostname or "", address.port or 80), timeout=30)
        self._connection = WSConnection(ConnectionType.CLIENT)
        host = f"{api_id}.execute-api.localhost"
        self._socket.sendall(self._connection.send(Request(host=host, target=path)))

    def event(self) -> Any:
        """The next thing that the server says."""
        while True:
            for event in self._connection.events():
                return event
            self._connection.receive_data(self._socket.recv(65536) or None)

    def ask(self, message: dict[str, Any]) -> Any:
        """The answer to a message."""
        self._socket.sendall(self._connection.send(Message(data=json.dumps(message))))
        answer = self.event()
        assert isinstance(answer, TextMessage)
        return json.loads(answer.data)

    def close(self) -> None:
        self._socket.close()


def live_id(apply_check: Any, service: Path) -> str:
    return str(apply_check.outputs(service, "aws:apigatewayv2/api:Api")[LIVE]["id"])


def test_every_resource_applies_and_stays_as_it_is(deployed: Any) -> None:
    assert {step.op for step in deployed.steps} == {"create", "DIFFERS"}, deployed.output
    assert set(deployed.named("DIFFERS")) == MINISTACK_FORGETS, deployed.output


def test_a_two_way_message_is_answered_by_the_deployed_function(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    client = Client(deployed.http_endpoint, live_id(apply_check, service), "/dev?token=open")
    try:
        assert isinstance(client.event(), AcceptConnection)
        answer = client.ask({"kind": "say", "text": "hello"})
    finally:
        client.close()
    assert (answer["route"], answer["user"]) == ("say", "ada")
    assert answer["environment"]["CONNECTIONS_TABLE"] == "every-websocket-dev-live-connections"
    assert answer["environment"]["CONNECTIONS_URL_LIVE"].endswith("/dev")


def test_who_may_not_connect_is_refused(deployed: Any, apply_check: Any, service: Path) -> None:
    client = Client(deployed.http_endpoint, live_id(apply_check, service), "/dev?token=wrong")
    try:
        refusal = client.event()
    finally:
        client.close()
    assert isinstance(refusal, RejectConnection)
    assert refusal.status_code == 403


def test_a_second_run_finds_nothing_to_do(deployed: Any, apply_check: Any, service: Path) -> None:
    again = apply_check.apply(service)
    assert set(again.named("update")) == MINISTACK_FORGETS, again.output
    assert {step.op for step in again.steps} == {"same", "update", "DIFFERS"}, again.output


def test_P2_P4_a_changed_route_of_a_pinned_api_is_deployed_anew(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    config = service / "api.yaml"
    config.write_text(
        config.read_text().replace("say: {function: chat, reply: true}", "say: {function: chat}")
    )
    after = apply_check.apply(service)
    ops = [
        (step.op, step.type.rpartition(":")[2])
        for step in after.steps
        if step.name.startswith("every-websocket-pinned") and step.type.endswith((":Deployment", ":Stage"))
    ]
    assert ops == [("replace", "Deployment"), ("update", "Stage"), ("delete", "Deployment")], after.output


def test_P3_a_removed_route_of_a_pinned_api_is_deleted_after_the_new_deployment(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    # So it is in the snapshot that is served, and the next run does not know: docs/pains.md tells what to do.
    config = service / "api.yaml"
    config.write_text(config.read_text().replace("      say: {function: chat}\n", ""))
    after = apply_check.apply(service)
    ops = [
        (step.op, step.type.rpartition(":")[2])
        for step in after.steps
        if step.name.startswith("every-websocket-pinned")
        and step.type.endswith((":Deployment", ":Route"))
        and step.op != "same"
    ]
    assert ops == [("replace", "Deployment"), ("delete", "Deployment"), ("delete", "Route")], after.output
    again = apply_check.apply(service)
    assert not [step for step in again.steps if step.op == "replace"], again.output


def test_all_of_it_can_be_destroyed_but_the_accounts_role(
    deployed: Any, apply_check: Any, service: Path
) -> None:
    steps = apply_check.destroy(service)
    assert {step.op for step in steps} == {"delete", "retain"}
    assert {step.name for step in steps if step.op == "retain"} == {"every-websocket-access-log-role"}
