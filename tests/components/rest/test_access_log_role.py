from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw import AccessLogRole, AccessLogRoleArgs, Service, ServiceArgs
from pulumi_apigw.errors import ApigwError
from pulumi_apigw.graph import capture
from pulumi_apigw.graph.aws_shapes import SHAPES

from ..conftest import ATTACHMENT, OPEN, ROLE, config, deployed, refused
from .conftest import ACCOUNT, SETTINGS, rest, stage

PARTS = (ROLE, ATTACHMENT, ACCOUNT)
NAME = "apigateway-logs-us-east-1"
TAG = "pulumi-apigw:stack"
CREATE = {**rest(), "access_log_role": "create"}
OWN = {TAG: "organization/orders/dev"}


class Host(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("test:index:Host", name, {}, opts)


def on_aws(tags: dict[str, str] | None) -> dict[str, Any]:
    """Answers of AWS where the account has the role, with these tags."""

    def named(args: dict[str, Any]) -> dict[str, Any]:
        return {"names": [NAME] if re.fullmatch(args["nameRegex"], NAME) else []}

    return {"aws:iam/getRoles:getRoles": named, "aws:iam/getRole:getRole": {"tags": tags}}


def test_P10_the_role_is_made_tried_and_kept() -> None:
    graph = capture(lambda: AccessLogRole("logs"), region="eu-west-1")
    role, attachment, account = (graph.find(type_, "logs") for type_ in PARTS)
    assert role.inputs["name"] == "apigateway-logs-eu-west-1"
    (trust,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert attachment.inputs == {
        "role": role.outputs["name"],
        "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    }
    assert account.inputs == {"cloudwatchRoleArn": role.outputs["arn"]}
    # AWS refuses a role that cannot write yet.
    assert {role.urn, attachment.urn} <= set(account.dependencies)
    assert all(each.retain_on_delete for each in (role, attachment, account))
    assert role.import_id is None


def test_a_preview_before_the_provider_is_known() -> None:
    # Pulumi asks a provider nothing then, and answers for it with nothing.
    nothing = {
        "aws:index/getPartition:getPartition": {"partition": None},
        "aws:index/getRegion:getRegion": {"region": None},
    }
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke"}
    policy = {"Version": "2012-10-17", "Statement": [{**allowed, "Resource": "execute-api:/dev/*"}]}
    queue = {"type": "SQS-SendMessage", "queue_arn": "arn:aws:sqs:us-east-1:123456789012:orders"}
    written = {**rest({"POST /": {"integration": queue}}, policy=policy), "access_log_role": "create"}
    graph = deployed({**written, "observability": {}}, calls=nothing)
    assert {*PARTS} <= {each.type for each in graph.resources}


def test_P10_the_role_says_whose_it_is() -> None:
    graph = capture(lambda: AccessLogRole("logs"), project="orders", stack="prod")
    assert graph.find(ROLE, "logs").inputs["tags"] == {TAG: "organization/orders/prod"}


def test_P10_what_a_destroyed_stack_left_is_imported_when_it_is_made_again() -> None:
    graph = capture(lambda: AccessLogRole("logs"), project="orders", calls=on_aws(OWN))
    role = graph.find(ROLE, "logs")
    assert role.import_id == role.inputs["name"] == NAME
    # These Pulumi makes anew, which changes nothing: AWS has both as they are.
    assert graph.find(ATTACHMENT, "logs").import_id is graph.find(ACCOUNT, "logs").import_id is None


@pytest.mark.parametrize("calls", [{}, on_aws(OWN)])
def test_P10_tags_that_changed_meanwhile_do_not_keep_the_role_from_being_imported(calls: Any) -> None:
    graph = capture(
        lambda: AccessLogRole("logs", AccessLogRoleArgs(tags={"team": "shop"})), project="orders", calls=calls
    )
    assert graph.find(ROLE, "logs").ignore_changes == ("tags", "tagsAll")


@pytest.mark.parametrize(
    ("tags", "maker"),
    [
        ({TAG: "organization/shop/dev"}, "stack organization/shop/dev made it"),
        ({TAG: "organization/orders/prod"}, "stack organization/orders/prod made it"),
        ({"team": "shop"}, "it is not of an AccessLogRole"),
        (None, "it is not of an AccessLogRole"),
    ],
)
def test_P10_a_second_stack_is_told_to_adopt_before_anything_is_registered(
    tags: dict[str, str] | None, maker: str
) -> None:
    fact = f"access_log_role: the account has the role '{NAME}' already, and {maker}."
    calls = on_aws(tags)
    made = refused(lambda: Service("orders", ServiceArgs(config=CREATE)), calls=calls)
    assert made == f"{fact} Say 'access_log_role: adopt'."
    alone = refused(lambda: AccessLogRole("logs"), calls=calls)
    assert alone == f"AccessLogRole 'logs' {fact} Remove this component: the account needs no other."
    assert capture(lambda: AccessLogRole("logs", AccessLogRoleArgs(role_name="own")), calls=calls)
    assert deployed(rest(), calls=calls).of_type(ROLE)


@pytest.mark.parametrize("option", ["provider", "list", "mapping", "parent"])
def test_P10_aws_is_asked_as_the_components_children_are_made(option: str) -> None:
    def program() -> None:
        provider = aws.Provider("eu", region="eu-central-1")
        parent = Host("host", opts=pulumi.ResourceOptions(providers=[provider]))
        opts = {
            "provider": pulumi.ResourceOptions(provider=provider),
            "list": pulumi.ResourceOptions(providers=[provider]),
            "mapping": pulumi.ResourceOptions(providers={"aws": provider}),
            "parent": pulumi.ResourceOptions(parent=parent),
        }
        AccessLogRole("logs", opts=opts[option])

    assert capture(program).find(ROLE, "logs").inputs["name"] == "apigateway-logs-eu-central-1"


def test_P10_what_the_account_has_already_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def account_with(role_name: str) -> None:
        arn = f"arn:aws:iam::123456789012:role/{role_name}"
        monkeypatch.setitem(SHAPES, ACCOUNT, replace(SHAPES[ACCOUNT], outputs={"cloudwatchRoleArn": arn}))

    account_with("of-another-program")
    with pytest.raises(
        ApigwError, match=r"by arn:\S+role/of-another-program already\. Say 'access_log_role: adopt'"
    ):
        capture(lambda: AccessLogRole("logs"))
    account_with("apigateway-logs-us-east-1")
    assert capture(lambda: AccessLogRole("logs")).find(ROLE, "logs")


def test_a_name_and_tags_of_its_own() -> None:
    args = AccessLogRoleArgs(role_name="writes-logs", tags={"team": "${ref.team}"}, refs={"team": "shop"})
    role = capture(lambda: AccessLogRole("logs", args), region="cn-north-1").find(ROLE, "logs")
    assert role.inputs["name"] == "writes-logs"
    assert role.inputs["tags"] == {"team": "shop", TAG: "organization/project/dev"}


def test_the_policy_is_the_partitions_own() -> None:
    graph = capture(lambda: AccessLogRole("logs"), region="cn-north-1")
    assert graph.find(ATTACHMENT, "logs").inputs["policyArn"].startswith("arn:aws-cn:iam::aws:policy/")


def test_P10_a_service_that_makes_the_role_makes_it_before_its_stages() -> None:
    graph = deployed({**rest(), "access_log_role": "create"})
    account = graph.find(ACCOUNT, "orders-access-log-role")
    assert account.urn in stage(graph).dependencies


def test_P10_a_service_that_relies_on_the_role_leaves_the_account_alone() -> None:
    graph = deployed(rest())
    assert not graph.of_type(ACCOUNT)
    assert "accessLogSettings" in stage(graph).inputs


def test_P10_without_the_role_a_stage_writes_no_log() -> None:
    graph = deployed({**rest(execution_log={"level": "OFF"}), "access_log_role": "none"})
    assert not graph.of_type(ACCOUNT)
    assert "accessLogSettings" not in stage(graph).inputs
    assert graph.find(SETTINGS, "orders-public.dev.*/*").inputs["settings"]["loggingLevel"] == "OFF"


@pytest.mark.parametrize("word", ["create", "adopt"])
def test_a_service_of_http_apis_alone_makes_no_role(word: str) -> None:
    graph = deployed(config(access_log_role=word, apis={"web": {"routes": {"GET /": OPEN}}}))
    assert not graph.of_type(ACCOUNT)
