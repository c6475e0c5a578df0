"""What a document has that no API of API Gateway takes, and that its readers cannot change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import read_config

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


def test_P29_variables_of_a_document_get_one_name_where_the_config_says_so(spec: Spec) -> None:
    """The one that most paths have, the first of two; a path has no name twice."""
    document = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets/{pet}:
    get: {responses: {}, parameters: [{name: pet, in: path, required: true, description: Which}]}
  /pets/{id}/toys/{pet}: {get: {operationId: showToy, responses: {}}}
  /pets/{id}/toys: {get: {responses: {}}}
  /pets/mine/{id}: {get: {responses: {}}}
  /shops/{id}/pets/{id2}: {get: {responses: {}}}
  /shops/{shop}: {get: {responses: {}}}
  /files/{id}/{id2}: {get: {responses: {}}}
  /files/{id2}/x/{id}: {get: {responses: {}}}
"""
    routes = spec(document, "unify_path_variables: true").api.routes
    assert list(routes) == [
        "GET /pets/{id}",
        "GET /pets/{id}/toys/{pet}",
        "GET /pets/{id}/toys",
        "GET /pets/mine/{id}",
        "GET /shops/{id}/pets/{id2}",
        "GET /shops/{id}",
        "GET /files/{id}/{id2}",
        "GET /files/{id}/x/{id2}",
    ]
    assert routes["GET /pets/{id}"].parameters["path.id"].description == "Which"


def test_a_variable_with_a_new_name_is_told_where_it_was_written(spec: Spec) -> None:
    parameter = "{name: pet, in: path, required: true, schema: {type: strng}}"
    document = TOYS.replace("operationId: addToy", f"parameters: [{parameter}]")
    told = spec(document, "unify_path_variables: true\nroutes: {'POST /pets/{id}/toys': {body: Nope}}").told
    assert any(
        each.startswith('api.yaml:10 apis.public.routes["POST /pets/{id}/toys"].body: ') for each in told
    )


def test_operations_that_become_one(spec: Spec) -> None:
    document = TOYS.replace("/toys/", "/").replace("post:", "get:")
    told = spec(document, "unify_path_variables: true").told
    assert (
        "openapi.yaml:8 paths[\"/pets/{pet}/\"].get: 'GET /pets/{id}' takes the same requests as the"
        " operation in openapi.yaml:6. Leave one out, by 'operations: {ID: null}' or in the document."
    ) in told


def test_P29_the_error_of_a_document_names_the_way_out(spec: Spec, write: Any) -> None:
    [problem] = [each for each in spec(TOYS).told if "has {pet} where" in each]
    assert problem.endswith("put text before it, or say 'unify_path_variables: true'.")


def test_unifying_without_a_document(spec: Spec, write: Any) -> None:
    text = "service: pets\napis: {public: {protocol: rest, unify_path_variables: true, routes: {}}}\n"
    assert str(read_config(write("api.yaml", text + "stages: {dev: {}}\n")).problems[0]) == (
        "api.yaml:2 apis.public.unify_path_variables: 'unify_path_variables' is for paths of an OpenAPI"
        " document, and the API names none. Name it in 'openapi', or write the routes in 'routes'."
    )


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


def test_P33_a_slash_at_the_end_is_an_error_where_it_makes_a_difference(spec: Spec) -> None:
    told = spec(TOYS.replace("{pet}", "{id}"), protocol="http").told
    assert sum("ends with '/', which no route does. Did you mean" in each for each in told) == 2


def test_paths_that_differ_by_a_slash_are_one(spec: Spec) -> None:
    document = TOYS.replace("/pets/{pet}/toys/:", "/pets/{id}:")
    assert list(spec(document).api.routes) == ["GET /pets/{id}", "POST /pets/{id}"]
    assert [
        each for each in spec(document.replace("post:", "get:")).told if "takes the same requests as" in each
    ]
