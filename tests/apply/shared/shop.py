"""A service that one stack deploys with two stages, and what each of them answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..conftest import Applied, ApplyCheck
from ..edge.front import ask
from ..promotion.repository import PROGRAM, Repository
from .deployments import CANARY

__all__ = ["Answered", "Shop"]

FILES = {
    "api.yaml": """\
        service: shop
        topology: shared
        functions:
          api: {runtime: python3.13, handler: shop.handler, source: src, alias_variable: backend}
        apis:
          web:
            routes:
              GET /items: {function: api, authorizer: none}   # the app calls it
          partners:
            protocol: rest
            access_log: none
            routes:
              GET /items: {function: api, authorizer: none}
              GET /old: {function: api, authorizer: none}
          live:
            protocol: websocket
            routes:
              $connect: {function: api, authorizer: none}
              say: {function: api, reply: true}
        stage_variables:
          backend: {description: The alias that routes call}
          pricing: {promote: true, pattern: ^(list|volume)$, default: list}
        stages:
          dev: {variables: {backend: dev}}
          prod: {variables: {backend: prod}}   # moves by promotion alone
        """,
    "__main__.py": PROGRAM,
    "src/shop.py": """\
        import json


        def handler(event, context):
            answer = {"code": "old", "version": context.function_version}
            return {"statusCode": 200, "body": json.dumps(answer)}
        """,
}


PATHS = ("items", "old", "offers")
"""What a caller may ask for: now, before the routes are changed, after it."""


@dataclass(frozen=True)
class Answered:
    """What a stage answers with: its code, of which version, and the paths that it has."""

    code: str
    version: str
    paths: tuple[str, ...]


class Shop(Repository):
    """The working tree, and the one stack of it."""

    function = "shop-api"

    def __init__(self, folder: Path, check: ApplyCheck) -> None:
        super().__init__(folder, check, FILES)

    def up_all(self) -> Applied:
        return self.up("main")

    def promoted(self, more: str = "") -> dict[str, Any]:
        """Dev to prod, by what the stack exports."""
        return self.apigw(f"promote dev prod --outputs main.json --yes {more}")

    def ids(self, type_: str) -> dict[str, str]:
        """The ids of all resources of a type, by name."""
        found = self._check.outputs(self._folder, type_, stack="main")
        return {name: str(each["id"]) for name, each in found.items()}

    def every_answer(self, applied: Applied) -> dict[str, dict[str, Answered]]:
        """What each stage answers with now: API, then stage."""
        return {
            api: {stage: self._of_stage(api, stage, applied) for stage in ("dev", "prod")}
            for api in ("web", "partners")
        }

    def canary(self, applied: Applied) -> Answered:
        """What prod's canary of the REST API answers with."""
        return self._of_stage("partners", "prod", applied, canary=True)

    def _of_stage(self, api: str, stage: str, applied: Applied, *, canary: bool = False) -> Answered:
        answers = {path: self._call(api, stage, path, applied, canary=canary) for path in PATHS}
        said = answers["items"][1]
        paths = tuple(path for path, (status, _) in answers.items() if status == 200)
        return Answered(said["code"], said["version"], paths)

    def _call(self, api: str, stage: str, path: str, applied: Applied, *, canary: bool) -> tuple[int, Any]:
        if api == "web":
            called = applied.call(self.ids("aws:apigatewayv2/api:Api")["shop-web"], "GET", f"/{stage}/{path}")
            return called.status, called.body
        rest = self.ids("aws:apigateway/restApi:RestApi")["shop-partners"]
        headers = {CANARY: "yes"} if canary else {}
        status, _, body = ask(applied.rest_endpoint, "GET", f"/called/{rest}/{stage}/{path}", headers=headers)
        return status, json.loads(body)
