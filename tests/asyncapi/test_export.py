"""Documents of WebSocket APIs: valid AsyncAPI 3.0 that says what clients need to know."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from pulumi_apigw.asyncapi.export import document
from pulumi_apigw.errors import ConfigError

from .conftest import dangling

Documented = Callable[..., dict[str, Any]]

OPEN = {"$connect": {"authorizer": "none"}}
CHANNEL = {"$ref": "#/channels/connection"}


def test_the_schema_that_documents_are_held_to_refuses_what_is_none(
    validator: jsonschema.Draft7Validator,
) -> None:
    head = {"asyncapi": "3.0.0", "info": {"title": "talk", "version": "1.0"}}
    assert validator.is_valid(head)
    for wrong in (
        {**head, "asyncapi": "2.6.0"},
        {**head, "servers": {"dev": {"host": "example.com"}}},
        {**head, "operations": {"ping": {"action": "reply", "channel": CHANNEL}}},
        {**head, "channels": {"connection": {"bindings": {"ws": {"method": "PUT"}}}}},
    ):
        assert not validator.is_valid(wrong)


def test_the_smallest_api_is_documented_whole(documented: Documented) -> None:
    assert documented(routes={**OPEN, "ping": {"reply": True}}, description="Talks.") == {
        "asyncapi": "3.0.0",
        "info": {"title": "talk-chat", "version": "1.0", "description": "Talks."},
        "defaultContentType": "application/json",
        "servers": {
            "dev": {
                "host": "{api_id}.execute-api.{region}.amazonaws.com",
                "pathname": "/dev",
                "protocol": "wss",
                "variables": {
                    "api_id": {"default": "API_ID", "description": "Id of the deployed API."},
                    "region": {"default": "REGION", "description": "AWS Region that it is deployed to."},
                },
            }
        },
        "channels": {
            "connection": {
                "address": "/",
                "messages": {
                    "ping": {
                        "name": "ping",
                        "payload": {
                            "type": "object",
                            "required": ["action"],
                            "properties": {"action": {"const": "ping"}},
                        },
                    },
                    "pingReply": {
                        "name": "pingReply",
                        "description": "What ping answers to its sender; "
                        "the config has no word for its form.",
                        "payload": {},
                    },
                    "refused": {
                        "name": "refused",
                        "description": "What API Gateway answers itself: no route, a message that "
                        "does not fit, a failed integration.",
                        "payload": {"$ref": "#/components/schemas/Refusal"},
                    },
                },
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
            }
        },
        "operations": {
            "ping": {
                "action": "receive",
                "channel": CHANNEL,
                "messages": [{"$ref": "#/channels/connection/messages/ping"}],
                "reply": {
                    "channel": CHANNEL,
                    "messages": [{"$ref": "#/channels/connection/messages/pingReply"}],
                },
            },
            "refuse": {
                "action": "send",
                "channel": CHANNEL,
                "messages": [{"$ref": "#/channels/connection/messages/refused"}],
            },
        },
        "components": {
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "properties": {
                        "message": {"type": "string"},
                        "connectionId": {"type": "string"},
                        "requestId": {"type": "string"},
                    },
                }
            }
        },
    }


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "wss://chat.example.com/v1/",
            {"host": "chat.example.com", "pathname": "/v1", "protocol": "wss"},
        ),
        ("wss://chat.example.com", {"host": "chat.example.com", "protocol": "wss"}),
        ("ws://127.0.0.1:3001/dev", {"host": "127.0.0.1:3001", "pathname": "/dev", "protocol": "ws"}),
    ],
)
def test_a_url_is_the_server(documented: Documented, url: str, server: dict[str, str]) -> None:
    assert documented(url, routes=OPEN)["servers"] == {"dev": server}


def test_without_its_own_endpoint_an_api_has_no_server_that_is_known(documented: Documented) -> None:
    assert "servers" not in documented(routes=OPEN, disable_execute_api_endpoint=True)
    assert documented("wss://a.example.com", routes=OPEN, disable_execute_api_endpoint=True)["servers"]


def test_without_its_own_endpoint_an_api_is_at_the_domain_of_its_stage(documented: Documented) -> None:
    stage = {"domain": {"name": "chat.example.com", "base_path": "v1"}}
    found = documented(stage=stage, routes=OPEN, disable_execute_api_endpoint=True)
    server = {"host": "chat.example.com", "pathname": "/v1", "protocol": "wss"}
    assert found["servers"] == {"dev": server}


def test_what_the_schema_cannot_say_is_looked_at_too(documented: Documented) -> None:
    found = documented(routes={**OPEN, "ping": {"reply": True}})
    del found["channels"]["connection"]["messages"]["pingReply"]
    found["operations"]["refuse"]["messages"] = [{"$ref": "#/components/schemas/Refusal"}]
    assert sorted(dangling(found)) == [
        "#/channels/connection/messages/pingReply",
        "#/components/schemas/Refusal",
    ]


def test_models_stand_as_they_are_written(documented: Documented) -> None:
    models = {
        "Send": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "required": ["text"],
            "properties": {
                "text": {"type": ["string", "null"], "exclusiveMinimum": 0},
                "kind": {"const": "note"},
                "to": {"$ref": "#/models/Room"},
            },
        },
        "Room": {"type": "string"},
    }
    found = documented(models=models, routes={**OPEN, "sendMessage": {"body": "Send"}})
    schemas = found["components"]["schemas"]
    assert schemas.keys() == {"Send", "Room", "Refusal"}
    assert schemas["Send"]["properties"] == {
        "text": {"type": ["string", "null"], "exclusiveMinimum": 0},
        "kind": {"const": "note"},
        "to": {"$ref": "#/components/schemas/Room"},
    }


def test_a_model_called_as_api_gateways_own_answer_keeps_its_name(documented: Documented) -> None:
    found = documented(models={"Refusal": {"type": "string"}}, routes={**OPEN, "no": {"body": "Refusal"}})
    schemas = found["components"]["schemas"]
    assert schemas["Refusal"] == {"type": "string"}
    messages = found["channels"]["connection"]["messages"]
    assert messages["refused"]["payload"] == {"$ref": "#/components/schemas/Refusal_"}


def test_what_only_the_program_knows_is_an_error_where_clients_need_it(documented: Documented) -> None:
    with pytest.raises(ConfigError, match=r"Send\.const: '\$\{ref\.kind\}' holds ref 'kind'"):
        documented(models={"Send": {"const": "${ref.kind}"}}, routes={**OPEN, "send": {"body": "Send"}})
    assert documented(routes=OPEN, description="By ${ref.team}")["info"]["description"] == "By ${ref.team}"


def test_a_document_has_no_part_twice_in_memory(planned: Callable[..., Any]) -> None:
    """YAML would write an alias for it."""
    found = document(planned(routes={**OPEN, "a": {}, "b": {}}), url=None)
    channels = [id(each["channel"]) for each in found["operations"].values()]
    assert len(set(channels)) == len(channels)
    assert json.loads(json.dumps(found)) == found
