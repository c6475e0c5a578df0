"""What a document has that no API of API Gateway takes, and that its readers cannot change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Spec = Callable[..., Any]

TOYS = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets/{id}/:
    get: {operationId: showPet, responses: {"200": {description: A pet}}}
  /pets/{pet}/toys/:
    post:
      operationId: addToy
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Toy"}}}}
      responses: {"200": {description: A toy}}
components: {schemas: {Toy: {type: object}}}
"""


@pytest.mark.parametrize("protocol", ["rest", "http"])
def test_an_operation_is_left_out(spec: Spec, protocol: str) -> None:
    document = TOYS.replace("}/:", "}:").replace("toys/", "toys")
    read = spec(document, "operations: {addToy: null}", protocol=protocol)
    assert list(read.api.routes) == ["GET /pets/{id}"]
    assert not [each for each in read.told if "HTTP API does not check" not in each]


def test_P29_leaving_one_out_ends_the_conflict_of_two_names(spec: Spec) -> None:
    assert any("has {pet} where" in each for each in spec(TOYS).told)
    assert list(spec(TOYS, "operations: {showPet: null}").api.routes) == ["POST /pets/{pet}/toys"]


def test_an_operation_that_is_not_there_cannot_be_left_out(spec: Spec) -> None:
    assert spec(TOYS, "operations: {addToys: null, showPet: null}").told[0] == (
        "api.yaml:9 apis.public.operations.addToys: the document has no operation 'addToys'. Did you mean"
        " 'addToy'?"
    )


def test_a_slash_at_the_end_is_no_part_of_a_rest_apis_path(spec: Spec) -> None:
    read = spec(TOYS.replace("{pet}", "{id}"))
    assert list(read.api.routes) == ["GET /pets/{id}", "POST /pets/{id}/toys"]
    assert read.told == [
        "advice: openapi.yaml:5 paths[\"/pets/{id}/\"]: '/pets/{id}/' ends with '/', which no route does."
        " It is '/pets/{id}' here: a REST API answers both by it."
    ]


def test_a_slash_at_the_end_is_an_error_where_it_makes_a_difference(spec: Spec) -> None:
    told = spec(TOYS.replace("{pet}", "{id}"), protocol="http").told
    assert sum("ends with '/', which no route does. Did you mean" in each for each in told) == 2
    both = TOYS.replace("/pets/{pet}/toys/:", "/pets/{id}:")
    assert [each for each in spec(both).told if "Did you mean 'GET /pets/{id}'?" in each]
