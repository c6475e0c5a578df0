"""Parameters, bodies and answers of operations → what routes declare, and the models that they name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Spec = Callable[..., Any]
Merged = Callable[[str], str]


def test_parameters_of_the_path_and_of_the_operation(spec: Spec, merged: Merged) -> None:
    document = merged("""
paths:
  /pets/{id}:
    parameters:
    - {name: id, in: path, required: true, description: Which pet, schema: {type: string, format: uuid}}
    - {$ref: "#/components/parameters/Limit"}
    - {name: x-tenant, in: header, required: true, schema: {type: string, example: a}}
    get:
      parameters:
      - {name: limit, in: query, schema: {type: integer, maximum: 10, exclusiveMaximum: true}}
      - {name: Authorization, in: header, schema: {type: string}}
      - {name: sort, in: query, content: {application/json: {schema: {enum: [a, b]}}}}
      - {name: any, in: query, schema: {}}
components: {parameters: {Limit: {name: limit, in: query, required: true, schema: {type: integer}}}}
""")
    parameters = spec(document).api.routes["GET /pets/{id}"].parameters
    assert {
        name: (each.required, each.description, each.json_schema) for name, each in parameters.items()
    } == {
        "path.id": (True, "Which pet", {"type": "string"}),
        "query.limit": (False, None, {"type": "integer", "maximum": 9}),
        "header.x-tenant": (True, None, {"type": "string"}),
        "query.sort": (False, None, {"enum": ["a", "b"]}),
        "query.any": (False, None, {"type": "string"}),
    }


def test_parameters_of_swagger_2(spec: Spec) -> None:
    document = """
swagger: "2.0"
info: {title: Pets, version: "1"}
consumes: [application/json, application/xml]
produces: [application/json]
paths:
  /pets:
    post:
      parameters:
      - {name: limit, in: query, type: integer, format: int32, minimum: 1, collectionFormat: csv}
      - {name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}
      responses:
        "201": {description: made, schema: {$ref: "#/definitions/Pet"}, headers: {x-next: {type: string}}}
    put:
      consumes: [application/merge-patch+json]
      parameters:
      - {name: pet, in: body, schema: {type: object, properties: {tag: {type: string, x-nullable: true}}}}
      responses: {"200": {description: a file, schema: {type: file}}}
definitions: {Pet: {type: object, properties: {parent: {$ref: "#/definitions/Pet"}}}}
"""
    api = spec(document).api
    adding, changing = api.routes["POST /pets"], api.routes["PUT /pets"]
    assert adding.parameters["query.limit"].json_schema == {"type": "integer", "minimum": 1}
    assert (adding.body, adding.responses["201"].body) == ("Pet", "Pet")
    assert adding.responses["201"].headers == {"x-next": ""}
    assert changing.body == {"application/merge-patch+json": "PutPetsRequest"}
    assert changing.responses["200"].body is None
    assert api.models == {
        "Pet": {"type": "object", "properties": {"parent": {"$ref": "#/models/Pet"}}},
        "PutPetsRequest": {"type": "object", "properties": {"tag": {"type": "string", "nullable": True}}},
    }


def test_what_api_gateway_cannot_check_is_told_once(spec: Spec, merged: Merged) -> None:
    document = merged("""
paths:
  /pets:
    get:
      parameters:
      - {name: session, in: cookie, schema: {type: string}}
      - {name: other, in: cookie, schema: {type: string}}
      - {name: "filter[a]", in: query, schema: {type: string}}
    post:
      requestBody:
        content: {multipart/form-data: {schema: {type: object}}, text/csv: {schema: {type: string}}}
""")
    read = spec(document)
    assert read.api.routes["GET /pets"].parameters == {}
    assert read.api.routes["POST /pets"].body is None
    assert read.told == [
        "advice: openapi.yaml:17 paths[\"/pets\"].get.parameters[0]: the cookie 'session' is not checked: API"
        " Gateway has no parameters in cookies. Check it in the function.",
        "advice: openapi.yaml:31 paths[\"/pets\"].get.parameters[2]: the parameter 'filter[a]' is not"
        " checked: AWS takes no parameter of that name. Check it in the function.",
        'advice: openapi.yaml:44 paths["/pets"].post.requestBody.content["multipart/form-data"].schema: a'
        " body"
        " of type 'multipart/form-data' is not checked: API Gateway checks JSON alone. Check it in the"
        " function.",
    ]


def test_required_parameters_that_api_gateway_would_not_find_are_not_required(
    spec: Spec, merged: Merged
) -> None:
    """It looks for one of the very name that is not blank, and answers 400 where there is none."""
    document = merged("""
paths:
  /pets:
    get:
      parameters:
      - {name: deep, in: query, required: true, style: deepObject, schema: {type: object}}
      - {name: exploded, in: query, required: true, schema: {$ref: "#/components/schemas/Filter"}}
      - {name: joined, in: query, required: true, explode: false, schema: {type: object}}
      - {name: json, in: query, required: true, content: {application/json: {schema: {type: object}}}}
      - {name: list, in: query, required: true, schema: {type: array, items: {type: string}}}
      - {name: flag, in: query, required: true, allowEmptyValue: true, schema: {type: boolean}}
      - {name: x-filter, in: header, required: true, schema: {type: object}}
components: {schemas: {Filter: {type: object}}}
""")
    read = spec(document)
    parameters = read.api.routes["GET /pets"].parameters
    assert [name for name, each in parameters.items() if not each.required] == [
        *("query.deep", "query.exploded", "query.flag")
    ]
    assert [each.partition(": the ")[2] for each in read.told] == [
        "parameter 'deep' is not checked: each property of an object is sent by a name of its own. Check it"
        " in the function.",
        "parameter 'flag' is not checked: it may be empty, which API Gateway takes for missing. Check it in"
        " the function.",
    ]


BODIES = """
paths:
  /pets:
    post:
      operationId: create-pet
      requestBody: {$ref: "#/components/requestBodies/Pet"}
      responses:
        "200":
          description: Made.
          headers: {x-next: {description: The next, schema: {type: string}}}
          content:
            application/json; charset=utf-8:
              schema: {type: array, items: {$ref: "#/components/schemas/a.Pet"}}
        "202": {$ref: "#/components/responses/Later"}
        4XX: {description: not one status}
        default: {description: not one status}
    put:
      requestBody: {content: {application/json: {schema: {type: object, required: [tag]}}}}
components:
  requestBodies:
    Pet:
      content:
        application/json: {schema: {$ref: "#/components/schemas/a.Pet"}, example: {name: Rex}}
        application/vnd.pets+json: {schema: {$ref: "#/components/schemas/a.Pet/properties/tag"}}
        "*/*": {schema: {}}
  responses:
    Later: {description: Later., content: {application/json: {schema: {$ref: "#/components/schemas/APet"}}}}
  schemas:
    a.Pet:
      type: object
      xml: {name: pet}
      properties:
        name: {type: string, example: Rex, x-faker: name}
        tag: {$ref: "#/components/schemas/Tag", description: Nothing beside a reference counts in 3.0.}
        example: {type: string, nullable: true, readOnly: true}
    APet: {type: object}
    Tag: {type: string, enum: [a, b], default: a}
    Unused: {type: object, patternProperties: {a: {}}}
"""


def test_bodies_name_models(spec: Spec, merged: Merged) -> None:
    api = spec(merged(BODIES)).api
    creating = api.routes["POST /pets"]
    assert creating.body == {"application/json": "aPet", "application/vnd.pets+json": "aPetTag"}
    assert api.routes["PUT /pets"].body == "PutPetsRequest"
    assert {
        status: (each.description, each.body, each.headers) for status, each in creating.responses.items()
    } == {
        "200": ("Made.", "CreatePet200", {"x-next": "The next"}),
        "202": ("Later.", "APet", {}),
    }


def test_schemas_are_models_with_names_that_api_gateway_takes(spec: Spec, merged: Merged) -> None:
    assert spec(merged(BODIES)).api.models == {
        "aPet": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "tag": {"$ref": "#/models/Tag"},
                "example": {"type": "string", "nullable": True, "readOnly": True},
            },
        },
        "aPetTag": {"$ref": "#/models/Tag"},
        "Tag": {"type": "string", "enum": ["a", "b"]},
        "APet": {"type": "object"},
        "CreatePet200": {"type": "array", "items": {"$ref": "#/models/aPet"}},
        "PutPetsRequest": {"type": "object", "required": ["tag"]},
    }


def test_what_names_its_type_goes_before_any_type(spec: Spec, merged: Merged) -> None:
    document = merged("""
paths: {/pets: {post: {operationId: add, requestBody: {content: {
  application/json; charset=utf-8: {schema: {type: object, dependencies: {id: [name]}}},
  "*/*": {schema: {type: string}}}}}}}
""")
    read = spec(document)
    assert read.api.models == {"AddRequest": {"type": "object", "dependencies": {"id": ["name"]}}}
    assert read.told == []


def test_names_that_differ_in_nothing_but_signs(spec: Spec, merged: Merged) -> None:
    document = merged("""
paths: {/pets: {post: {operationId: a, requestBody: {content: {application/json: {schema: {anyOf: [
  {$ref: "#/components/schemas/a_b"}, {$ref: "#/components/schemas/a.b"}]}}}}}}}
components: {schemas: {a.b: {type: string}, a_b: {type: integer}, ARequest: {type: boolean}}}
""")
    assert spec(document).api.models == {
        "aB": {"type": "string"},
        "aB2": {"type": "integer"},
        "ARequest2": {"anyOf": [{"$ref": "#/models/aB2"}, {"$ref": "#/models/aB"}]},
    }


def test_a_model_of_the_config_takes_the_place_of_the_documents(spec: Spec, merged: Merged) -> None:
    models = spec(merged(BODIES), "models: {Tag: {type: string}}").api.models
    assert models["Tag"] == {"type": "string"}
    assert models["aPetTag"] == {"$ref": "#/models/Tag"}


def test_what_stands_beside_a_reference_counts_in_3_1(spec: Spec, merged: Merged) -> None:
    document = merged("""
openapi: 3.1.0
paths: {/pets: {post: {operationId: add, requestBody: {content: {application/json: {schema:
  {$ref: "#/components/schemas/Pet", required: [name], nullable: true}}}}}}}
components: {schemas: {Pet: {type: [object, "null"], $defs: {A: {const: 1}}, anyOf: [
  {$ref: "#/components/schemas/Pet/$defs/A"}]}}}
""")
    assert spec(document).api.models == {
        "AddRequest": {"$ref": "#/models/Pet", "required": ["name"]},
        "Pet": {
            "type": ["object", "null"],
            "$defs": {"A": {"const": 1}},
            "anyOf": [{"$ref": "#/models/PetA"}],
        },
        "PetA": {"const": 1},
    }


REFUSED = """
paths:
  /pets:
    {method}:
      operationId: pets
      requestBody: {request}
      responses: {response}
components:
  schemas:
    Pet: {{type: object, properties: {{tags: {{$ref: "#/components/schemas/Tags"}}}}}}
    Tags: {{type: object, patternProperties: {{a: {{}}}}}}
"""
CONTENT = '{description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}'


def test_P28_a_request_that_cannot_be_checked_is_refused_at_its_own_line(spec: Spec, merged: Merged) -> None:
    assert spec(merged(REFUSED.format(method="post", request=CONTENT, response="{}"))).told == [
        "openapi.yaml:45 apis.public.models.Tags.patternProperties: a model of API Gateway has no"
        " 'patternProperties'. Name them in 'properties', or give 'additionalProperties' one schema."
    ]


def test_answers_are_not_checked_and_lose_what_cannot_be_said(spec: Spec, merged: Merged) -> None:
    response = f'{{"200": {CONTENT}}}'
    read = spec(merged(REFUSED.format(method="post", request="{content: {}}", response=response)))
    assert read.told == []
    assert read.api.models["Tags"] == {"type": "object"}


@pytest.mark.parametrize("schema", ["{}", "{description: Anything.}", "true"])
def test_a_schema_that_asks_for_nothing_is_no_model(spec: Spec, merged: Merged, schema: str) -> None:
    body = f"{{content: {{application/json: {{schema: {schema}}}}}}}"
    api = spec(merged(f"paths: {{/pets: {{post: {{requestBody: {body}}}}}}}")).api
    assert (api.routes["POST /pets"].body, api.models) == (None, {})
