"""Plans of WebSocket APIs, and the official JSON Schema that documents are held to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pulumi_apigw.asyncapi.export import document
from pulumi_apigw.plan import plan_service
from pulumi_apigw.plan.websocket.model import WebSocketApiPlan

_SCHEMA = Path(__file__).with_name("schema") / "asyncapi-3.0.0.json"

Planned = Callable[..., WebSocketApiPlan]
Documented = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(_SCHEMA.read_text()))


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """A function that plans the API `chat` of a service: `planned(routes={"$default": {}})`."""
    from pulumi_apigw.config import ServiceConfig

    def plan(stage: Mapping[str, Any] | None = None, **api: Any) -> WebSocketApiPlan:
        function = {"runtime": "python3.13", "handler": "chat.handler", "source": "src"}
        config = ServiceConfig.model_validate(
            {
                "service": "talk",
                "functions": {"chat": function, "gate": function},
                "apis": {"chat": {"protocol": "websocket", "defaults": {"function": "chat"}, **api}},
                "stages": {"dev": stage or {}},
            }
        )
        found = plan_service(config, "dev", tmp_path).apis["chat"]
        assert isinstance(found, WebSocketApiPlan)
        return found

    return plan


@pytest.fixture
def documented(planned: Planned, validator: jsonschema.Draft7Validator) -> Documented:
    """A function that gives the document of an API, which is valid and whole."""

    def export(url: str | None = None, **api: Any) -> dict[str, Any]:
        found = document(planned(**api), url=url)
        validator.validate(found)
        assert list(dangling(found)) == []
        return found

    return export


def dangling(document: dict[str, Any]) -> Iterator[str]:
    """What the schema cannot say: references lead somewhere, operations' to messages of their channel."""
    for operation in document.get("operations", {}).values():
        reply = operation.get("reply", {})
        for each in (operation, reply) if reply else (operation,):
            prefix = f"{each['channel']['$ref']}/messages/"
            yield from (to["$ref"] for to in each["messages"] if not to["$ref"].startswith(prefix))
    yield from (reference for reference in references(document) if not leads(document, reference))


def references(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("$ref"), str):
            yield data["$ref"]
        yield from (found for each in data.values() for found in references(each))
    elif isinstance(data, list):
        yield from (found for each in data for found in references(each))


def leads(document: Any, reference: str) -> bool:
    for part in reference.removeprefix("#/").split("/"):
        if part not in document:
            return False
        document = document[part]
    return reference.startswith("#/")
