"""Every key of an API and of a route is known to belong to a release or to a stage."""

from __future__ import annotations

import pytest

from pulumi_apigw.config.http import HttpApiConfig, HttpRouteConfig
from pulumi_apigw.config.rest import RestApiConfig
from pulumi_apigw.config.rest.routes import RestRouteConfig
from pulumi_apigw.config.websocket import WebSocketApiConfig
from pulumi_apigw.config.websocket.routes import WebSocketRouteConfig
from pulumi_apigw.releases.ownership import COMPARED, OF_EXPANSION, OF_STAGE, ROUTE_OF_STAGE

RELEASED = {
    *("protocol", "description", "authorizers", "defaults", "routes", "cors", "default_stage"),
    *("version", "models", "gateway_responses", "policy", "binary_media_types", "minimum_compression_bytes"),
    *("api_key_source", "documentation_version", "route_selection_expression", "push", "connections"),
    "api_key_selection_expression",
}
ROUTE_RELEASED = {
    *("function", "integration", "authorizer", "scopes", "timeout_ms", "payload_format", "operation_name"),
    *("request_parameters", "response_parameters", "api_key", "stream", "parameters", "body", "validation"),
    *("responses", "request_templates", "passthrough_behavior", "content_handling", "integration_responses"),
    *("summary", "description", "groups", "reply", "replies", "template_selection_expression"),
}
APIS = (HttpApiConfig, RestApiConfig, WebSocketApiConfig)
ROUTES = (HttpRouteConfig, RestRouteConfig, WebSocketRouteConfig)


@pytest.mark.parametrize("model", APIS)
def test_every_key_of_an_api_is_on_one_side(model: type[HttpApiConfig]) -> None:
    assert model.model_fields.keys() <= RELEASED | OF_STAGE.keys() | OF_EXPANSION


@pytest.mark.parametrize("model", ROUTES)
def test_every_key_of_a_route_is_on_one_side(model: type[HttpRouteConfig]) -> None:
    assert model.model_fields.keys() <= ROUTE_RELEASED | ROUTE_OF_STAGE.keys()


def test_no_key_is_on_both_sides_or_of_no_model() -> None:
    apis = {key for model in APIS for key in model.model_fields}
    routes = {key for model in ROUTES for key in model.model_fields}
    assert len(RELEASED) + len(OF_STAGE) + len(OF_EXPANSION) == len(apis)
    assert apis == RELEASED | OF_STAGE.keys() | OF_EXPANSION
    assert len(ROUTE_RELEASED) + len(ROUTE_OF_STAGE) == len(routes)
    assert routes == ROUTE_RELEASED | ROUTE_OF_STAGE.keys()


def test_what_is_compared_belongs_to_a_stage() -> None:
    assert OF_STAGE.keys() > COMPARED
