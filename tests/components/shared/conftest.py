from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw import Service
from pulumi_apigw.graph import Resource, ResourceGraph, capture
from pulumi_apigw.releases import Release
from pulumi_apigw.releases.files import release_path, release_text

from ..conftest import STAGE
from ..rest.conftest import DEPLOYMENT as REST_DEPLOYMENT
from ..rest.conftest import REST_STAGE

__all__ = ["REST_DEPLOYMENT", "REST_STAGE", "STAGE", "V2_DEPLOYMENT", "Shop"]

V2_DEPLOYMENT = "aws:apigatewayv2/deployment:Deployment"

SHOP = """\
    service: shop
    topology: shared
    functions:
      api: {runtime: python3.13, handler: handlers.handler, source: src}
      chat: {runtime: python3.13, handler: handlers.handler, source: src}
    apis:
      public:
        routes:
          GET /: {function: api, authorizer: none}
      store:
        protocol: rest
        routes:
          GET /items: {function: api, authorizer: none}
      live:
        protocol: websocket
        push: [chat]
        routes:
          $connect: {function: chat, authorizer: none}
          $default: {function: chat}
    stage_variables:
      pricing: {promote: true, default: list}
    stages:
      dev: {}
      prod: {}
    """
"""Two stages of one API of each kind."""

MORE = {
    "GET /: {function: api, authorizer: none}": "GET /more: {function: api, authorizer: none}",
    "GET /items: {function: api, authorizer: none}": "GET /things: {function: api, authorizer: none}",
    "$default: {function: chat}": "hello: {function: chat}",
}
"""Routes that others take the place of."""


class Shop:
    """A service whose stages share a stack, in a folder, with the files of its releases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = textwrap.dedent(SHOP)

    def edit(self, changes: Mapping[str, str]) -> None:
        """Change the config."""
        for old, new in changes.items():
            assert old in self.config, old
            self.config = self.config.replace(old, new)

    def set(self, stage: str, **settings: Any) -> None:
        """Say all that the config says of a stage."""
        line = f"  {stage}: {json.dumps(settings)}"
        self.config, count = re.subn(rf"^  {stage}: .*$", lambda _: line, self.config, flags=re.MULTILINE)
        assert count == 1

    def graph(self, stack: str = "main", **options: Any) -> ResourceGraph:
        """What the stack registers."""
        (self.folder / "api.yaml").write_text(self.config)
        return capture(lambda: Service.from_file().export(), stack=stack, project="shop", **options)

    def release(self, stage: str = "dev", versions: Mapping[str, str] | None = None) -> Release:
        """What a stage runs by what the stack exports, with other versions where they are given."""
        found = Release.from_data(self.graph().exports["releases"][stage])
        return found.with_versions(versions or {})

    def keep(self, release: Release) -> str:
        """Write a release's file; the id of the release."""
        path = release_path(self.folder, release.id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(release_text(release))
        return release.id


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture
def ahead(shop: Shop) -> Shop:
    """Prod is pinned to a release, and the files have others of its routes since."""
    pinned = shop.release(versions={"api": "4", "chat": "5"})
    shop.set("prod", release=shop.keep(pinned))
    shop.edit(MORE)
    return shop


def stages(graph: ResourceGraph) -> dict[str, Resource]:
    """Stages by their names, of APIs of every kind."""
    return {each.name: each for type_ in (STAGE, REST_STAGE) for each in graph.of_type(type_)}


def deployments(graph: ResourceGraph) -> dict[str, Resource]:
    """Deployments by their names, of APIs of every kind."""
    found = (*graph.of_type(REST_DEPLOYMENT), *graph.of_type(V2_DEPLOYMENT))
    return {each.name: each for each in found}
