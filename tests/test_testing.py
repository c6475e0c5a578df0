"""What services' own tests use: assertions on a graph, and the pytest fixture."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import testing
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import ResourceGraph, capture
from pulumi_apigw.testing import assert_resource, assert_resource_counts

FUNCTION = "aws:lambda/function:Function"
ROLE = "aws:iam/role:Role"
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}'


def program() -> None:
    role = aws.iam.Role("api-role", name="api", assume_role_policy=POLICY)
    for name, timeout in (("api", 10), ("authorizer", 5)):
        aws.lambda_.Function(
            name,
            name=f"orders-{name}",
            role=role.arn,
            runtime="python3.13",
            handler="app.handler",
            code=pulumi.FileArchive("/src"),
            timeout=timeout,
            publish=True,
            layers=["arn:1", "arn:2"],
            environment={"variables": {"TABLE": "orders", "TOKEN": pulumi.Output.secret("hidden")}},
            logging_config={"log_format": "JSON"},
        )


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return capture(program)


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"timeout": 10},
        {"name_": "orders-api"},
        {"logging_config": {"log_format": "JSON"}},
        {"loggingConfig": {"logFormat": "JSON"}},
        {"environment": {"variables": {"TABLE": "orders"}}},
        {"layers": ["arn:1", "arn:2"]},
        {"memory_size": None},
        {"code": pulumi.FileArchive("/src")},
        {"publish": True},
    ],
)
def test_a_resource_that_matches_is_returned(graph: ResourceGraph, inputs: dict[str, Any]) -> None:
    assert assert_resource(graph, FUNCTION, "api", **inputs) is graph.find(FUNCTION, "api")


def test_a_resource_is_found_by_its_inputs_alone(graph: ResourceGraph) -> None:
    assert assert_resource(graph, FUNCTION, timeout=5).name == "authorizer"


def test_json_text_matches_as_what_it_holds(graph: ResourceGraph) -> None:
    assert_resource(graph, ROLE, assume_role_policy={"Statement": [{"Action": "sts:AssumeRole"}]})
    with pytest.raises(AssertionError, match=r"assume_role_policy\.Version: expected 'x', is '2012-10-17'"):
        assert_resource(graph, ROLE, assume_role_policy={"Version": "x"})


@pytest.mark.parametrize(
    ("type_", "name", "inputs", "message"),
    [
        (
            FUNCTION,
            "api",
            {"timeout": 30, "memory_size": 256, "environment": {"variables": {"TABLE": "x", "REGION": "y"}}},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              timeout: expected 30, is 10
              memory_size: expected 256, is absent
              environment.variables.TABLE: expected 'x', is [secret]
              environment.variables.REGION: expected 'y', is absent""",
        ),
        (
            FUNCTION,
            None,
            {"timeout": 5, "handler": "app.other"},
            """\
            no aws:lambda/function:Function has these inputs. The closest is 'authorizer':
              handler: expected 'app.other', is 'app.handler'""",
        ),
        (
            FUNCTION,
            "api",
            {"layers": ["arn:1"]},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              layers: expected ['arn:1'], is ['arn:1', 'arn:2']""",
        ),
        (
            FUNCTION,
            "api",
            {"layers": ["arn:1", "arn:3"]},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              layers[1]: expected 'arn:3', is 'arn:2'""",
        ),
        (
            FUNCTION,
            "api",
            {"publish": 1},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              publish: expected 1, is True""",
        ),
        (
            FUNCTION,
            "api",
            {"timeout": None},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              timeout: expected None, is 10""",
        ),
        (
            FUNCTION,
            "api",
            {"code": pulumi.FileArchive("/other")},
            """\
            no aws:lambda/function:Function named 'api' has these inputs. The closest is 'api':
              code: expected FileArchive(path='/other'), is FileArchive(path='/src')""",
        ),
        (
            FUNCTION,
            None,
            {"handler": "app.handler"},
            "2 resources match aws:lambda/function:Function, expected one: 'api', 'authorizer'.",
        ),
        (FUNCTION, "apy", {}, "no aws:lambda/function:Function named 'apy'. Did you mean 'api'?"),
        (
            FUNCTION,
            "x",
            {},
            "no aws:lambda/function:Function named 'x'. There is: 'api', 'authorizer'.",
        ),
        (
            "aws:lambda/function:Funktion",
            None,
            {},
            "no aws:lambda/function:Funktion. Did you mean 'aws:lambda/function:Function'?",
        ),
    ],
)
def test_a_failure_shows_the_closest_resource_and_what_differs(
    graph: ResourceGraph, type_: str, name: str | None, inputs: dict[str, Any], message: str
) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_resource(graph, type_, name, **inputs)
    assert str(caught.value) == dedent(message)


def test_a_failure_in_an_empty_graph_says_that_it_is_empty() -> None:
    with pytest.raises(AssertionError, match=r"^no a:b:C\. The graph is empty\.$"):
        assert_resource(capture(lambda: None), "a:b:C")


def test_counts_that_agree_pass(graph: ResourceGraph) -> None:
    assert_resource_counts(graph, {ROLE: 1, FUNCTION: 2})
    assert_resource_counts(graph, {FUNCTION: 2}, exact=False)
    assert_resource_counts(graph, {ROLE: 1, FUNCTION: 2, "aws:sqs/queue:Queue": 0})


def test_counts_list_every_difference(graph: ResourceGraph) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_resource_counts(graph, {FUNCTION: 3, "aws:sqs/queue:Queue": 1})
    assert str(caught.value) == dedent(
        """\
        the graph has other resources than expected:
          aws:lambda/function:Function: expected 3, found 2
          aws:sqs/queue:Queue: expected 1, found 0
          aws:iam/role:Role: not listed, found 1"""
    )


def test_counts_not_exact_still_compare_what_is_listed(graph: ResourceGraph) -> None:
    with pytest.raises(AssertionError, match=r"aws:iam/role:Role: expected 2, found 1$"):
        assert_resource_counts(graph, {ROLE: 2}, exact=False)


def test_capture_is_given_from_here_too() -> None:
    assert testing.capture is capture
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = testing.nothing


def test_importing_this_module_loads_no_pulumi() -> None:
    """pytest loads it in every run, of any project in the same environment."""
    script = (
        "import sys, pulumi_apigw.testing\n"
        "print(sorted({'pulumi', 'pulumi_aws', 'pydantic', 'grpc'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pytest_finds_the_fixture_by_itself() -> None:
    plugins = {entry.value for entry in entry_points(group="pytest11")}
    assert "pulumi_apigw.testing" in plugins


def test_the_fixture_captures_the_service_above_the_test(
    tmp_path: Path, capture_service: Callable[..., ResourceGraph]
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("{name: shop, runtime: python}")
    (tmp_path / "__main__.py").write_text("import pulumi_aws as aws\naws.sqs.Queue('orders')")
    ask = _asking_from(tmp_path / "tests" / "unit" / "test_graph.py", capture_service)
    graph = ask()
    assert (graph.project, graph.stack) == ("shop", "dev")
    assert ask("dev") is graph
    assert ask("prod").stack == "prod"
    assert ask("dev", region="eu-north-1").region == "eu-north-1"
    assert ask("dev") is graph


def test_the_fixture_without_a_service_says_where_it_looked(
    tmp_path: Path, capture_service: Callable[..., ResourceGraph], pytestconfig: pytest.Config
) -> None:
    with pytest.raises(ProgramError) as caught:
        _asking_from(tmp_path / "test_graph.py", capture_service)()
    assert str(caught.value) == (
        f"no Pulumi.yaml in {tmp_path}, in {pytestconfig.rootpath} or above: no service to capture."
    )


def _asking_from(file: Path, capture_service: Callable[..., ResourceGraph]) -> Callable[..., ResourceGraph]:
    """A function that asks for the service as a test in `file` would."""
    space: dict[str, Any] = {"capture_service": capture_service}
    source = "def ask(*args, **options): return capture_service(*args, **options)"
    exec(compile(source, str(file), "exec"), space)
    ask: Callable[..., ResourceGraph] = space["ask"]
    return ask
