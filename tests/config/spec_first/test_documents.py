"""Well-known documents load with the ten lines of config that they need."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.yaml_file import read_yaml

DOCUMENTS = pathlib.Path(__file__).with_name("documents")
Spec = Callable[..., Any]

COUNTS = {
    "api-with-examples.yaml": (2, 0),
    "link-example.yaml": (6, 5),
    "petstore-expanded.yaml": (4, 3),
    "petstore-minimal.json": (1, 2),
    "swagger-petstore-2.0.yaml": (20, 12),
    "swagger-petstore.yaml": (20, 11),
    "uspto.yaml": (3, 4),
}
"""Document → routes and models."""


@pytest.mark.parametrize(("name", "counts"), COUNTS.items())
def test_a_rest_api_of_a_public_document(spec: Spec, name: str, counts: tuple[int, int]) -> None:
    api = spec((DOCUMENTS / name).read_text(), name=name).api
    assert (len(api.routes), len(api.models)) == counts


@pytest.mark.parametrize(("name", "counts"), COUNTS.items())
def test_an_http_api_of_a_public_document(spec: Spec, name: str, counts: tuple[int, int]) -> None:
    api = spec((DOCUMENTS / name).read_text(), name=name, protocol="http").api
    assert len(api.routes) == counts[0]


def test_every_document_is_used_above() -> None:
    assert {path.name for path in DOCUMENTS.iterdir()} == {*COUNTS, "README.md"}


@pytest.mark.parametrize("name", ["uspto.yaml", "swagger-petstore.yaml"])
def test_json_and_yaml_say_the_same(spec: Spec, name: str) -> None:
    as_json = json.dumps(read_yaml(DOCUMENTS / name)[0], indent="\t")
    assert spec(as_json, name="openapi.json").api == spec((DOCUMENTS / name).read_text()).api
