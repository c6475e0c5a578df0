"""Pulumi.yaml.example is a project: laid out as it says, it is captured, checks clean and answers."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest

from pulumi_apigw.config import load_config
from pulumi_apigw.local import serve
from pulumi_apigw.testing import assert_resource_counts, capture_project

EXAMPLE = Path(__file__).parents[1] / "Pulumi.yaml.example"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as Pulumi.yaml, and the files in its comments, each below its `# --- name`."""
    folder = tmp_path_factory.mktemp("hello")
    (folder / "Pulumi.yaml").write_text(EXAMPLE.read_text())
    for section in EXAMPLE.read_text().split("\n# --- ")[1:]:
        name, _, body = section.partition("\n")
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(re.sub(r"^# ?", "", body, flags=re.MULTILINE))
    return folder


def test_the_example_holds_three_files_and_the_program_has_three_lines(project: Path) -> None:
    files = sorted(str(path.relative_to(project)) for path in project.rglob("*") if path.is_file())
    assert files == ["Pulumi.yaml", "__main__.py", "api.yaml", "src/hello.py"]
    assert len((project / "__main__.py").read_text().split("\n\n")[0].splitlines()) == 3


def test_its_config_has_no_problems(project: Path) -> None:
    assert load_config(project / "api.yaml").problems == ()


def test_it_is_captured_and_answers_on_its_route(project: Path) -> None:
    graph = capture_project(project, stack="dev")
    assert graph.region == "eu-west-1"
    assert_resource_counts(
        graph, {"aws:apigatewayv2/api:Api": 1, "aws:apigatewayv2/route:Route": 1}, exact=False
    )
    with (
        serve(graph, project_dir=project) as gateway,
        urllib.request.urlopen(gateway.url() + "/hello/ada") as response,
    ):
        assert json.load(response) == {"hello": "ada"}
        assert graph.exports["urls"].keys() == {"public"}
