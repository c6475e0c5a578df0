"""Rules that hold for every module of the package."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import pulumi_apigw

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pulumi_apigw"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "_template" not in path.parts)
NAMES = [
    "pulumi_apigw",
    *(module.name for module in pkgutil.walk_packages(pulumi_apigw.__path__, "pulumi_apigw.")),
]
MODULES = [importlib.import_module(name) for name in NAMES if not name.endswith("__main__")]
WITH_ALL = [module for module in MODULES if hasattr(module, "__all__")]


def order(name: str) -> tuple[int, str]:
    """As ruff's RUF022 sorts: constants, then classes, then the rest."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("module", WITH_ALL, ids=lambda module: module.__name__)
def test_all_is_sorted_and_every_name_resolves_and_is_documented(module: ModuleType) -> None:
    assert list(module.__all__) == sorted(module.__all__, key=order)
    for name in module.__all__:
        value = getattr(module, name)
        ours = str(getattr(value, "__module__", "")).startswith("pulumi_apigw")
        if ours and (inspect.isfunction(value) or inspect.isclass(value)):
            assert inspect.getdoc(value), f"{module.__name__}.{name} has no docstring"


def test_the_package_says_what_it_exports() -> None:
    assert pulumi_apigw.__doc__
    assert pulumi_apigw in WITH_ALL
    assert (PACKAGE / "py.typed").exists()


def test_files_are_short_and_named_after_what_they_hold() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in FILES}
    assert {path: length for path, length in lengths.items() if length > 300} == {}
    assert [path for path in lengths if path.stem in ("utils", "helpers", "common", "misc")] == []


def test_every_aws_service_that_is_used_is_checked_by_mypy() -> None:
    overrides = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    listed = next(override["module"] for override in overrides if override["follow_imports"] == "silent")
    checked = {name.removeprefix("pulumi_aws.").removesuffix(".*") for name in listed}
    names = {name.removesuffix("_output") for path in FILES for name in aws_names(path)}
    used = {name for name in names if re.fullmatch("[a-z][a-z0-9_]*", name)}
    assert "lambda_" in used
    assert used - checked == set()


def aws_names(path: Path) -> set[str]:
    """Names of pulumi_aws that a file uses: `aws.iam.Role` and `from pulumi_aws.iam import Role` give iam."""
    found: set[str] = set()
    aliases: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            aliases |= {alias.asname or alias.name for alias in node.names if alias.name == "pulumi_aws"}
            found |= {
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("pulumi_aws.")
            }
        elif isinstance(node, ast.ImportFrom) and node.module == "pulumi_aws":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pulumi_aws."):
            found.add((node.module or "").split(".")[1])
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
        ):
            found.add(node.attr)
    return found
