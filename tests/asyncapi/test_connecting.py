"""What a client brings to connect: security schemes, headers and the query string of the handshake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Documented = Callable[..., dict[str, Any]]


def gate(*sources: str) -> dict[str, Any]:
    return {"gate": {"type": "lambda", "function": "gate", "identity_sources": list(sources)}}


def binding(found: dict[str, Any]) -> dict[str, Any]:
    ws: dict[str, Any] = found["channels"]["connection"]["bindings"]["ws"]
    assert (ws.pop("method"), ws.pop("bindingVersion")) == ("GET", "0.1.0")
    return ws


def test_an_open_api_asks_for_nothing(documented: Documented) -> None:
    found = documented(routes={"$connect": {"authorizer": "none"}})
    assert "security" not in found["servers"]["dev"]
    assert "securitySchemes" not in found["components"]
    assert binding(found) == {}


def test_the_one_source_of_an_authorizer_is_the_scheme_of_its_name(documented: Documented) -> None:
    found = documented(
        authorizers=gate("$request.querystring.ticket"), routes={"$connect": {"authorizer": "gate"}}
    )
    assert found["components"]["securitySchemes"] == {
        "gate": {"type": "httpApiKey", "in": "query", "name": "ticket"}
    }
    assert found["servers"]["dev"]["security"] == [{"$ref": "#/components/securitySchemes/gate"}]
    assert "description" not in found["servers"]["dev"]
    assert binding(found) == {
        "query": {"type": "object", "required": ["ticket"], "properties": {"ticket": {"type": "string"}}}
    }


def test_all_that_is_needed_is_told_where_it_is_more_than_one(documented: Documented) -> None:
    found = documented(
        authorizers=gate("$request.querystring.ticket", "$request.header.x-tenant", "$context.stage"),
        api_keys={"acme": {}},
        usage_plans={"all": {"api_keys": ["acme"]}},
        routes={"$connect": {"authorizer": "gate", "api_key": True}},
    )
    assert list(found["components"]["securitySchemes"]) == ["gate.ticket", "gate.x-tenant", "api_key"]
    server = found["servers"]["dev"]
    assert server["description"] == "Connecting takes all of these: gate.ticket, gate.x-tenant, api_key."
    assert server["security"] == [{"$ref": "#/components/securitySchemes/gate.ticket"}]
    assert binding(found)["headers"]["required"] == ["x-tenant", "x-api-key"]


def test_a_signed_request_may_be_signed_in_its_url(documented: Documented) -> None:
    found = documented(
        authorizers={"machines": {"type": "iam"}}, routes={"$connect": {"authorizer": "machines"}}
    )
    scheme = found["components"]["securitySchemes"]["sigv4"]
    assert (scheme["in"], scheme["name"]) == ("header", "Authorization")
    assert found["servers"]["dev"]["security"] == [{"$ref": "#/components/securitySchemes/sigv4"}]
    assert binding(found) == {}


def test_a_key_that_the_authorizer_gives_is_no_clients(documented: Documented) -> None:
    found = documented(
        authorizers=gate("$request.querystring.ticket"),
        api_keys={"acme": {}},
        usage_plans={"all": {"api_keys": ["acme"]}},
        api_key_selection_expression="$context.authorizer.usageIdentifierKey",
        routes={"$connect": {"authorizer": "gate", "api_key": True}},
    )
    assert list(found["components"]["securitySchemes"]) == ["gate"]
