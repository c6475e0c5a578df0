from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pulumi_apigw import AccessLogRole, AccessLogRoleArgs
from pulumi_apigw.errors import ApigwError
from pulumi_apigw.graph import capture
from pulumi_apigw.graph.aws_shapes import SHAPES

from ..conftest import ATTACHMENT, OPEN, ROLE, config, deployed
from .conftest import ACCOUNT, SETTINGS, rest, stage

PARTS = (ROLE, ATTACHMENT, ACCOUNT)


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


def test_P10_what_the_account_has_already_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def account_with(role_name: str) -> None:
        arn = f"arn:aws:iam::123456789012:role/{role_name}"
        monkeypatch.setitem(SHAPES, ACCOUNT, replace(SHAPES[ACCOUNT], outputs={"cloudwatchRoleArn": arn}))

    account_with("of-another-program")
    with pytest.raises(
        ApigwError, match=r"role/of-another-program in us-east-1 already\. Say 'access_log_ro"
    ):
        capture(lambda: AccessLogRole("logs"))
    account_with("apigateway-logs-us-east-1")
    assert capture(lambda: AccessLogRole("logs")).find(ROLE, "logs")


def test_a_name_and_tags_of_its_own() -> None:
    args = AccessLogRoleArgs(role_name="writes-logs", tags={"team": "${ref.team}"}, refs={"team": "shop"})
    role = capture(lambda: AccessLogRole("logs", args), region="cn-north-1").find(ROLE, "logs")
    assert role.inputs["name"] == "writes-logs"
    assert role.inputs["tags"] == {"team": "shop"}


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
