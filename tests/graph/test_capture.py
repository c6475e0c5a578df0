"""A program written by hand with pulumi_aws, captured whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.artifacts import package
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import ResourceGraph, capture

ACCOUNT = "123456789012"
PROGRAM = """
    import json
    import pulumi
    import pulumi_aws as aws

    trust = aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
            }
        ]
    )
    role = aws.iam.Role("api-role", assume_role_policy=trust.json)
    function = aws.lambda_.Function(
        "api", name="orders-api", role=role.arn, runtime="python3.13", handler="app.handler",
        code=pulumi.FileArchive("src"), publish=True,
    )
    alias = aws.lambda_.Alias(
        "live", name="live", function_name=function.name, function_version=function.version
    )
    api = aws.apigatewayv2.Api("public", protocol_type="HTTP")
    integration = aws.apigatewayv2.Integration(
        "api", api_id=api.id, integration_type="AWS_PROXY", integration_uri=alias.invoke_arn,
        payload_format_version="2.0",
    )
    route = aws.apigatewayv2.Route(
        "items", api_id=api.id, route_key="GET /items",
        target=pulumi.Output.concat("integrations/", integration.id),
    )
    stage = aws.apigatewayv2.Stage(
        "default", api_id=api.id, name="$default", auto_deploy=True,
        opts=pulumi.ResourceOptions(depends_on=[route]),
    )
    aws.lambda_.Permission(
        "api", action="lambda:InvokeFunction", function=function.name, qualifier=alias.name,
        principal="apigateway.amazonaws.com", source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
    )
    pulumi.export("url", stage.invoke_url)
    pulumi.export("account", aws.get_caller_identity().account_id)
"""


@pytest.fixture
def graph(write: Callable[..., Path]) -> ResourceGraph:
    folder = write({"__main__.py": PROGRAM, "src/app.py": "def handler(event, context): ..."})
    return capture(folder / "__main__.py", project="shop", stack="dev", region="eu-west-1")


def test_every_resource_is_recorded_once(graph: ResourceGraph) -> None:
    assert graph.counts() == {
        "aws:apigatewayv2/api:Api": 1,
        "aws:apigatewayv2/integration:Integration": 1,
        "aws:apigatewayv2/route:Route": 1,
        "aws:apigatewayv2/stage:Stage": 1,
        "aws:iam/role:Role": 1,
        "aws:lambda/alias:Alias": 1,
        "aws:lambda/function:Function": 1,
        "aws:lambda/permission:Permission": 1,
    }


def test_a_resource_carries_what_is_sent(graph: ResourceGraph) -> None:
    permission = graph.find("aws:lambda/permission:Permission", "api")
    api = graph.find("aws:apigatewayv2/api:Api", "public")
    assert permission.inputs == {
        "action": "lambda:InvokeFunction",
        "function": "orders-api",
        "principal": "apigateway.amazonaws.com",
        "qualifier": "live",
        "sourceArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:{api.id}/*",
    }
    assert permission.urn == "urn:pulumi:dev::shop::aws:lambda/permission:Permission::api"
    assert permission.custom
    assert permission.parent is None
    assert permission.property_dependencies["qualifier"] == (
        "urn:pulumi:dev::shop::aws:lambda/alias:Alias::live",
    )


def test_an_alias_is_called_through_its_own_arn(graph: ResourceGraph) -> None:
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:orders-api"
    assert graph.find("aws:apigatewayv2/integration:Integration", "api").inputs["integrationUri"] == (
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}:live/invocations"
    )


def test_dependencies_are_those_given_and_those_of_inputs(graph: ResourceGraph) -> None:
    assert graph.find("aws:apigatewayv2/stage:Stage", "default").dependencies == (
        "urn:pulumi:dev::shop::aws:apigatewayv2/api:Api::public",
        "urn:pulumi:dev::shop::aws:apigatewayv2/route:Route::items",
    )


def test_a_data_source_answers_while_the_program_runs(graph: ResourceGraph) -> None:
    trust = json.loads(graph.find("aws:iam/role:Role", "api-role").inputs["assumeRolePolicy"])
    assert trust["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ]


def test_exports_are_the_outputs_of_the_stack(graph: ResourceGraph) -> None:
    api = graph.find("aws:apigatewayv2/api:Api", "public")
    assert graph.exports == {
        "url": f"https://{api.id}.execute-api.eu-west-1.amazonaws.com/",
        "account": ACCOUNT,
    }


def test_a_relative_path_resolves_in_the_programs_folder(graph: ResourceGraph, tmp_path: Path) -> None:
    code = graph.find("aws:lambda/function:Function", "api").inputs["code"]
    assert isinstance(code, pulumi.FileArchive)
    assert code.path == str(tmp_path / "service" / "src")


def test_two_captures_are_the_same(write: Callable[..., Path], graph: ResourceGraph) -> None:
    folder = write({"__main__.py": PROGRAM})
    again = capture(folder, project="shop", stack="dev", region="eu-west-1")
    assert [resource.urn for resource in again.resources] == [resource.urn for resource in graph.resources]
    assert [resource.id for resource in again.resources] == [resource.id for resource in graph.resources]


def test_resources_stand_in_the_order_of_the_program() -> None:
    def program() -> None:
        for number in range(20):
            aws.sqs.Queue(f"q{number}")

    assert [resource.name for resource in capture(program).resources] == [f"q{n}" for n in range(20)]


def test_a_function_may_be_a_coroutine() -> None:
    async def program() -> None:
        await asyncio.sleep(0)
        pulumi.export("url", aws.sqs.Queue("orders", name="orders").url)

    assert capture(program).exports == {"url": f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/orders"}


def test_pulumi_run_programs_are_awaited(write: Callable[..., Path]) -> None:
    folder = write(
        {
            "__main__.py": """
                import pulumi

                async def main():
                    return {"answer": 42}

                pulumi.run(main)
            """
        }
    )
    assert capture(folder).exports == {"answer": 42}


def test_capture_works_inside_a_running_event_loop() -> None:
    async def caller() -> ResourceGraph:
        graph = capture(lambda: aws.sqs.Queue("orders"))
        await asyncio.sleep(0)
        return graph

    assert asyncio.run(caller()).counts() == {"aws:sqs/queue:Queue": 1}


def test_a_function_that_exists_is_read_by_its_id() -> None:
    def program() -> None:
        known = aws.lambda_.Function.get("known", "orders-api")
        pulumi.export("arn", known.arn)

    graph = capture(program, region="eu-west-1")
    assert graph.find("aws:lambda/function:Function", "known").id == "orders-api"
    assert graph.exports == {"arn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:orders-api"}


def test_a_stack_reference_gives_the_outputs_the_caller_names() -> None:
    def program() -> None:
        network = pulumi.StackReference("acme/network/dev")
        pulumi.export("vpc", network.require_output("vpc_id"))

    calls = {"pulumi:pulumi:StackReference": {"vpc_id": "vpc-1"}}
    assert capture(program, calls=calls).exports == {"vpc": "vpc-1"}


def test_a_functions_source_is_not_zipped(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    (source / "app.py").write_text("")
    packed: list[Path] = []

    def program() -> None:
        artifact = package(
            source,
            requirements=None,
            runtime="python3.13",
            architecture="x86_64",
            build_dir=tmp_path / "build",
        )
        packed.append(artifact.path)

    capture(program)
    assert packed == [source]


def test_what_a_program_prints_leaves_stdout_alone(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture(write({"__main__.py": "print('building')"}))
    assert capsys.readouterr() == ("", "building\n")


def test_a_program_cannot_capture_another_one() -> None:
    with pytest.raises(
        ProgramError, match=r"^a program that is being captured cannot capture another one\.$"
    ):
        capture(lambda: capture(lambda: None))
