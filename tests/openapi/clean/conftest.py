"""What the tests of clean documents share: documents of APIs as a config has them, each of them valid."""

from __future__ import annotations

from typing import Any

from openapi_spec_validator import validate

from pulumi_apigw.config import resolve
from pulumi_apigw.openapi.export import document
from pulumi_apigw.plan import WebSocketApiPlan, plan_service

FUNCTION = {"runtime": "python3.13", "handler": "orders.api.handler", "source": "src"}

Document = dict[str, Any]


def http_document(routes: dict[str, Any], **api: Any) -> Document:
    """The document of an HTTP API whose routes are open, unless they say otherwise."""
    return _document(routes, {"protocol": "http", **api})


def rest_document(routes: dict[str, Any], **api: Any) -> Document:
    """The document of such a REST API."""
    return _document(routes, {"protocol": "rest", **api})


def _document(routes: dict[str, Any], api: dict[str, Any]) -> Document:
    open_routes = {key: {"authorizer": "none", **route} for key, route in routes.items()}
    config = {
        "service": "orders",
        "functions": {"api": FUNCTION},
        "apis": {"public": {"defaults": {"function": "api"}, "routes": open_routes, **api}},
        "stages": {"dev": {}},
    }
    plan = plan_service(resolve(config, "dev"), "dev").apis["public"]
    assert not isinstance(plan, WebSocketApiPlan)
    found = document(plan, url="http://localhost:8000/dev", aws=False)
    validate(found)
    return found
