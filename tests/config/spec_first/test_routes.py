"""Operations of a document → routes, with what the config adds to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import read_config
from pulumi_apigw.errors import ConfigError

from .conftest import PETS

Spec = Callable[..., Any]
Merged = Callable[[str], str]


def test_methods_and_paths_are_routes(spec: Spec) -> None:
    api = spec(PETS).api
    assert list(api.routes) == ["GET /pets", "POST /pets", "DELETE /pets/{id}"]
    listing = api.routes["GET /pets"]
    assert listing.operation_name == "listPets"
    assert listing.summary == "List pets"
    assert listing.description == "Every pet that there is."
    assert listing.groups == ("pets", "list")
    assert api.routes["DELETE /pets/{id}"].operation_name is None


def test_the_version_of_the_document_is_the_apis(spec: Spec) -> None:
    assert spec(PETS).api.version == "1.10"
    assert spec(PETS, "version: '2'").api.version == "2"


def test_an_http_api_takes_what_it_has(spec: Spec, merged: Merged) -> None:
    read = spec(PETS, protocol="http")
    assert read.api.routes["GET /pets"].operation_name == "listPets"
    assert read.told == [
        "advice: api.yaml:6 apis.public.openapi: an HTTP API does not check requests: parameters and bodies"
        " of"
        " the document are left out. Check them in the functions, or use 'protocol: rest'."
    ]


def test_the_config_adds_to_operations_and_routes_and_wins(spec: Spec) -> None:
    more = """
operations:
  listPets: {summary: All of them, timeout_ms: 5000, description: null}
  createPet: {authorizer: none, summary: Add}
routes:
  POST /pets: {summary: Add a pet}
  DELETE /pets/{id}: {authorizer: none}
  GET /health: {authorizer: none}
"""
    routes = spec(PETS, more).api.routes
    assert list(routes) == ["GET /pets", "POST /pets", "DELETE /pets/{id}", "GET /health"]
    listing, adding = routes["GET /pets"], routes["POST /pets"]
    assert (listing.summary, listing.timeout_ms, listing.description) == ("All of them", 5000, None)
    assert (adding.summary, adding.authorizer, adding.operation_name) == ("Add a pet", "none", "createPet")
    assert routes["DELETE /pets/{id}"].authorizer == "none"


def test_what_is_added_is_told_where_it_was_written(spec: Spec) -> None:
    more = """
operations:
  listPets: {timeout_ms: 5}
  createPets: {timeout_ms: 100}
routes:
  POST /pets: {functon: api}
"""
    assert spec(PETS, more).told == [
        'api.yaml:10 apis.public.routes["GET /pets"].timeout_ms: 5 is out of range. AWS accepts 50 to 900000'
        " milliseconds (above 29000 only streamed, or with a raised quota).",
        "api.yaml:11 apis.public.operations.createPets: the document has no operation 'createPets'. Did you"
        " mean 'createPet'?",
        "api.yaml:13 apis.public.routes[\"POST /pets\"].functon: unknown key 'functon'. Did you mean"
        " 'function'?",
    ]


@pytest.mark.parametrize("protocol", ["rest", "http"])
def test_what_is_added_wrongly(spec: Spec, protocol: str) -> None:
    told = spec(PETS, "operations: [listPets]\nroutes: [GET /pets]", protocol=protocol).told
    assert [each.partition(": ")[0] for each in told if not each.startswith("advice")] == [
        "api.yaml:9 apis.public.operations",
        "api.yaml:10 apis.public.routes",
    ]
    [problem] = spec(PETS, "operations: {listPets: none}").told
    assert problem == (
        "api.yaml:9 apis.public.routes[\"GET /pets\"]: 'none' is not a mapping. Write {authorizer: none}."
    )


def test_operations_without_any_id(spec: Spec, merged: Merged) -> None:
    document = merged("paths: {/pets: {get: {operationId: null}}}")
    assert spec(document, "operations: {listPets: {}}").told == [
        "api.yaml:9 apis.public.operations.listPets: the document has no operation 'listPets'. Give it an"
        " 'operationId', or write its route in 'routes'."
    ]


def test_operations_without_a_document(write: Any) -> None:
    text = "service: pets\napis: {public: {operations: {a: {}}, routes: {}}}\nstages: {dev: {}}\n"
    assert str(read_config(write("api.yaml", text)).problems[0]) == (
        "api.yaml:2 apis.public.operations: 'operations' are those of an OpenAPI document, and the API names"
        " none. Name it in 'openapi', or write the routes in 'routes'."
    )


@pytest.mark.parametrize(
    ("snippet", "problem"),
    [
        (
            "paths: {/pets: {trace: {}}}",
            "openapi.yaml:17 paths[\"/pets\"].trace: API Gateway has no method 'TRACE'. Remove it from the"
            " document.",
        ),
        (
            "paths: {/a: {post: {operationId: listPets}}}",
            "openapi.yaml:20 paths[\"/a\"].post.operationId: the operationId 'listPets' is there twice,"
            " first in"
            " openapi.yaml:10. Name each operation differently.",
        ),
        (
            "paths: {'/pets{id}': {get: {}}}",
            "openapi.yaml:19 apis.public.routes[\"GET /pets{id}\"]: segment 'pets{id}' of path '/pets{id}'"
            " is not"
            " a variable as AWS writes it. A variable is a whole segment, such as '{id}' or '{path+}'.",
        ),
        (
            "paths: {/pets: {get: [x]}}",
            'openapi.yaml:9 paths["/pets"].get: an operation is a mapping, and this is none.'
            " Give it 'responses' at least, or remove it.",
        ),
        (
            "paths: null",
            "openapi.yaml:1 paths: there are no paths. Add 'paths', with the operations of each.",
        ),
    ],
)
def test_what_is_no_route(spec: Spec, merged: Merged, snippet: str, problem: str) -> None:
    assert problem in spec(merged(snippet)).told


def test_an_id_that_is_there_twice_is_told_once(spec: Spec, merged: Merged) -> None:
    told = spec(merged("paths: {/a: {post: {operationId: listPets}}}")).told
    assert ["is there twice" in each for each in told] == [True]


@pytest.mark.parametrize(
    ("snippet", "problem"),
    [
        (
            "openapi: 4.0.0",
            "openapi.yaml:2 openapi: version '4.0.0' is not read. Convert the document to 3.0 or 3.1.",
        ),
        ("openapi: null", "openapi.yaml:1: this is no OpenAPI document. Begin it with 'openapi: 3.0.3'."),
    ],
)
def test_of_what_is_no_document_nothing_else_is_told(
    spec: Spec, merged: Merged, snippet: str, problem: str
) -> None:
    with pytest.raises(ConfigError, match=f"^{re.escape(problem)}$"):
        spec(merged(snippet), "operations: {listPets: {throttle: {rate_limit: 5}}}")


def test_P29_two_variables_at_one_level_are_told_with_both_lines(spec: Spec, merged: Merged) -> None:
    document = merged("paths: {'/pets/{id}': {get: {}}, '/pets/{pet}/toys': {get: {}}}")
    [problem] = spec(document).told
    assert problem.startswith('openapi.yaml:22 apis.public.routes["GET /pets/{pet}/toys"]: ')
    assert "(openapi.yaml:19)" in problem


def test_names_and_descriptions_that_are_too_long(spec: Spec, merged: Merged) -> None:
    name, text = "list" * 17, "x" * 1025
    document = merged(f"paths: {{/pets: {{get: {{operationId: {name}, description: {text}}}}}}}")
    read = spec(document, f"operations: {{{name}: {{summary: Found by its whole name}}}}")
    route = read.api.routes["GET /pets"]
    assert route.operation_name is None
    assert route.description == f"{'x' * 1023}…"
    assert route.summary == "Found by its whole name"
    assert read.told == [
        'advice: openapi.yaml:9 paths["/pets"].get: this and other descriptions are longer than 1024'
        " characters."
        " They are cut at that, which AWS takes.",
        f"advice: openapi.yaml:10 paths[\"/pets\"].get.operationId: '{name}' has 68 characters, while AWS"
        " takes"
        " 64. Such operations have no name there: shorten it.",
    ]


def test_extensions_of_api_gateway_are_for_the_config(spec: Spec, merged: Merged) -> None:
    document = merged("""
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-importexport-version: "1.0"
paths:
  /pets:
    get: {x-amazon-apigateway-integration: {type: mock}}
    post: {x-amazon-apigateway-integration: {type: mock}}
""")
    assert spec(document).told == [
        'advice: openapi.yaml:16 paths["/pets"].get.x-amazon-apigateway-integration:'
        " 'x-amazon-apigateway-integration' is not read from a document. Write it in 'function' or"
        " 'integration'"
        " of 'operations' or 'defaults'.",
        "advice: openapi.yaml:27 x-amazon-apigateway-binary-media-types:"
        " 'x-amazon-apigateway-binary-media-types'"
        " is not read from a document. Write it in the API's 'binary_media_types'.",
        "advice: openapi.yaml:30 x-amazon-apigateway-importexport-version:"
        " 'x-amazon-apigateway-importexport-version' is not read from a document. Say it in the config.",
    ]


def test_stages_patch_the_routes_of_a_document_and_nothing_else_of_it(spec: Spec) -> None:
    patch = "{apis: {public: {routes: {GET /pets: {timeout_ms: 100}, 'DELETE /pets/{id}': null}}}}"
    file = spec(PETS, stages=f"{{dev: {{}}, prod: {{patch: {patch}}}}}").file
    dev, prod = (file.stage(name).apis["public"].routes for name in ("dev", "prod"))
    assert list(prod) == ["GET /pets", "POST /pets"]
    assert (dev["GET /pets"].timeout_ms, prod["GET /pets"].timeout_ms) == (None, 100)


@pytest.mark.parametrize("key", ["openapi", "operations"])
def test_a_patch_of_the_document(spec: Spec, write: Any, key: str) -> None:
    value = "other.yaml" if key == "openapi" else "{}"
    fix = "Set it in the API itself; patch 'routes', which have the document's operations too."
    patch = f"{{apis: {{public: {{{key}: {value}}}}}}}"
    told = spec(PETS, stages=f"\n  dev:\n    patch: {patch}").told
    assert told == [
        f"api.yaml:12 stages.dev.patch.apis.public.{key}: a patch cannot change {key!r}, which holds for all"
        f" stages. {fix}"
    ]
    write("Pulumi.dev.yaml", f"config:\n  apigw:patch: {patch}\n")
    told = spec(PETS).told
    assert told == [
        f"Pulumi.dev.yaml:2 apis.public.{key}: a patch cannot change {key!r}, which holds for all stages."
        f" {fix}"
    ]
