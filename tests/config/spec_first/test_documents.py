"""Well-known documents load with the ten lines of config that they need."""

from __future__ import annotations

import json
import pathlib
import random
from collections.abc import Callable, Iterator
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


WRONG: list[Any] = [
    None,
    3,
    "x",
    [],
    {},
    ["a"],
    [None],
    {"$ref": "#/nope"},
    {"$ref": 3},
    {"type": ["string", 3]},
]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_wrong_anywhere_in_a_document_is_told(spec: Spec, seed: int) -> None:
    """No mistake ends in a traceback: what is told of one is tested where it is read."""
    chance = random.Random(seed)
    for name in COUNTS:
        data = read_yaml(DOCUMENTS / name)[0]
        for _ in range(3):
            path = chance.choice([path for path in _paths(data, ()) if path])
            around = data
            for part in path[:-1]:
                around = around[part]
            around[path[-1]] = chance.choice(WRONG)
        spec(json.dumps(data), name="openapi.json", protocol=chance.choice(["rest", "http"]))


def _paths(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    yield path
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, child in children:
        yield from _paths(child, (*path, part))


@pytest.mark.parametrize("name", ["uspto.yaml", "swagger-petstore.yaml"])
def test_json_and_yaml_say_the_same(spec: Spec, name: str) -> None:
    as_json = json.dumps(read_yaml(DOCUMENTS / name)[0], indent="\t")
    assert spec(as_json, name="openapi.json").api == spec((DOCUMENTS / name).read_text()).api
