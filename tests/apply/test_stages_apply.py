"""A stack a stage: code reaches dev when it is deployed, and prod when it is promoted, as the same bytes."""

from __future__ import annotations

import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.promotion import find_deployed, plan_promotion

FILES = {
    "api.yaml": """\
        service: orders
        functions:
          api: {runtime: python3.13, handler: orders.handler, source: src}
        apis:
          public:
            routes:
              GET /: {function: api, authorizer: none}   # the shop calls it
        stages:
          dev: {}
          prod: {}   # moves by promotion alone
        """,
    "__main__.py": """\
        import json
        from pathlib import Path

        from pulumi_apigw import Service

        service = Service.from_file()
        service.export()


        def write(version):
            release = service.release.with_versions({"api": version})
            path = Path(f"{release.stage}.json")
            path.write_text(json.dumps({"release": release.to_data()}))


        service.functions["api"].version.apply(write)
        """,
    "src/orders.py": """\
        def handler(event, context):
            return {"statusCode": 200, "body": '{"code": "old"}'}
        """,
    ".gitignore": """\
        .apigw/
        __pycache__/
        *.json
        """,
}


class Repository:
    """A service in a git repository, and its two stacks."""

    def __init__(self, folder: Path, apply_check: Any) -> None:
        self.folder = folder
        self._check = apply_check
        for name, text in FILES.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(textwrap.dedent(text))
        self.git("init", "--quiet")
        self.commit()

    def git(self, *arguments: str) -> str:
        name = ("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *name, *arguments], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change", "--", ".")
        return self.git("rev-parse", "HEAD")

    def up(self, stage: str) -> Any:
        return self._check.apply(self.folder, stack=stage)

    def refused(self, stage: str) -> str:
        """What the engine is told; nothing is applied."""
        with pytest.raises(AssertionError) as caught:
            self._check.apply(self.folder, stack=stage)
        return str(caught.value)

    def answers(self, stage: str, applied: Any) -> tuple[str, str]:
        """The code that answers in a stage, and the function's version behind its alias."""
        apis = self._check.outputs(self.folder, "aws:apigatewayv2/api:Api", stack=stage)
        aliases = self._check.outputs(self.folder, "aws:lambda/alias:Alias", stack=stage)
        answer = applied.call(apis["orders-public"]["id"], "GET", f"/{stage}/")
        assert answer.status == 200, answer
        return answer.body["code"], aliases[f"orders-api.{stage}"]["functionVersion"]

    def promote(self) -> None:
        files = [self.folder / f"{stage}.json" for stage in ("dev", "prod")]
        deployed = find_deployed(["dev", "prod"], files=files, folder=self.folder)
        promotion = plan_promotion(self.folder / "api.yaml", "dev", "prod", deployed=deployed)
        assert not promotion.refusals, promotion.refusals
        promotion.write()


@pytest.fixture(scope="module")
def orders(apply_check: Any, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("stages") / "orders"
    folder.mkdir()
    return Repository(folder, apply_check)


def test_P1_prod_gets_new_code_by_promotion_alone(orders: Repository) -> None:
    dev = orders.up("dev")
    prod = orders.up("prod")
    assert (orders.answers("dev", dev), orders.answers("prod", prod)) == (("old", "1"), ("old", "1"))
    orders.promote()
    orders.commit()
    # No variable travels here: MiniStack 1.5 forgets those of a stage that an update does not name.
    assert {step.op for step in orders.up("prod").steps} == {"same"}

    handler = orders.folder / "src" / "orders.py"
    handler.write_text(handler.read_text().replace("old", "new"))
    orders.commit()
    dev = orders.up("dev")
    assert orders.answers("dev", dev) == ("new", "2")
    assert "stages.prod.release: the stage is pinned to release" in orders.refused("prod")
    assert orders.answers("prod", dev) == ("old", "1")

    orders.promote()
    orders.commit()
    prod = orders.up("prod")
    assert set(prod.named("update")) == {"orders-api", "orders-api.prod"}, prod.output
    assert "0 differences after" in prod.output
    assert orders.answers("prod", prod) == ("new", "2")
    assert {step.op for step in orders.up("prod").steps} == {"same"}
    text = (orders.folder / "api.yaml").read_text()
    assert "# the shop calls it" in text
    assert "# moves by promotion alone" in text
