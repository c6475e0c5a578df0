from __future__ import annotations

from typing import Any

import pulumi
import pytest

from pulumi_apigw.local.functions.catalogue import Catalogue, Function, Target
from pulumi_apigw.local.functions.invocation import FunctionError


def resolve(program: Any, arn: str) -> Target | FunctionError:
    return Catalogue(program.graph()).resolve(arn)


def only_function(program: Any) -> Function:
    (function,) = Catalogue(program.graph()).functions.values()
    return function


@pytest.mark.parametrize(("qualifier", "version"), [("", "$LATEST"), (":$LATEST", "$LATEST"), (":dev", "7")])
def test_an_arn_means_the_version_its_qualifier_names(program: Any, qualifier: str, version: str) -> None:
    arn = program.function()
    program.alias("dev", "7")
    target = resolve(program, arn + qualifier)
    assert isinstance(target, Target)
    assert (target.version, target.invoked_arn) == (version, arn + qualifier)


@pytest.mark.parametrize(("publish", "found"), [(True, True), (False, False)])
def test_a_version_exists_where_the_function_is_published(program: Any, publish: bool, found: bool) -> None:
    arn = program.function(publish=publish)
    assert isinstance(resolve(program, f"{arn}:1"), Target) is found


@pytest.mark.parametrize(
    "given",
    [
        "api",
        "api:1",
        "123456789012:function:api",
        "arn:aws:lambda:eu-west-1:123456789012:function:api",
        "arn:aws:lambda:eu-west-1:123456789012:function:api:1",
    ],
)
def test_an_alias_names_its_function_in_each_way_that_lambda_takes(program: Any, given: str) -> None:
    arn = program.function()
    program.alias("dev", "1", function=given)
    assert isinstance(resolve(program, f"{arn}:dev"), Target)


@pytest.mark.parametrize("given", ["api2", "arn:aws:lambda:us-east-1:123456789012:function:api"])
def test_an_alias_of_another_function_is_not_found(program: Any, given: str) -> None:
    arn = program.function()
    program.alias("dev", "1", function=given)
    assert isinstance(resolve(program, f"{arn}:dev"), FunctionError)


def test_a_qualifier_that_is_not_there_is_answered_with_those_that_are(program: Any) -> None:
    arn = program.function(publish=True)
    program.alias("dev", "1")
    program.alias("prod", "1")
    assert resolve(program, f"{arn}:test") == FunctionError(
        "not-found",
        "ResourceNotFoundException",
        f"Function not found: {arn}:test. Function 'api' has no alias or version 'test'. "
        "Its aliases: 'dev', 'prod'; its published versions: 1. "
        "Add an alias of that name, or mend the stage variable or ARN that names it.",
    )


def test_an_unset_stage_variable_is_no_alias(program: Any) -> None:
    arn = program.function()
    error = resolve(program, f"{arn}:")
    assert isinstance(error, FunctionError)
    assert "has no alias or version ''. Its aliases: none; its published versions: none." in error.message


def test_a_function_of_another_program_is_said_to_be_one(program: Any) -> None:
    program.function()
    error = resolve(program, "arn:aws:lambda:eu-west-1:123456789012:function:audit:live")
    assert isinstance(error, FunctionError)
    assert (error.kind, error.message) == (
        "not-found",
        "Function not found: arn:aws:lambda:eu-west-1:123456789012:function:audit:live. "
        "Function 'audit' is not part of this program, so the local gateway has no code to run for it. "
        "Add the function to the program, or call this route on AWS.",
    )


def test_an_arn_of_another_region_is_corrected(program: Any) -> None:
    arn = program.function()
    error = resolve(program, arn.replace("eu-west-1", "us-east-1"))
    assert isinstance(error, FunctionError)
    assert error.message.endswith(f"This program's function 'api' is {arn}: mend the ARN that calls it.")


def test_what_the_program_leaves_out_has_lambdas_defaults(program: Any) -> None:
    program.function()
    function = only_function(program)
    assert (function.timeout_seconds, function.memory_mb, function.environment) == (3, 128, {})
    assert (function.log_group, function.log_level) == ("/aws/lambda/api", None)
    assert (function.reserved_concurrency, function.warm_version) == (None, "$LATEST")


def test_what_the_program_says_is_taken(program: Any) -> None:
    program.function(
        timeout=30,
        memorySize=512,
        environment={"variables": {"TABLE": "orders"}},
        loggingConfig={"logFormat": "JSON", "logGroup": "/shop/api"},
        reservedConcurrentExecutions=2,
    )
    program.alias("dev", "4")
    function = only_function(program)
    assert (function.timeout_seconds, function.memory_mb) == (30, 512)
    assert function.environment == {"TABLE": "orders"}
    assert (function.log_group, function.log_level) == ("/shop/api", "INFO")
    assert (function.reserved_concurrency, function.warm_version) == (2, "4")


def test_layers_of_the_program_are_told_from_those_of_others(program: Any) -> None:
    ours, theirs = "arn:aws:lambda:eu-west-1:123456789012:layer:lib:1", "arn:aws:lambda:eu-west-1:9:layer:x:2"
    code = pulumi.FileArchive("/somewhere")
    program.add("aws:lambda/layerVersion:LayerVersion", "lib", {"code": code}, {"arn": ours})
    program.function(layers=[ours, theirs])
    function = only_function(program)
    assert (function.layers, function.foreign_layers) == ((code,), (theirs,))


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            {"runtime": "nodejs22.x"},
            "Function 'api' has runtime 'nodejs22.x'; the local gateway runs Python functions only. "
            "The other functions run; call this one on AWS.",
        ),
        (
            {"packageType": "Image", "runtime": None},
            "Function 'api' is a container image; the local gateway runs functions from a zip or folder. "
            "The other functions run; call this one on AWS.",
        ),
        (
            {"code": None, "s3Bucket": "builds", "s3Key": "api.zip"},
            "Function 'api' has its code at s3://builds/api.zip, which the local gateway does not fetch. "
            "Give it `code`: a pulumi.FileArchive of its folder or zip.",
        ),
        (
            {"reservedConcurrentExecutions": 0},
            "Function 'api' has a reserved concurrency of 0, so Lambda refuses every call "
            "(429, Rate Exceeded). Raise reservedConcurrentExecutions, or leave it out.",
        ),
    ],
)
def test_a_function_that_cannot_run_here_says_why(program: Any, inputs: dict[str, Any], message: str) -> None:
    program.function(**inputs)
    assert only_function(program).refusal == message


def test_a_reserved_concurrency_of_minus_one_is_none(program: Any) -> None:
    program.function(reservedConcurrentExecutions=-1)
    assert only_function(program).reserved_concurrency is None
