"""Functions that exist already: by ARN, or passed by the program."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import Function, FunctionArgs, Service, ServiceArgs
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import Resource, ResourceGraph

from .conftest import ALIAS, BUILT, FUNCTION, INTEGRATION, OPEN, PERMISSION, config, deployed, refused, uri

ARN = "arn:aws:lambda:us-east-1:123456789012:function:there"
VARIABLES: dict[str, Any] = {"backend": {}}
STAGES = {"dev": {"variables": {"backend": "blue"}}, "prod": {"variables": {"backend": "green"}}}


def calling(function: dict[str, Any], **options: Any) -> ResourceGraph:
    written = config(functions={"api": function}, stage_variables=VARIABLES, stages=STAGES)
    return deployed(written, **options)


def permission(graph: ResourceGraph) -> Resource:
    (found,) = graph.of_type(PERMISSION)
    return found


def called(graph: ResourceGraph) -> Any:
    (found,) = graph.of_type(INTEGRATION)
    return found.inputs["integrationUri"]


@pytest.mark.parametrize(
    ("settings", "qualifier", "alias"),
    [
        ({}, None, None),
        ({"alias": "live"}, "live", "live"),
        ({"alias": "${ref.alias}"}, "from-ref", "from-ref"),
        ({"alias_variable": "backend"}, "${stageVariables.backend}", "blue"),
    ],
)
@pytest.mark.parametrize("by", ["arn", "ref", "provided"])
def test_P8_a_function_is_called_and_permitted_by_the_same_alias(
    settings: dict[str, Any], qualifier: str | None, alias: str | None, by: str
) -> None:
    where: dict[str, dict[str, Any]] = {
        "arn": {"arn": ARN},
        "ref": {"arn": "${ref.arn}"},
        "provided": {"provided": True},
    }
    graph = calling(
        {**where[by], **settings},
        refs=lambda: {"arn": pulumi.Output.from_input(ARN), "alias": pulumi.Output.from_input("from-ref")},
        functions=lambda: {"api": ARN} if by == "provided" else {},
    )
    assert called(graph) == uri("there", qualifier)
    inputs = permission(graph).inputs
    assert (inputs["function"], inputs.get("qualifier")) == (ARN, alias)
    assert graph.of_type(FUNCTION) == ()


def test_P8_another_stage_has_the_permission_for_its_own_alias() -> None:
    graph = calling({"arn": ARN, "alias_variable": "backend"}, stack="prod")
    assert called(graph) == uri("there", "${stageVariables.backend}")
    assert permission(graph).inputs["qualifier"] == "green"


def raw() -> aws.lambda_.Function:
    return aws.lambda_.Function(
        "raw", name="there", role="arn:aws:iam::123456789012:role/r", runtime="python3.13"
    )


def raw_alias() -> aws.lambda_.Alias:
    function = raw()
    return aws.lambda_.Alias("alias", name="live", function_name=function.name, function_version="1")


def test_a_function_of_pulumi_aws() -> None:
    graph = calling({"provided": True}, functions=lambda: {"api": raw()})
    assert called(graph) == uri("there")
    assert permission(graph).inputs["function"] == ARN
    assert permission(graph).property_dependencies["function"] == (graph.find(FUNCTION, "raw").urn,)


def test_P8_an_alias_of_pulumi_aws_is_called_and_permitted_when_it_is_there() -> None:
    graph = calling({"provided": True}, functions=lambda: {"api": raw_alias()})
    alias = graph.find(ALIAS, "alias")
    assert called(graph) == uri("there", "live")
    inputs = permission(graph).inputs
    assert (inputs["function"], inputs["qualifier"]) == (ARN, "live")
    assert alias.urn in permission(graph).property_dependencies["qualifier"]
    assert alias.urn in graph.of_type(INTEGRATION)[0].property_dependencies["integrationUri"]


def test_P8_an_alias_of_pulumi_aws_by_the_name_that_the_config_gives_waits_for_it_too() -> None:
    graph = calling({"provided": True, "alias": "live"}, functions=lambda: {"api": raw_alias()})
    assert called(graph) == uri("there", "live")
    assert permission(graph).inputs["qualifier"] == "live"
    assert graph.find(ALIAS, "alias").urn in permission(graph).property_dependencies["function"]


def test_P8_a_function_of_ours_that_another_component_made() -> None:
    def made() -> dict[str, Any]:
        return {"api": Function("shared", FunctionArgs(function=BUILT, aliases=["blue", "green"]))}

    graph = calling({"provided": True, "alias_variable": "backend"}, functions=made)
    assert called(graph) == uri("shared-dev", "${stageVariables.backend}")
    assert permission(graph).inputs["qualifier"] == "blue"
    assert graph.find(ALIAS, "shared.blue").urn in permission(graph).dependencies


def test_an_output_of_an_arn() -> None:
    graph = calling({"provided": True}, functions=lambda: {"api": pulumi.Output.from_input(ARN)})
    assert called(graph) == uri("there")


def service(function: dict[str, Any], **args: Any) -> Service:
    return Service("orders", ServiceArgs(config=config(functions={"api": function}), **args))


@pytest.mark.parametrize(
    ("function", "given", "message"),
    [
        (
            {"provided": True},
            {},
            "functions.api: the program does not pass it. Pass functions={'api': …}.",
        ),
        (
            {"provided": True},
            {"api": ARN, "apj": ARN},
            "functions: the program passes 'apj', which is not 'provided' in the config. Did you mean 'api'?",
        ),
        (
            BUILT,
            {"api": ARN},
            "functions: the program passes 'api', which is not 'provided' in the config. There are none.",
        ),
        (
            {"provided": True},
            {"api": "there"},
            "functions.api: 'there' is not the ARN of a Lambda function. Give the function's ARN, "
            "neither its name nor its invoke ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:orders'.",
        ),
        (
            {"provided": True},
            {"api": f"{ARN}:live"},
            f"functions.api: '{ARN}:live' has a qualifier already. Give the ARN without it.",
        ),
    ],
)
def test_functions_that_the_program_does_not_pass_right(
    function: dict[str, Any], given: dict[str, Any], message: str
) -> None:
    assert refused(lambda: service(function, functions=given)) == message


def test_an_arn_that_turns_out_to_be_none_is_told_without_a_traceback() -> None:
    with pytest.raises(ProgramError, match=r"^functions\.api: 'there' is not the ARN of a Lambda function\."):
        calling({"arn": "${ref.arn}"}, refs=lambda: {"arn": pulumi.Output.from_input("there")})


def test_routes_may_call_several() -> None:
    written = config(
        functions={"api": BUILT, "there": {"arn": ARN, "alias": "live"}},
        apis={
            "public": {"routes": {"GET /": OPEN, "GET /there": {"function": "there", "authorizer": "none"}}}
        },
    )
    graph = deployed(written)
    assert {each.name for each in graph.of_type(PERMISSION)} == {
        "orders-public.api.dev",
        "orders-public.there.live",
    }
