"""A service in two stages, and ways to change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.config.resolve import examined
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.releases import Release, release_of
from pulumi_apigw.releases.release import identified

CODE = {"api": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}

SERVICE = """
service: orders
functions:
  api:
    runtime: python3.13
    handler: orders.api.handler
    source: src
    environment: {TABLE: "${stage.table}"}
  legacy: {arn: "${ref.legacy}"}
apis:
  public:
    authorizers:
      customers: {type: jwt, issuer: "${ref.issuer}", audience: [web]}
    defaults: {function: api, authorizer: customers}
    routes:
      GET /items: {throttle: {rate_limit: 20}}
      GET /old: {function: legacy}
      GET /shop: {integration: {type: http, url: "https://${stage.shop}"}, authorizer: none}
  admin:
    protocol: rest
    defaults: {function: api, api_key: true}
    models:
      Item: {type: object, properties: {price: {type: number, minimum: 1.50, default: null}}}
    routes:
      POST /items: {authorizer: none, body: Item}
    api_keys: {office: {}}
    usage_plans: {staff: {api_keys: [office], throttle: {rate_limit: 5, burst_limit: 5}}}
  live:
    protocol: websocket
    routes:
      $connect: {authorizer: none, function: api}
      say: {function: api}
stage_variables:
  table: {}
  shop: {}
  checkout: {promote: true, default: classic}
stages:
  dev: {variables: {table: orders-dev, shop: dev.example.com, checkout: express}}
  prod: {variables: {table: orders-prod, shop: example.com}, throttle: {rate_limit: 500}}
"""


def another(release: Release, digit: str) -> Release:
    """The release with other code of its functions."""
    functions = {name: replace(each, code_sha256=digit * 64) for name, each in release.functions.items()}
    own_id, contents = identified(release.apis, functions)
    return replace(release, id=own_id, functions=functions, contents=contents)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """The service with a snippet of YAML merged in (RFC 7396)."""

    def change(snippet: str) -> dict[str, Any]:
        path = tmp_path / "snippet.yaml"
        read: list[Any] = []
        for text in (SERVICE, snippet):
            path.write_text(text)
            read.append(read_yaml(path)[0])
        data: dict[str, Any] = merge_patch(*read)
        return data

    return change


@pytest.fixture
def released(changed: Callable[[str], dict[str, Any]]) -> Callable[..., Release]:
    """The release of a stage of the service, with a snippet of YAML merged in (RFC 7396)."""

    def release(
        snippet: str = "{}",
        *,
        stage: str = "dev",
        code: Mapping[str, str] = CODE,
        stack_patch: Mapping[str, Any] | None = None,
    ) -> Release:
        examination = examined(changed(snippet), stage, stack_patch=stack_patch)
        return release_of(examination.written[stage], code, stage=stage)

    return release
