"""Checking a service with a large document takes little longer than checking one without."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
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


def test_a_service_without_documents_does_not_wait_for_what_reads_them(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(
        "service: orders\napis:\n  public:\n    routes:\n"
        "      GET /: {authorizer: none, integration: {type: http, url: 'https://example.com'}}\n"
        "stages: {dev: {}}\n"
    )
    program = (
        "import sys; from pulumi_apigw.config import load_config; load_config('api.yaml').stage('dev'); "
        "print('yaml' in sys.modules, 'pulumi_apigw.config.spec_first.api' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False False\n"
