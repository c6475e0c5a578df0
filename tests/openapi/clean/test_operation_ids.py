from __future__ import annotations

import pytest

from pulumi_apigw.openapi.clean.operation_ids import derived_name

from .conftest import Document, http_document, rest_document


def names(document: Document) -> dict[str, str]:
    return {
        f"{method.upper()} {path}": operation["operationId"]
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/items", "getItems"),
        ("GET", "/items/{id}", "getItemsById"),
        ("PATCH", "/items/{id}/order-lines", "patchItemsByIdOrderLines"),
        ("DELETE", "/v1.2/{user_id}", "deleteV12ByUserId"),
        ("GET", "/files/{path+}", "getFilesByPath"),
        ("POST", "/", "postRoot"),
    ],
)
def test_a_name_is_made_of_method_and_path(method: str, path: str, name: str) -> None:
    assert derived_name(method, path) == name


def test_the_configs_own_names_stay_and_no_two_are_the_same() -> None:
    document = http_document(
        {
            "GET /a-b": {},
            "GET /a/b": {},
            "GET /a.b": {"operation_name": "getAB2"},
            "POST /x": {"operation_name": "make"},
            "POST /y": {"operation_name": "make"},
        }
    )
    assert names(document) == {
        "GET /a-b": "getAB",
        "GET /a/b": "getAB3",
        "GET /a.b": "getAB2",
        "POST /x": "make",
        "POST /y": "make2",
    }


def test_a_route_for_any_method_has_a_name_for_each() -> None:
    document = rest_document({"ANY /a": {"operation_name": "proxy"}, "GET /a": {}, "ANY /b": {}})
    assert names(document) == {
        "POST /a": "proxyPost",
        "PUT /a": "proxyPut",
        "PATCH /a": "proxyPatch",
        "DELETE /a": "proxyDelete",
        "GET /a": "getA",
        "GET /b": "getB",
        "POST /b": "postB",
        "PUT /b": "putB",
        "PATCH /b": "patchB",
        "DELETE /b": "deleteB",
    }
