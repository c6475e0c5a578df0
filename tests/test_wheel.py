"""What `pip install pulumi-apigw` brings."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILT_BY_TOOLS = {"__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", ".venv", ".apigw"}


EDITABLE = "import sys; from hatchling.build import build_editable; build_editable(sys.argv[1])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def files_below(folder: Path) -> set[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if not BUILT_BY_TOOLS & set(path.parts)}


def test_the_wheel_holds_the_package_its_types_and_the_whole_template(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {f"pulumi_apigw/{name}" for name in files_below(ROOT / "pulumi_apigw")}
    template = {f"pulumi_apigw/_template/{name}" for name in files_below(ROOT / "template")}
    assert {"pulumi_apigw/py.typed", "pulumi_apigw/_template/cookiecutter.json"} <= package | template
    assert names == package | template


def test_its_metadata_names_the_licence_the_command_and_the_pytest_plugin(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.split("/", 1)[-1]: archive.read(name).decode()
            for name in archive.namelist()
            if "-info/" in name
        }
    assert "License-Expression: Apache-2.0\n" in texts["METADATA"]
    assert "Apache License" in texts["licenses/LICENSE"]
    assert "apigw = pulumi_apigw.cli:main\n" in texts["entry_points.txt"]
    assert "pulumi_apigw = pulumi_apigw.testing\n" in texts["entry_points.txt"]


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_pulumi_is_told_that_there_is_no_plugin_to_download(kind: str, wheel: Path, tmp_path: Path) -> None:
    """Its Python host looks in pip's `location` of each pulumi-*: https://github.com/pulumi/pulumi/issues/8011"""
    if kind == "editable":
        subprocess.run([sys.executable, "-c", EDITABLE, str(tmp_path)], cwd=ROOT, check=True)
        wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        assert json.loads(archive.read("pulumi_apigw/pulumi-plugin.json")) == {"resource": False}
