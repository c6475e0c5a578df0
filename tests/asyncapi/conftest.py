"""Plans of WebSocket APIs, and the official JSON Schema that documents are held to."""

from __future__ import annotations

import json
from collections.abc import Callable
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

    def plan(**api: Any) -> WebSocketApiPlan:
        function = {"runtime": "python3.13", "handler": "chat.handler", "source": "src"}
        config = ServiceConfig.model_validate(
            {
                "service": "talk",
                "functions": {"chat": function, "gate": function},
                "apis": {"chat": {"protocol": "websocket", "defaults": {"function": "chat"}, **api}},
                "stages": {"dev": {}},
            }
        )
        found = plan_service(config, "dev", tmp_path).apis["chat"]
        assert isinstance(found, WebSocketApiPlan)
        return found

    return plan


@pytest.fixture
def documented(planned: Planned, validator: jsonschema.Draft7Validator) -> Documented:
    """A function that gives the document of an API, which is valid."""

    def export(url: str | None = None, **api: Any) -> dict[str, Any]:
        found = document(planned(**api), url=url)
        validator.validate(found)
        return found

    return export
