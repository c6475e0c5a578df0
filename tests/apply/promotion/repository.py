"""A service in a git repository, its stacks, and the `apigw` that a user runs there."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Applied, ApplyCheck
from ..edge.front import ask

__all__ = ["PROGRAM", "Answered", "Refused", "Repository"]

# The file is what `pulumi stack output --json --stack STACK` prints: there is no stack to ask here.
PROGRAM = """\
from pathlib import Path

import pulumi
from pulumi.runtime import get_root_resource
from pulumi_apigw import Service

Service.from_file().export()
outputs = pulumi.Output.json_dumps(get_root_resource().outputs)
outputs.apply(Path(f"{pulumi.get_stack()}.json").write_text)
"""

FILES = {
    "api.yaml": """\
        service: shop
        functions:
          api: {runtime: python3.13, handler: shop.handler, source: src}
        apis:
          public:
            routes:
              GET /: {function: api, authorizer: none}   # the app calls it
        stage_variables:
          pricing: {promote: true, pattern: ^(list|volume)$, default: list}
        stages:
          dev: {}
          prod: {}   # moves by promotion alone
        """,
    "__main__.py": PROGRAM,
    # What Pulumi prints of a stack that is empty.
    "prod.json": "{}",
    "src/shop.py": """\
        def handler(event, context):
            return {"statusCode": 200, "body": '{"code": "old"}'}
        """,
}


@dataclass(frozen=True)
class Answered:
    """What a stage answers with: its code, its variable, and the version behind its alias."""

    code: str
    pricing: str
    version: str


@dataclass(frozen=True)
class Refused:
    """A run that failed: what it said, and whether the stack is another after it."""

    output: str
    changed: bool


class Repository:
    """A working tree and its stacks; what is `applycheck.py` here is `pulumi up` to a user."""

    function = "shop-prod-api"
    """AWS's name of prod's function."""

    def __init__(self, folder: Path, check: ApplyCheck, files: Mapping[str, str] = FILES) -> None:
        self._folder = folder
        self._check = check
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(textwrap.dedent(text))
        self.run("git init --quiet --initial-branch main")
        self.run("git config user.name ann")
        self.run("git config user.email ann@example.com")
        self.run("git config commit.gpgsign false")
        self.run("git add api.yaml __main__.py src")
        self.run("git commit --quiet -m 'Sell things'")

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def config(self) -> str:
        return (self._folder / "api.yaml").read_text()

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file and commit it."""
        file = self._folder / name
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        self.run(f"git commit --quiet -m 'Change {name}' -- {name}")

    def up(self, stage: str) -> Applied:
        return self._check.apply(self._folder, stack=stage)

    def refused(self, stage: str) -> Refused:
        """The run of a stage that must not be applied."""
        state = self._check.state(self._folder, stack=stage)
        before = json.loads(state.read_text())
        with pytest.raises(AssertionError) as caught:
            self.up(stage)
        return Refused(str(caught.value), changed=json.loads(state.read_text()) != before)

    def apigw(self, arguments: str) -> dict[str, Any]:
        """What a command prints as JSON."""
        apigw = [sys.executable, "-c", "from pulumi_apigw.cli import main; main()"]
        done = subprocess.run(
            [*apigw, *shlex.split(arguments), "--json"],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def promote(self, more: str = "") -> dict[str, Any]:
        """Dev to prod, by what both of them export."""
        return self.apigw(f"promote dev prod --outputs dev.json --outputs prod=prod.json --yes {more}")

    def follow(self, commands: list[str]) -> Applied:
        """Run the commands that come next, word for word, and give what the `pulumi up` among them did."""
        applied: list[Applied] = []
        for command in commands:
            if command.startswith("pulumi up"):
                # The stack that is selected, where none is named: a service of one stack is there.
                applied.append(self.up(command.partition(" --stack ")[2] or "main"))
            else:
                self.run(command)
        (once,) = applied
        return once

    def run(self, command: str) -> str:
        """What a command prints."""
        done = subprocess.run(
            shlex.split(command), cwd=self._folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def exported(self, stage: str) -> dict[str, Any]:
        """The outputs of a stack, as a user's file has them."""
        found: dict[str, Any] = json.loads((self._folder / f"{stage}.json").read_text())
        return found

    def alias(self, name: str, applied: Applied) -> tuple[str, dict[str, float]]:
        """The version behind an alias, and the shares of others."""
        path = f"/2015-03-31/functions/{self.function}/aliases/{name}"
        found = json.loads(ask(applied.http_endpoint, "GET", path, service="lambda")[2])
        return found["FunctionVersion"], found.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})

    def answers(self, applied: Applied) -> dict[str, Answered]:
        """What each stage answers with now."""
        return {stage: self._answered(stage, applied) for stage in ("dev", "prod")}

    def _answered(self, stage: str, applied: Applied) -> Answered:
        apis = self._check.outputs(self._folder, "aws:apigatewayv2/api:Api", stack=stage)
        aliases = self._check.outputs(self._folder, "aws:lambda/alias:Alias", stack=stage)
        api = apis["shop-public"]["id"]
        answer = applied.call(api, "GET", f"/{stage}/")
        assert answer.status == 200, answer
        # MiniStack 1.5 sends events of payload format 2.0 without stage variables: they are asked of it.
        _, _, found = ask(applied.http_endpoint, "GET", f"/v2/apis/{api}/stages/{stage}")
        return Answered(
            code=answer.body["code"],
            pricing=json.loads(found)["stageVariables"]["pricing"],
            version=aliases[f"shop-api.{stage}"]["functionVersion"],
        )
