"""A shared service in a git repository, and its one stack as `pulumi up` leaves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion import Deployments, Promotion, Rollback, find_shared, plan_promotion, read_file
from pulumi_apigw.releases import Release, release_in_tree
from pulumi_apigw.releases.running import StageRun, stage_runs

from ..conftest import NOW, Service

SERVICE = """\
service: orders
topology: shared # one API, all stages
functions:
  api: {runtime: python3.13, handler: app.handler, source: src}
apis:
  public:
    defaults: {function: api}
    routes:
      GET /items: {authorizer: none}
  admin:
    protocol: rest
    defaults: {function: api}
    routes:
      GET /all: {authorizer: none}
stage_variables:
  checkout: {promote: true, default: classic}
stages:
  dev:
    variables: {checkout: express}
  staging: {}
  prod: # with care
    variables: {} # their own
"""


class NeverMadeError(Exception):
    """What the guard of a deployment says: AWS would make it of what the API is now."""


@dataclass
class Stack:
    """What the one stack runs, by the rules of its program: deployments by what they hold, and versions."""

    service: Service
    outputs: dict[str, Any] = field(default_factory=dict)
    deployments: set[tuple[str, str]] = field(default_factory=set)
    versions: list[str] = field(default_factory=list)

    def up(self) -> None:
        """Deploy all stages. Raises ConfigError where a stage is refused, NeverMadeError for a deployment."""
        file = load_config(self.service.file)
        commit = self.service.git("rev-parse", "HEAD")
        trees = {stage: release_in_tree(file, stage, commit=commit) for stage in file.examination.stages}
        first = next(iter(trees.values()))
        config = file.stage(first.stage)
        newest = self._published(first, config.functions["api"])
        runs = stage_runs(config, first, file.folder)
        pinned = {stage for stage in trees if config.stages[stage].release != "latest"}
        self._deploy(first, runs, pinned)
        self.outputs = {
            "releases": {
                stage: self._exported(trees[stage], run, newest, is_pinned=stage in pinned)
                for stage, run in runs.items()
            }
        }

    def _published(self, tree: Release, function: Any) -> str:
        """The number of the function's version: one for each code and each other setting."""
        key = f"{tree.functions['api'].code_sha256} {function.memory_mb}"
        if key not in self.versions:
            self.versions.append(key)
        return str(self.versions.index(key) + 1)

    def _deploy(self, tree: Release, runs: Mapping[str, StageRun], pinned: set[str]) -> None:
        needed = {("admin", tree.contents["apis.admin"])}
        for stage, run in runs.items():
            moving = [run.gradual or tree] if run.percent is not None else []
            held = [run.stable or tree] if stage in pinned else []
            needed |= {(api, each.contents[f"apis.{api}"]) for each in (*held, *moving) for api in each.apis}
            needed |= {(api, each.contents[f"apis.{api}"]) for each in run.kept for api in each.deployments}
        given = {(api, tree.contents[f"apis.{api}"]) for api in tree.apis}
        if lost := needed - self.deployments - given:
            raise NeverMadeError(sorted(lost))
        self.deployments = needed

    def _exported(self, tree: Release, run: StageRun, newest: str, *, is_pinned: bool) -> dict[str, Any]:
        release = replace(run.stable or tree.with_versions({"api": newest}), stage=tree.stage)
        release = replace(release, variables=tree.variables, settings=tree.settings)
        data = replace(release, deployments=_triggers(release, is_pinned=is_pinned)).to_data()
        if run.percent is not None:
            moving = run.gradual or tree
            data["gradual"] = {
                "release": moving.id,
                "percent": run.percent,
                "deployments": _triggers(moving, is_pinned=True),
            }
        exported: dict[str, Any] = json.loads(json.dumps(data))
        return exported

    def release(self, stage: str) -> Release:
        """What a stage exports."""
        return Release.from_data(self.outputs["releases"][stage])

    def told(self) -> Deployments:
        """What promotions are told of the stages."""
        path = self.service.folder / ".apigw" / "outputs.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(self.outputs))
        return find_shared(["dev", "staging", "prod"], files=[path], folder=self.service.folder)

    def plan(self, source: str = "dev", target: str = "staging", **options: Any) -> Promotion:
        """What would be promoted."""
        options = {"deployed": self.told(), "now": NOW, **options}
        return plan_promotion(read_file(self.service.file), source, target, **options)

    def promote(self, source: str = "dev", target: str = "staging", **options: Any) -> Promotion:
        """Promote, commit and deploy."""
        promotion = self.plan(source, target, **options)
        assert promotion.state == "pending", promotion.refusals
        promotion.write()
        self.service.commit(f"Promote {source} to {target}")
        self.up()
        return promotion

    def roll_back(self, stage: str) -> Rollback:
        """Roll back, commit and deploy."""
        rollback = self.service.roll_back(stage)
        assert rollback.state == "pending", rollback.refusals
        rollback.write()
        self.service.commit(f"Roll {stage} back")
        self.up()
        return rollback

    def change_code(self, answer: str) -> None:
        """Another function, committed and deployed to the stages that take what there is."""
        code = f"def handler(event, context):\n    return {answer!r}\n"
        (self.service.folder / "src" / "app.py").write_text(code)
        self.service.commit(f"Answer {answer}")
        self.up()

    def change_routes(self, path: str) -> None:
        """A route more in each API, committed and deployed to the stages that take what there is."""
        for old in ("      GET /items:", "      GET /all:"):
            self.service.replace(old, f"      GET /{path}: {{authorizer: none}}\n{old}")
        self.service.commit(f"Serve {path}")
        self.up()


def _triggers(release: Release, *, is_pinned: bool) -> dict[str, str]:
    """What deployments are made with; the HTTP API is deployed by AWS itself where a stage is not pinned."""
    digests = {api: release.contents[f"apis.{api}"] for api in release.apis}
    triggers = {"admin": f"sha256 of {digests['admin']}"}
    return {**triggers, "public": digests["public"]} if is_pinned and "public" in digests else triggers
