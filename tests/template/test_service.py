"""A baked service works: its own tests pass, and its router finds paths whatever the stage does to them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pulumi_apigw.config import load_config
from pulumi_apigw.promotion.edit import edit
from pulumi_apigw.releases import release_in_tree
from pulumi_apigw.releases.files import release_path, release_text

# Other tests compare the service's files.
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def test_its_own_tests_pass(service: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    finished = subprocess.run(
        command, cwd=service, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert " passed" in finished.stdout
    assert " skipped" not in finished.stdout


def test_its_own_tests_pass_after_a_promotion(service: Path, tmp_path: Path) -> None:
    """What a promotion writes into the config is no reason for a red build, nor that dev goes on."""
    promoted = Path(shutil.copytree(service, tmp_path / service.name))
    config = promoted / "api.yaml"
    # Libraries are loaded to be zipped, and no test of these asks for them.
    config.write_text(re.sub(r"\n *requirements: .*", "", config.read_text()))
    feature = "senders" if "senders:" in config.read_text() else "pricing"
    value = {"senders": "shown", "pricing": "volume"}[feature]
    changes: dict[tuple[str | int, ...], str] = {
        ("stages", "prod", "variables", feature): value,
        ("stages", "prod", "release"): released(config),
    }
    config.write_text(edit(config.read_text(), changes))
    code = promoted / "src" / "orders" / "api.py"
    code.write_text(code.read_text() + "\n# changed after the promotion\n")
    tests = ["tests/test_infrastructure.py", "tests/test_promotion.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    finished = subprocess.run(
        command, cwd=promoted, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def released(config: Path) -> str:
    """A release that prod may be pinned to: of a stack of its own any will do, in one stack it has a file."""
    file = load_config(config)
    if not file.is_shared:
        return "0" * 12
    release = release_in_tree(file, "dev").with_versions({"api": "1"})
    path = release_path(config.parent, release.id)
    path.parent.mkdir()
    path.write_text(release_text(release))
    return release.id


CALL = """
import json, sys
from orders.api import handler

class Context:
    function_name = function_version = invoked_function_arn = aws_request_id = "x"
    memory_limit_in_mb = 512

def call(stage, path):
    event = {
        "version": "2.0", "rawPath": path, "headers": {}, "stageVariables": {},
        "requestContext": {"requestId": "x", "stage": stage, "http": {"method": "GET", "path": path}},
    }
    return handler(event, Context())["statusCode"]

json.dump([call(stage, path) for stage, path in json.load(sys.stdin)], sys.stdout)
"""


def test_P32_the_templates_router_strips_a_named_stage(baked: Callable[..., Path]) -> None:
    expected = {
        ("dev", "/dev/items"): 200,
        ("$default", "/items"): 200,
        ("dev", "/items"): 200,  # behind a mapping that leaves the stage out
        ("dev", "/device/items"): 404,  # begins like the stage, but is not
        ("prod", "/dev/items"): 404,
    }
    finished = subprocess.run(
        [sys.executable, "-c", CALL],
        cwd=baked(protocol="http") / "src",
        env=ENVIRONMENT,
        input=json.dumps(list(expected)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert dict(zip(expected, json.loads(finished.stdout.splitlines()[-1]), strict=True)) == expected
