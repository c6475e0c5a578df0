"""`$ref`: to other files of the service, in circles, and to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import read_config

Spec = Callable[..., Any]
Merged = Callable[[str], str]

ROOT = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets: {$ref: paths/pets.yaml}
  /pets/{id}: {$ref: "paths/pets.yaml#/one"}
components:
  schemas:
    Error: {type: object, required: [code]}
"""
PATHS = """
parameters: [{$ref: "../parameters.json#/limit"}]
post:
  operationId: addPet
  requestBody: {content: {application/json: {schema: {$ref: ../schemas/pet.yaml}}}}
  responses:
    "400":
      description: bad
      content: {application/json: {schema: {$ref: "../openapi.yaml#/components/schemas/Error"}}}
one:
  put:
    operationId: putPet
    requestBody: {content: {application/json: {schema: {$ref: "../schemas/all.yaml#/Owner/properties/pet"}}}}
"""
FILES = {
    "paths/pets.yaml": PATHS,
    "parameters.json": '{"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}',
    "schemas/pet.yaml": """
type: object
properties:
  owner: {$ref: "all.yaml#/Owner"}
  error: {$ref: "../openapi.yaml#/components/schemas/Error"}
""",
    "schemas/all.yaml": """
Owner:
  type: object
  properties:
    pet: {$ref: pet.yaml}
    friends: {type: array, items: {$ref: "#/Owner"}}
""",
}


def test_P30_files_are_bundled(spec: Spec, write: Any) -> None:
    for name, text in FILES.items():
        write(name, text)
    api = spec(ROOT).api
    assert list(api.routes) == ["POST /pets", "PUT /pets/{id}"]
    adding = api.routes["POST /pets"]
    assert adding.parameters["query.limit"].json_schema == {"type": "integer"}
    assert (adding.body, adding.responses["400"].body) == ("pet", "Error")
    assert api.routes["PUT /pets/{id}"].body == "OwnerPet"
    assert api.models == {
        "pet": {
            "type": "object",
            "properties": {"owner": {"$ref": "#/models/Owner"}, "error": {"$ref": "#/models/Error"}},
        },
        "Owner": {
            "type": "object",
            "properties": {
                "pet": {"$ref": "#/models/pet"},
                "friends": {"type": "array", "items": {"$ref": "#/models/Owner"}},
            },
        },
        "OwnerPet": {"$ref": "#/models/pet"},
        "Error": {"type": "object", "required": ["code"]},
    }


def test_problems_have_the_line_of_their_own_file(spec: Spec, write: Any) -> None:
    for name, text in FILES.items():
        write(name, text)
    write(
        "schemas/pet.yaml",
        "type: object\nproperties:\n  owner: {type: object}\n  tags:\n    prefixItems: []\n",
    )
    [problem] = spec(ROOT).told
    assert problem.startswith("schemas/pet.yaml:5 apis.public.models.pet.properties.tags.prefixItems: ")


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (
            "https://example.com/pet.json",
            "'https://example.com/pet.json' is not among the service's files. Copy it into a file beside the"
            " document, and refer to that.",
        ),
        ("schemas/pet.yaml", "there is no file 'schemas/pet.yaml'. Create it, or mend the path."),
        (
            "#/components/schemas/Erorr",
            "there is nothing at '#/components/schemas/Erorr'. Did you mean 'Error'?",
        ),
        (
            "#Pet",
            "'#Pet' is an anchor, which is not looked up. Write the path to it, such as"
            " '#/components/schemas/Pet'.",
        ),
    ],
)
def test_references_that_lead_nowhere(spec: Spec, merged: Merged, reference: str, problem: str) -> None:
    body = f'{{content: {{application/json: {{schema: {{$ref: "{reference}"}}}}}}}}'
    document = merged(f"""
paths: {{/pets: {{post: {{requestBody: {body}}}}}}}
components: {{schemas: {{Error: {{type: object}}}}}}
""")
    place = 'paths["/pets"].post.requestBody.content["application/json"].schema["$ref"]'
    assert spec(document).told == [f"openapi.yaml:22 {place}: {problem}"]


def test_files_outside_of_the_service(spec: Spec, merged: Merged, folder: Any) -> None:
    document = merged('paths: {/pets: {post: {requestBody: {$ref: "../secret.yaml"}}}}')
    assert spec(document).told == [
        'openapi.yaml:19 paths["/pets"].post.requestBody["$ref"]: \'../secret.yaml\' is outside of the'
        f" service's folder. Copy the file into '{folder}'."
    ]


def test_references_in_a_circle(spec: Spec, merged: Merged) -> None:
    document = merged("""
paths: {/pets: {post: {requestBody: {$ref: "#/components/requestBodies/A"}}}}
components:
  requestBodies: {A: {$ref: "#/components/requestBodies/B"}, B: {$ref: "#/components/requestBodies/A"}}
""")
    assert spec(document).told == [
        "openapi.yaml:27 components.requestBodies.A[\"$ref\"]: '#/components/requestBodies/B' leads back to"
        " itself. Refer to a value."
    ]


def test_a_file_that_is_no_yaml(spec: Spec, write: Any, merged: Merged) -> None:
    write("body.yaml", "a: [1\nb: 2\n")
    document = merged("""
paths: {/pets: {post: {requestBody: {$ref: body.yaml}}, put: {requestBody: {$ref: body.yaml}}}}
""")
    [problem] = spec(document).told
    assert problem.startswith("body.yaml:2: this is not YAML: ")


def test_a_document_outside_of_the_service_beside_its_files(
    spec: Spec, write: Any, folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {**FILES, "openapi.yaml": ROOT}.items():
        write(name, text)
    (folder / "services" / "pets").mkdir(parents=True)
    (folder / "src").rename(folder / "services" / "pets" / "src")
    spec(None)
    text = (folder / "api.yaml").read_text().replace("openapi: openapi.yaml", "openapi: ../../openapi.yaml")
    file = read_config(write("services/pets/api.yaml", text))
    assert [str(each) for each in file.problems] == []
    assert len(file.stage("dev").apis["public"].routes) == 2
