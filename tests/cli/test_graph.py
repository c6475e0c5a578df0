from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

TREE = """\
shop (dev) in us-east-1: 9 resources
role  aws:iam:Role
api  aws:lambda:Function
public  aws:apigatewayv2:Api
customers  aws:apigatewayv2:Authorizer
api  aws:apigatewayv2:Integration
health  aws:apigatewayv2:Route
items  aws:apigatewayv2:Route
dev  aws:apigatewayv2:Stage
public  aws:lambda:Permission

1  aws:apigatewayv2/api:Api
1  aws:apigatewayv2/authorizer:Authorizer
1  aws:apigatewayv2/integration:Integration
2  aws:apigatewayv2/route:Route
1  aws:apigatewayv2/stage:Stage
1  aws:iam/role:Role
1  aws:lambda/function:Function
1  aws:lambda/permission:Permission
"""


def test_a_tree_with_counts(apigw: Run, project: Path) -> None:
    outcome = apigw("graph", "--stage", "dev")
    assert outcome.exit_code == 0
    # Pulumi registers resources as soon as what they depend on is known, so that their order may vary.
    assert sorted(line.lstrip("├└─ ") for line in outcome.stdout.splitlines()) == sorted(TREE.splitlines())


def test_what_the_program_prints_goes_to_stderr(apigw: Run, project: Path) -> None:
    outcome = apigw("graph", "--json")
    assert outcome.stderr == "a program may print\n"
    graph = json.loads(outcome.stdout)
    assert (graph["project"], graph["stack"], len(graph["resources"])) == ("shop", "dev", 9)
    assert apigw("graph", "--format", "json").stdout == outcome.stdout


def test_a_mermaid_diagram(apigw: Run, project: Path) -> None:
    outcome = apigw("graph", "--format", "mermaid")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith(("graph ", "flowchart "))


def test_the_project_of_a_folder_above_is_found(
    apigw: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = apigw("graph").stdout
    monkeypatch.chdir(project / "src")
    assert apigw("graph").stdout == expected
    monkeypatch.chdir("/")
    assert apigw("graph", "--project", str(project)).stdout == expected


def test_a_program_that_raises_is_told_with_its_line(apigw: Run, project: Path) -> None:
    (project / "__main__.py").write_text("import pulumi\n\nvalue = {}['table']\n")
    outcome = apigw("graph")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "__main__.py:3: KeyError: 'table'\n"


def test_a_folder_without_a_project(apigw: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    outcome = apigw("graph")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "/: no Pulumi.yaml there. Expected the folder of a Pulumi project: name one with "
        "`--project FOLDER`, or make one with `apigw new`.\n"
    )
