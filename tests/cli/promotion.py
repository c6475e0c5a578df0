"""A service whose stages were deployed: its repository, and what their stacks export."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pulumi_apigw.config import load_config
from pulumi_apigw.releases import Release, release_in_tree

CONFIG = """\
service: shop # what customers see
functions:
  api: {runtime: python3.13, handler: app.handler, source: src}
apis:
  public:
    defaults: {function: api}
    routes:
      GET /items: {authorizer: none}
      GET /orders: {authorizer: none}
stage_variables:
  checkout: {promote: true, pattern: ^(classic|express)$, default: classic}
  table: {}
stages:
  dev:
    variables: {checkout: express, table: shop-dev}
  prod: # with care
    variables: {table: shop-prod}
"""


@dataclass(frozen=True)
class Deployed:
    """A service in a git repository, and files of outputs as `pulumi stack output --json` prints them."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "api.yaml"

    def commit(self, message: str = "Change") -> str:
        """Commit all; the commit's id."""
        self.git("add", ".")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *arguments: str) -> str:
        identity = ["-c", "user.name=ann", "-c", "user.email=ann@example.com"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    def replace(self, old: str, new: str) -> None:
        text = self.config.read_text()
        assert old in text
        self.config.write_text(text.replace(old, new))

    def deploy(self, stage: str, version: str) -> Release:
        """Write the outputs that the stage would have, were it deployed from the files as they are."""
        commit = self.git("rev-parse", "HEAD").strip()
        release = release_in_tree(load_config(self.config), stage, commit=commit)
        release = release.with_versions({"api": version})
        data: dict[str, Any] = {
            "urls": {"public": {stage: "https://example.com"}},
            "release": release.to_data(),
        }
        (self.folder / f"{stage}.json").write_text(json.dumps(data))
        return release


def deployed_service(folder: Path) -> Deployed:
    """The service, whose prod runs the first commit, and dev the second: a route more, and other code."""
    service = _repository(folder)
    service.deploy("prod", "4")
    service.replace("routes:\n", "routes:\n      POST /orders: {authorizer: none}\n")
    (folder / "src" / "app.py").write_text("def handler(event, context): return 'two'\n")
    service.commit("Take orders")
    service.deploy("dev", "7")
    return service


def _repository(folder: Path) -> Deployed:
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text("def handler(event, context): return 'one'\n")
    (folder / "api.yaml").write_text(CONFIG)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / ".gitignore").write_text(".apigw/\n*.json\n")
    service = Deployed(folder)
    service.git("init", "--quiet", "--initial-branch", "main")
    service.commit("Begin")
    return service
