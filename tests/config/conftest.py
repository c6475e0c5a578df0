"""A good config, and ways to change it."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.config.resolve import Examination, examine
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.errors import Problem
from pulumi_apigw.source import SourceMap

GOOD = """
service: orders
functions:
  api: {runtime: python3.13, handler: orders.api.handler, source: src}
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [web]}
    defaults: {function: api, authorizer: customers}
    routes:
      GET /items: {}
stages:
  dev: {}
"""


GOOD_REST = GOOD.replace(
    """    authorizers:
      customers: {type: jwt, issuer: "https://login.example.com/", audience: [web]}
""",
    """    protocol: rest
    authorizers:
      customers: {type: cognito, user_pool_arns: ["${ref.pool}"]}
""",
)


GOOD_WEBSOCKET = """
service: orders
functions:
  api: {runtime: python3.13, handler: orders.api.handler, source: src}
apis:
  public:
    protocol: websocket
    authorizers:
      customers: {type: lambda, function: api, identity_sources: [$request.querystring.token]}
    defaults: {function: api}
    routes:
      $connect: {authorizer: customers}
      sendMessage: {}
stages:
  dev: {}
"""


@pytest.fixture
def read(tmp_path: pathlib.Path) -> Callable[[str], Any]:
    """The plain data of a text of YAML, as our reader sees it."""

    def read_text(text: str) -> Any:
        path = tmp_path / "snippet.yaml"
        path.write_text(text)
        return read_yaml(path)[0]

    return read_text


@pytest.fixture
def good(read: Callable[[str], Any]) -> dict[str, Any]:
    data: dict[str, Any] = read(GOOD)
    return data


@pytest.fixture
def changed(good: dict[str, Any], read: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    """The good config with a snippet of YAML merged in (RFC 7396)."""

    def change(snippet: str) -> dict[str, Any]:
        data: dict[str, Any] = merge_patch(good, read(snippet))
        return data

    return change


@pytest.fixture
def examined(changed: Callable[[str], dict[str, Any]]) -> Callable[[str], Examination]:
    """What is found in the good config with a snippet merged in."""
    return lambda snippet: examine(changed(snippet), SourceMap())


@pytest.fixture
def found(examined: Callable[[str], Examination]) -> Callable[[str], list[str]]:
    """The problems of the good config with a snippet merged in, as they are printed."""
    return lambda snippet: [printed(problem) for problem in examined(snippet).problems]


@pytest.fixture
def changed_rest(read: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    """A good REST API with a snippet of YAML merged in."""

    def change(snippet: str) -> dict[str, Any]:
        data: dict[str, Any] = merge_patch(read(GOOD_REST), read(snippet))
        return data

    return change


@pytest.fixture
def found_rest(changed_rest: Callable[[str], dict[str, Any]]) -> Callable[[str], list[str]]:
    """The problems of a good REST API with a snippet merged in, as they are printed."""
    return lambda snippet: [
        printed(problem) for problem in examine(changed_rest(snippet), SourceMap()).problems
    ]


@pytest.fixture
def changed_websocket(read: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    """A good WebSocket API with a snippet of YAML merged in."""

    def change(snippet: str) -> dict[str, Any]:
        data: dict[str, Any] = merge_patch(read(GOOD_WEBSOCKET), read(snippet))
        return data

    return change


@pytest.fixture
def found_websocket(changed_websocket: Callable[[str], dict[str, Any]]) -> Callable[[str], list[str]]:
    """The problems of a good WebSocket API with a snippet merged in, as they are printed."""
    return lambda snippet: [
        printed(problem) for problem in examine(changed_websocket(snippet), SourceMap()).problems
    ]


def printed(problem: Problem) -> str:
    return f"{'advice: ' if problem.severity == 'advice' else ''}{problem}"


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """The working directory, with the source folder that the good config names."""
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: pathlib.Path) -> Callable[..., pathlib.Path]:
    """A file, `api.yaml` unless it has another name."""

    def write_text(text: str, name: str = "api.yaml") -> pathlib.Path:
        (folder / name).write_text(text)
        return pathlib.Path(name)

    return write_text
