"""Routes of an OpenAPI document reach the body that is deployed."""

from __future__ import annotations

import json
from pathlib import Path

from pulumi_apigw import RestApi, RestApiArgs, Service, ServiceArgs
from pulumi_apigw.graph import capture

from ..conftest import config
from .conftest import body, deployment

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Items", "version": "1"},
    "paths": {
        "/items": {
            "get": {
                "operationId": "listItems",
                "parameters": [
                    {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"200": {"description": "Items"}},
            }
        }
    },
}
API = {
    "protocol": "rest",
    "openapi": "items.json",
    "operations": {"listItems": {"authorizer": "none", "function": "api"}},
}


def test_a_document_beside_the_config_is_deployed(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (tmp_path / "src").rename(folder / "src")
    (folder / "items.json").write_text(json.dumps(DOCUMENT))

    def program() -> None:
        Service("orders", ServiceArgs(config=config(apis={"public": API}), folder=folder))

    graph = capture(program, project="orders")
    operation = body(graph)["paths"]["/items"]["get"]
    assert operation["operationId"] == "listItems"
    assert operation["parameters"][0]["name"] == "limit"
    before = deployment(graph).inputs
    document = {**DOCUMENT, "paths": {"/things": DOCUMENT["paths"]["/items"]}}  # type: ignore[index]
    (folder / "items.json").write_text(json.dumps(document))
    assert deployment(capture(program, project="orders")).inputs != before


def test_an_api_alone_reads_its_document_from_the_programs_folder() -> None:
    Path("items.json").write_text(json.dumps(DOCUMENT))
    arn = "arn:aws:lambda:us-east-1:123456789012:function:api"
    graph = capture(
        lambda: RestApi("orders-public", RestApiArgs(api=API, functions={"api": arn})), project="orders"
    )
    assert list(body(graph)["paths"]) == ["/items"]
