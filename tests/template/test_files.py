"""A baked service holds what it should, all of it well formed and nothing of the template left in it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from ruamel.yaml import YAML

from pulumi_apigw.config import config_schema, load_config

from .conftest import KINDS, TEMPLATE

CHOICES = json.loads((TEMPLATE / "cookiecutter.json").read_text())

LONG_ANSWERS = {
    "service": "my-very-long-service-name-2-test",
    "description": "It's <new> & more: 100 % #1.",
    "aws_region": "ap-southeast-2",
    "author": "Zoë O'Brien",
}
"""They show that no line grows too long, and that every answer lands where it should."""

ANSWERS: list[dict[str, str]] = [
    {**kind, **answers}
    for kind in KINDS
    for answers in [*({"python_version": python} for python in CHOICES["python_version"]), LONG_ANSWERS]
]


@pytest.fixture(params=ANSWERS, ids=lambda answers: " ".join(answers.values())[:14])
def each_service(request: pytest.FixtureRequest, baked: Callable[..., Path]) -> Path:
    return baked(**request.param)


MODULES = {
    "http": ("api", "catalogue"),
    "rest": ("api", "catalogue"),
    "websocket": ("api", "chat", "clients", "store", "tickets"),
}


def protocol_of(service: Path) -> str:
    """The kind of API that a baked service was made for."""
    apis = load_config(service / "api.yaml").stage("dev").apis
    return "websocket" if "chat" in apis else apis["public"].protocol


def files_of(service: Path) -> list[Path]:
    return sorted(path for path in service.rglob("*") if path.is_file())


def test_it_holds_these_files(each_service: Path) -> None:
    package = each_service.name.replace("-", "_")
    stacks = ("main",) if load_config(each_service / "api.yaml").is_shared else ("dev", "prod")
    modules = ("__init__", *MODULES[protocol_of(each_service)])
    assert [str(path.relative_to(each_service)) for path in files_of(each_service)] == [
        ".apigw/schema.json",
        ".gitattributes",
        ".github/workflows/checks.yml",
        ".github/workflows/deploy.yml",
        ".github/workflows/pull-request.yml",
        ".github/workflows/stack.yml",
        ".gitignore",
        *(f"Pulumi.{stack}.yaml" for stack in stacks),
        "Pulumi.yaml",
        "README.md",
        "__main__.py",
        "api.yaml",
        "infrastructure.py",
        "pyproject.toml",
        "requirements.txt",
        *(f"src/{package}/{module}.py" for module in modules),
        "src/requirements.txt",
        "tests/test_gateway.py",
        "tests/test_handlers.py",
        "tests/test_infrastructure.py",
        "tests/test_promotion.py",
    ]


def test_nothing_of_the_template_is_left_and_every_file_ends_in_one_newline(each_service: Path) -> None:
    for path in files_of(each_service):
        text = path.read_text()
        assert not re.search(r"cookiecutter|(?<!\$)\{\{|\{%|\{#", text), path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path


def test_every_file_is_well_formed(each_service: Path) -> None:
    readers: dict[str, Callable[[str], Any]] = {
        ".yaml": YAML(typ="safe", pure=True).load,
        ".yml": YAML(typ="safe", pure=True).load,
        ".toml": tomllib.loads,
        ".json": json.loads,
        ".py": ast.parse,
    }
    for path in files_of(each_service):
        if path.suffix in readers:
            assert readers[path.suffix](path.read_text()), path


def test_its_config_has_no_problems(each_service: Path) -> None:
    file = load_config(each_service / "api.yaml")
    assert file.problems == ()
    config = file.stage("dev")
    assert config.service == each_service.name


@pytest.mark.parametrize("protocol", CHOICES["protocol"])
def test_its_api_is_of_the_kind_that_was_chosen(baked: Callable[..., Path], protocol: str) -> None:
    service = baked(protocol=protocol)
    apis = load_config(service / "api.yaml").stage("dev").apis
    kinds = {name: api.protocol for name, api in apis.items()}
    assert kinds == (
        {"chat": protocol, "public": "http"} if protocol == "websocket" else {"public": protocol}
    )
    titles = {"http": "An HTTP API", "rest": "A REST API", "websocket": "A WebSocket API and an HTTP API"}
    assert f"\n{titles[protocol]} on AWS" in (service / "README.md").read_text()


@pytest.mark.parametrize(
    ("topology", "stacks"),
    [("stack-per-stage", "one stack for each stage"), ("shared", "one stack with both stages")],
)
@pytest.mark.parametrize("protocol", ["http", "rest"])
def test_it_is_deployed_by_the_stacks_that_were_chosen(
    baked: Callable[..., Path], protocol: str, topology: str, stacks: str
) -> None:
    service = baked(protocol=protocol, topology=topology)
    assert load_config(service / "api.yaml").stage("prod").topology == topology
    assert f"deployed by Pulumi, {stacks}.\n" in (service / "README.md").read_text()


def test_no_lines_of_its_text_are_torn_apart(each_service: Path) -> None:
    """What the template leaves out leaves no blank lines behind."""
    for path in files_of(each_service):
        blank_lines = 3 if path.suffix == ".py" else 2  # between what stands at the top of a module
        assert "\n" * (blank_lines + 1) not in path.read_text(), path


def test_it_is_formatted_and_linted(each_service: Path) -> None:
    for arguments in (["format", "--check"], ["check"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."]
        finished = subprocess.run(command, cwd=each_service, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stdout


def test_the_answers_are_in_its_files(baked: Callable[..., Path]) -> None:
    answers = LONG_ANSWERS
    service = baked(protocol="http", **answers)
    project = tomllib.loads((service / "pyproject.toml").read_text())["project"]
    assert (project["name"], project["description"]) == (answers["service"], answers["description"])
    assert project["authors"] == [{"name": answers["author"]}]
    for stack in ("dev", "prod"):
        settings = YAML(typ="safe", pure=True).load((service / f"Pulumi.{stack}.yaml").read_text())
        assert settings == {"config": {"aws:region": answers["aws_region"]}}


def test_its_functions_run_on_the_python_that_was_chosen(baked: Callable[..., Path]) -> None:
    for python in CHOICES["python_version"]:
        service = baked(protocol="http", python_version=python)
        function: Any = load_config(service / "api.yaml").stage("prod").functions["api"]
        assert function.runtime == f"python{python}"


def test_its_program_has_three_lines(service: Path) -> None:
    assert len((service / "__main__.py").read_text().splitlines()) == 3


def test_pulumi_makes_the_environment_that_the_readme_does(service: Path) -> None:
    """Its pip toolchain installs requirements.txt alone, and with none leaves an environment without Pulumi:

    https://github.com/pulumi/pulumi/blob/master/sdk/python/toolchain/pip.go
    """
    project = YAML(typ="safe", pure=True).load((service / "Pulumi.yaml").read_text())
    assert project["runtime"]["options"] == {"toolchain": "pip", "virtualenv": ".venv"}
    (installed,) = _lines(service / "requirements.txt")
    readme = (service / "README.md").read_text()
    assert f"python3 -m venv .venv\n. .venv/bin/activate\npip install {installed}\n" in readme.replace(
        "'", ""
    )


def test_its_schema_is_this_versions(service: Path) -> None:
    first_line = (service / "api.yaml").read_text().splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=.apigw/schema.json"
    assert json.loads((service / ".apigw" / "schema.json").read_text()) == config_schema()


def test_its_lock_holds_one_version_of_each_dependency_that_fits(service: Path) -> None:
    lock = [Requirement(line) for line in _lines(service / "src" / "requirements.txt")]
    locked = {each.name: next(iter(each.specifier)) for each in lock}
    assert all(specifier.operator == "==" for specifier in locked.values())
    project = tomllib.loads((service / "pyproject.toml").read_text())["project"]
    for dependency in map(Requirement, project["dependencies"]):
        assert dependency.specifier.contains(locked[dependency.name].version), dependency


def test_it_asks_for_a_version_of_this_package_that_this_one_is(service: Path) -> None:
    project = tomllib.loads((service / "pyproject.toml").read_text())["project"]
    needed = {each.name: each for each in map(Requirement, project["optional-dependencies"]["dev"])}
    assert needed["pulumi-apigw"].specifier.contains(version("pulumi-apigw"), prereleases=True)
    assert needed["pulumi-apigw"].extras == {"local"}


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
