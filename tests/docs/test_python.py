"""Programs in the pages are captured, and show what the page says of them."""

from __future__ import annotations

import ast
import importlib.util
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from pulumi_apigw.graph import ResourceGraph, capture

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
Captured = Callable[[str], ResourceGraph]


def test_python_compiles_and_its_imports_are_there(python: Any) -> None:
    tree = ast.parse(python.text)
    compile(tree, str(python), "exec")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            assert [each.name for each in node.names if not hasattr(module, each.name)] == []
        elif isinstance(node, ast.Import):
            assert [each.name for each in node.names if importlib.util.find_spec(each.name) is None] == []


@pytest.fixture(scope="module")
def captured(blocks: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Captured:
    """The graph of the program with this title, beside the first service of its page."""

    @cache
    def capture_block(title: str) -> ResourceGraph:
        block = next(each for each in blocks if each.head == f"__main__.py: {title}")
        services = [each for each in blocks if each.page == block.page and each.head == "api.yaml"]
        folder = tmp_path_factory.mktemp("program")
        (folder / "src").mkdir()
        (folder / "api.yaml").write_text(services[0].text if services else "")
        (folder / "__main__.py").write_text(block.text)
        return capture(folder, project="orders", stack="dev", region="eu-west-1")

    return capture_block


def test_every_program_is_captured(blocks: list[Any], captured: Captured) -> None:
    titles = [each.head.partition(": ")[2] for each in blocks if each.head.startswith("__main__.py")]
    assert len(titles) == len(set(titles))
    for title in titles:
        assert captured(title).resources, title


def test_a_permission_waits_for_the_alias_that_is_passed(captured: Captured) -> None:
    graph = captured("a service from its file")
    alias = graph.find("aws:lambda/alias:Alias", "live")
    permission = graph.find("aws:lambda/permission:Permission", "orders-public.legacy")
    assert permission.inputs["qualifier"] == "live"
    assert alias.urn in permission.property_dependencies["qualifier"]
    assert graph.exports.keys() == {"urls", "api_ids", "execution_arns", "functions", "release"}
    assert graph.exports["functions"]["api"]["name"] == "orders-dev-api"


def test_one_api_has_two_stages_and_a_permission_an_alias(captured: Captured) -> None:
    graph = captured("parts one by one")
    stages = graph.of_type("aws:apigatewayv2/stage:Stage")
    assert {stage.inputs["name"]: stage.inputs["stageVariables"] for stage in stages} == {
        "dev": {"backend": "green"},
        "prod": {"backend": "blue"},
    }
    permissions = graph.of_type("aws:lambda/permission:Permission")
    assert [each.inputs["qualifier"] for each in permissions] == ["blue", "green"]


def test_a_rest_api_from_parts_has_its_routes_in_one_body(captured: Captured) -> None:
    graph = captured("a REST API from parts")
    api = graph.find("aws:apigateway/restApi:RestApi", "orders")
    assert json.loads(api.inputs["body"])["paths"].keys() == {"/orders"}
    assert graph.find("aws:apigateway/deployment:Deployment", "orders").inputs["triggers"].keys() == {
        "sha256"
    }
    assert graph.find("aws:apigateway/usagePlanKey:UsagePlanKey", "orders-prod.acme")
    own = [each for each in graph.resources if each.custom and not each.name.startswith("orders-api")]
    # The API, its deployment, a key and a permission; a stage with its log, method settings, plan and key.
    assert len(own) == 4 + 5


def test_a_function_of_a_websocket_api_from_parts_pushes_to_its_clients(captured: Captured) -> None:
    graph = captured("a WebSocket API from parts")
    api = graph.find("aws:apigatewayv2/api:Api", "chat")
    function = graph.find("aws:lambda/function:Function", "chat-function")
    variables = function.inputs["environment"]["variables"]
    assert variables["CONNECTIONS_URL"] == api.outputs["apiEndpoint"].replace("wss:", "https:") + "/prod"
    table = graph.find("aws:dynamodb/table:Table", "chat.connections")
    assert variables["CONNECTIONS_TABLE"] == table.outputs["name"]
    assert {each.inputs["routeKey"] for each in graph.of_type("aws:apigatewayv2/route:Route")} == {
        "$connect",
        "ping",
    }


def test_the_accounts_log_role_stays_when_the_stack_goes(captured: Captured) -> None:
    graph = captured("the account's log role")
    # What the account has now is read beside them.
    made = [each for each in graph.resources if each.custom and each.name == "logs"]
    assert [each.retain_on_delete for each in made] == [True, True, True]
    assert graph.find("aws:iam/role:Role", "logs").inputs["name"] == "apigateway-logs-eu-west-1"


def test_transforms_reach_every_child(captured: Captured) -> None:
    graph = captured("a transform")
    assert [group.inputs["skipDestroy"] for group in graph.of_type(LOG_GROUP)] == [True, True]
    function = graph.find("aws:lambda/function:Function", "orders-api")
    assert function.ignore_changes == ("reservedConcurrentExecutions",)


def test_children_follow_the_alias_of_a_renamed_component(captured: Captured) -> None:
    graph = captured("a component renamed")
    urn = "urn:pulumi:dev::orders::apigw:index:Service$apigw:index:HttpApi$aws:apigatewayv2/api:Api"
    assert graph.find("aws:apigatewayv2/api:Api", "shop-public").aliases == (f"{urn}::orders-public",)


def test_what_exists_is_imported(captured: Captured) -> None:
    graph = captured("an API adopted")
    assert graph.find("aws:apigatewayv2/api:Api", "orders-public").id == "a1b2c3d4e5"
    assert graph.find(LOG_GROUP, "orders-api.logs").id == "/aws/lambda/orders-dev-api"
    stage = graph.find("aws:apigatewayv2/stage:Stage", "orders-public.dev")
    assert stage.inputs["apiId"] == "a1b2c3d4e5"


def test_the_counts_are_those_of_the_page(captured: Captured) -> None:
    graph = captured("a service from its file")
    service = [each for each in graph.resources if each.custom and each.name.startswith("orders-")]
    # One function with one alias; an API with an authorizer; four routes; two integrations; a permission for
    # each function; a stage.
    assert len(service) == (4 + 1) + (1 + 1) + 4 + 2 + 2 + 2
