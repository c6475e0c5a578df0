"""A service of one API with an OpenAPI document."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pulumi_apigw.config import ConfigFile, read_config
from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.errors import Problem

SERVICE = """\
service: pets
functions: {{api: {{runtime: python3.13, handler: app.handler, source: src}}}}
apis:
  public:
    protocol: {protocol}
    openapi: {document}
    authorizers: {{iam: {{type: iam}}}}
    defaults: {{function: api, authorizer: iam}}
{more}
stages: {stages}
"""
DOCUMENT = """
openapi: 3.0.3
info: {title: Pets, version: "1.10"}
paths:
  /pets:
    get: {operationId: listPets, responses: {"200": {description: Some pets.}}}
"""
PETS = """
openapi: 3.0.3
info: {title: Pets, version: "1.10"}
servers: [{url: https://pets.example.com/v1}]
paths:
  /pets:
    summary: All pets
    get:
      operationId: listPets
      summary: List pets
      description: Every pet that there is.
      tags: [pets, pets, list]
      responses: {default: {description: ok}}
    post: {operationId: createPet, deprecated: true, responses: {}}
  /pets/{id}:
    x-note: none of a route
    delete: {}
"""


@dataclass(frozen=True)
class Read:
    """What became of a config."""

    file: ConfigFile

    @property
    def api(self) -> Any:
        """The API of the one stage, which must have no errors."""
        assert [str(each) for each in self.file.examination.errors] == []
        return self.file.examination.stages["dev"].apis["public"]

    @property
    def told(self) -> list[str]:
        """All problems, as they are printed."""
        return [_printed(problem) for problem in self.file.problems]


def _printed(problem: Problem) -> str:
    return f"{'advice: ' if problem.severity == 'advice' else ''}{problem}"


@pytest.fixture
def write(folder: pathlib.Path) -> Callable[[str, str], pathlib.Path]:
    """Write a file of the service."""

    def write_text(name: str, text: str) -> pathlib.Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
        return path

    write_text("src/app.py", "def handler(event, context):\n    return {}\n")
    return write_text


@pytest.fixture
def spec(write: Callable[[str, str], pathlib.Path]) -> Callable[..., Read]:
    """Read the config of an API with a document; `more` are further keys of the API."""

    def read(
        document: str | None,
        more: str = "",
        *,
        protocol: str = "rest",
        name: str = "openapi.yaml",
        stages: str = "{dev: {}}",
    ) -> Read:
        if document is not None:
            write(name, document)
        lines = "\n".join(f"    {line}" for line in more.strip("\n").splitlines())
        text = SERVICE.format(protocol=protocol, document=name, more=lines, stages=stages)
        return Read(read_config(write("api.yaml", text)))

    return read


@pytest.fixture
def merged(write: Callable[[str, str], pathlib.Path]) -> Callable[[str], str]:
    """The text of the smallest document with a snippet of YAML merged in."""

    def merge(snippet: str) -> str:
        data, change = read_yaml(write("a.yaml", DOCUMENT))[0], read_yaml(write("b.yaml", snippet))[0]
        return json.dumps(merge_patch(data, change), indent=1)

    return merge
