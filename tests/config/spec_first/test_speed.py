"""Checking a service with a large document takes little longer than checking one without."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

OPERATION = """
    {method}:
      operationId: {method}Thing{number}
      description: Long text about the thing.
      parameters:
      - {{name: limit, in: query, schema: {{type: integer, minimum: 1, maximum: 100}}}}
      requestBody:
        content:
          application/json:
            schema: {{type: object, properties: {{thing: {{$ref: "#/components/schemas/Thing{number}"}}}}}}
      responses:
        "200":
          description: Done.
          content: {{application/json: {{schema: {{$ref: "#/components/schemas/Thing{number}"}}}}}}"""


def document(paths: int) -> str:
    """A document with two operations a path, and a schema of eight properties for each."""
    lines = ['openapi: 3.0.3\ninfo: {title: Things, version: "1"}\npaths:']
    for number in range(paths):
        lines.append(f"  /things{number}/{{id}}:")
        lines += [OPERATION.format(method=method, number=number) for method in ("post", "put")]
    lines.append("components:\n  schemas:")
    for number in range(paths):
        lines.append(f"    Thing{number}:\n      type: object\n      properties:")
        lines += [f"        field{at}:\n          type: string\n          maxLength: 100" for at in range(8)]
    return "\n".join(lines)


def test_a_document_of_300_operations(spec: Callable[..., Any]) -> None:
    text = document(150)
    # CPU time: other processes of the machine are not measured.
    begin = time.process_time()
    read = spec(text, "quotas: {resources: 400}", stages="{dev: {}, test: {}, prod: {}}")
    spent = time.process_time() - begin
    assert len(read.api.routes) == 300
    assert spent < 1.5


def test_aliases_cost_nothing_twice(spec: Callable[..., Any]) -> None:
    """What was read once is not read again: an alias of aliases of aliases ends."""
    aliases = ["x0: &a0 {type: string}"]
    aliases += [f"x{at}: &a{at} {{example: [{', '.join([f'*a{at - 1}'] * 9)}]}}" for at in range(1, 30)]
    schema = "{content: {application/json: {schema: *a29}}}"
    paths = f"paths: {{/pets: {{post: {{requestBody: {schema}, responses: {{}}}}}}}}"
    head = 'openapi: 3.0.3\ninfo: {title: Things, version: "1"}'
    assert spec("\n".join([head, *aliases, paths])).api.models == {}
