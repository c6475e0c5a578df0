"""Lines of what was read from a document: all of them can be listed, as a release lists its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DOCUMENT = """\
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true}
    get:
      operationId: getPet
      responses: {"200": {description: A pet.}}
    delete:
      operationId: dropPet
      parameters: [{name: hard, in: query, schema: {type: boolean}}]
      responses: {"204": {description: Gone.}}
"""


def test_every_line_can_be_listed(spec: Callable[..., Any]) -> None:
    locations = spec(DOCUMENT).file.sources.locations
    found = {path: str(location) for path, location in locations.items()}
    assert len(found) == len(locations) > 20
    assert {location.partition(":")[0] for location in found.values()} == {"api.yaml", "openapi.yaml"}


def test_parameters_of_a_path_alone_are_told_at_the_path(spec: Callable[..., Any]) -> None:
    locate = spec(DOCUMENT).file.sources.locate
    routes = ("apis", "public", "routes")
    assert str(locate((*routes, "GET /pets/{id}", "parameters"))) == "openapi.yaml:5"
    assert str(locate((*routes, "DELETE /pets/{id}", "parameters"))) == "openapi.yaml:12"
    assert str(locate((*routes, "DELETE /pets/{id}", "parameters", "path.id"))) == "openapi.yaml:6"
