"""Stack config and secrets, from the caller to the resources that hold them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture

PARAMETER = "aws:ssm/parameter:Parameter"


def test_config_reaches_the_program_by_key_and_type() -> None:
    def program() -> None:
        config = pulumi.Config()
        pulumi.export("name", config.require("name"))
        pulumi.export("count", config.require_int("count"))
        pulumi.export("on", config.require_bool("on"))
        pulumi.export("limits", config.require_object("limits"))
        pulumi.export("theirs", pulumi.Config("other").require("key"))

    config = {"name": "a", "count": 3, "on": True, "limits": {"rate": [1, 2]}, "other:key": "b"}
    assert capture(program, project="shop", config=config).exports == {
        "name": "a",
        "count": 3,
        "on": True,
        "limits": {"rate": [1, 2]},
        "theirs": "b",
    }


def test_a_secret_is_marked_on_the_input_and_on_what_follows_from_it() -> None:
    def program() -> None:
        token = pulumi.Config().require_secret("token")
        parameter = aws.ssm.Parameter("token", type="SecureString", value=token, name="/token")
        pulumi.export("value", parameter.value)
        pulumi.export("name", parameter.name)

    graph = capture(program, config={"token": {"secure": "AAABAC"}})
    parameter = graph.find(PARAMETER, "token")
    assert parameter.inputs["value"] == "[secret]"
    assert parameter.secret_inputs == {"value"}
    assert graph.exports == {"value": "[secret]", "name": "/token"}
    assert graph.secret_exports == {"value"}


def test_a_secret_inside_an_object_makes_its_whole_input_secret() -> None:
    def program() -> None:
        database = pulumi.Config().require_secret_object("database")
        aws.ssm.Parameter(
            "db", type="SecureString", value=database["password"], tags={"user": database["user"]}
        )

    config = {"database": {"user": "app", "password": {"secure": "AAABAC"}}}
    parameter = capture(program, config=config).find(PARAMETER, "db")
    assert parameter.inputs["value"] == "[secret]"
    assert parameter.inputs["tags"] == {"user": "app"}
    assert parameter.secret_inputs == {"tags", "value"}


def test_outputs_that_a_program_declares_secret_are_marked() -> None:
    def program() -> None:
        options = pulumi.ResourceOptions(additional_secret_outputs=["arn"])
        pulumi.export("arn", aws.sns.Topic("events", opts=options).arn)

    graph = capture(program)
    assert graph.find("aws:sns/topic:Topic", "events").secret_outputs >= {"arn"}
    assert graph.secret_exports == {"arn"}


@pytest.mark.parametrize(
    ("region", "config", "expected"),
    [
        (None, {}, "us-east-1"),
        (None, {"aws:region": "eu-west-1"}, "eu-west-1"),
        ("eu-north-1", {"aws:region": "eu-west-1"}, "eu-north-1"),
    ],
)
def test_the_region_is_the_callers_then_the_configs(
    monkeypatch: pytest.MonkeyPatch, region: str | None, config: dict[str, str], expected: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-south-1")

    def program() -> None:
        pulumi.export("config", pulumi.Config("aws").require("region"))
        pulumi.export("call", aws.get_region().region)
        pulumi.export("arn", aws.sns.Topic("events", name="events").arn)

    graph = capture(program, region=region, config=config)
    assert graph.region == expected
    assert graph.exports == {
        "config": expected,
        "call": expected,
        "arn": f"arn:aws:sns:{expected}:123456789012:events",
    }


def test_project_stack_and_account_are_the_callers() -> None:
    def program() -> None:
        pulumi.export("project", pulumi.get_project())
        pulumi.export("stack", pulumi.get_stack())
        pulumi.export("account", aws.get_caller_identity().account_id)

    graph = capture(program, project="shop", stack="acme/shop/prod", account_id="999999999999")
    assert graph.exports == {"project": "shop", "stack": "prod", "account": "999999999999"}
    assert (graph.project, graph.stack, graph.account_id) == ("shop", "prod", "999999999999")
