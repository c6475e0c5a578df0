"""A service in a git repository, whose dev was deployed from its commit."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import (
    Deployed,
    Deployments,
    Promotion,
    Rollback,
    plan_promotion,
    plan_rollback,
    read_file,
)
from pulumi_apigw.releases import Release, release_in_tree

SERVICE = """\
service: orders # all of it
functions:
  api: {runtime: python3.13, handler: app.handler, source: src}
apis:
  public:
    defaults: {function: api}
    routes:
      GET /items: {authorizer: none}
      POST /items: {authorizer: none, throttle: {rate_limit: 5, burst_limit: 5}}
stage_variables:
  checkout: {promote: true, pattern: "^(classic|express)$", default: classic}
  color: {promote: true}
  table: {}
stages:
  dev:
    variables: {checkout: express, color: blue, table: orders-dev}
  prod: # with care
    variables: {color: green, table: orders-prod} # their own
"""
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Service:
    """A service's folder, and what its stages run."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "api.yaml"

    def write(self, text: str) -> None:
        self.file.write_text(text)

    def replace(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert text.count(old) == 1, (old, text)
        self.write(text.replace(old, new))

    def git(self, *arguments: str) -> str:
        name = ("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", "-C", str(self.folder), *name, *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, message: str = "change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def release(self, stage: str, **changes: Any) -> Release:
        """The release that the files give a stage, as if its stack exported it."""
        commit = self.git("rev-parse", "HEAD") if (self.folder / ".git").exists() else None
        release = release_in_tree(load_config(self.file), stage, commit=commit)
        return replace(release.with_versions({"api": "7"}), **changes)

    def deployed(self, stage: str, **changes: Any) -> Deployed:
        return Deployed(stage=stage, release=self.release(stage, **changes), origin=f"{stage}.json")

    def promote(self, source: str = "dev", target: str = "prod", **options: Any) -> Promotion:
        """What would be promoted; `dev` runs what the files give, and `prod` is not deployed."""
        deployed = options.pop("deployed", None) or self.deployments()
        written = read_file(self.file)
        return plan_promotion(written, source, target, deployed=deployed, **{"now": NOW, **options})

    def roll_back(self, stage: str = "prod") -> Rollback:
        return plan_rollback(read_file(self.file), stage, now=NOW)

    def deployments(self, *others: Deployed, **unknown: str) -> Deployments:
        """What is known: `dev` as the files have it, no `prod`, or `others` in their places."""
        found = {"prod": absent("prod"), **{each.stage: each for each in others}}
        found.setdefault("dev", self.deployed("dev"))
        return Deployments(
            found={stage: each for stage, each in found.items() if stage not in unknown}, unknown=unknown
        )


def absent(stage: str) -> Deployed:
    return Deployed(stage=stage, release=None, origin=f"there is no stack {stage!r}")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("def handler(event, context):\n    return {}\n")
    (tmp_path / ".gitignore").write_text(".apigw/\n")
    (tmp_path / "api.yaml").write_text(SERVICE)
    service = Service(tmp_path)
    service.git("init", "--quiet")
    service.commit("begin")
    monkeypatch.chdir(tmp_path)
    return Service(Path("."))


def changed(service: Service) -> None:
    (service.folder / "src" / "app.py").write_text("def handler(event, context):\n    return []\n")
    service.replace("checkout: express, color: blue", "color: red")
    service.commit()


@pytest.fixture
def commits(service: Service) -> list[str]:
    """The ids of two commits that pinned prod to another release each."""
    service.promote().write()
    first = service.commit("promote")
    changed(service)
    prod = service.deployments(service.deployed("prod"))
    service.promote(deployed=prod).write()
    return [first, service.commit("promote again")]
