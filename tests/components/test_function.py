"""A function that the service builds: everything that is made for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.testing import assert_resource_counts

from .conftest import (
    ALIAS,
    ATTACHMENT,
    BUILT,
    FUNCTION,
    LOG_GROUP,
    POLICY,
    ROLE,
    config,
    deployed,
    policy,
    refused,
)

LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:shared:3"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b"
LOG_ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders-dev-api"
WRITE_LOG = {
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": [f"{LOG_ARN}:*"],
}


def built(**settings: Any) -> ResourceGraph:
    return deployed(config(functions={"api": {**BUILT, **settings}}))


def function(graph: ResourceGraph) -> Resource:
    return graph.find(FUNCTION, "orders-api")


def test_a_function_and_what_is_made_for_it() -> None:
    graph = built()
    component = graph.find("apigw:index:Function", "orders-api")
    assert {(each.type, each.name) for each in graph.children(component.urn)} == {
        (LOG_GROUP, "orders-api.logs"),
        (ROLE, "orders-api.role"),
        (POLICY, "orders-api.policy"),
        (FUNCTION, "orders-api"),
        (ALIAS, "orders-api.dev"),
    }


def test_every_input_of_a_plain_function() -> None:
    graph = built()
    inputs = dict(function(graph).inputs)
    code = inputs.pop("code")
    assert isinstance(code, pulumi.FileArchive)
    assert Path(code.path).resolve() == Path("src").resolve()
    assert inputs == {
        "name": "orders-dev-api",
        "runtime": "python3.13",
        "handler": "orders.api.handler",
        "role": graph.find(ROLE, "orders-api.role").outputs["arn"],
        "memorySize": 256,
        "timeout": 10,
        "ephemeralStorage": {"size": 512},
        "architectures": ["arm64"],
        "tracingConfig": {"mode": "PassThrough"},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/orders-dev-api"},
        "publish": True,
        "tags": {},
    }


def test_settings() -> None:
    inputs = function(
        built(
            description="Answers orders",
            memory_mb=1024,
            timeout_seconds=30,
            ephemeral_storage_mb=1024,
            architecture="x86_64",
            environment={"TABLE": "orders", "DEBUG": True, "LIMIT": 3},
            layers=[LAYER],
            tracing="active",
            reserved_concurrency=0,
            logs={"format": "text"},
            tags={"team": "shop"},
        )
    ).inputs
    assert inputs["description"] == "Answers orders"
    assert (inputs["memorySize"], inputs["timeout"], inputs["ephemeralStorage"]) == (1024, 30, {"size": 1024})
    assert inputs["architectures"] == ["x86_64"]
    assert inputs["environment"] == {"variables": {"TABLE": "orders", "DEBUG": "true", "LIMIT": "3"}}
    assert inputs["layers"] == [LAYER]
    assert inputs["tracingConfig"] == {"mode": "Active"}
    assert inputs["reservedConcurrentExecutions"] == 0
    assert inputs["loggingConfig"]["logFormat"] == "Text"
    assert inputs["tags"] == {"team": "shop"}


def test_the_log_group() -> None:
    graph = built(logs={"retention_days": 7, "kms_key_arn": KEY}, tags={"team": "shop"})
    assert graph.find(LOG_GROUP, "orders-api.logs").inputs == {
        "name": "/aws/lambda/orders-dev-api",
        "retentionInDays": 7,
        "kmsKeyId": KEY,
        "tags": {"team": "shop"},
    }


def test_the_role_is_for_lambda_alone() -> None:
    inputs = dict(built(tags={"team": "shop"}).find(ROLE, "orders-api.role").inputs)
    assert json.loads(inputs.pop("assumeRolePolicy")) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    assert inputs == {"namePrefix": "orders-dev-api-", "tags": {"team": "shop"}}


def test_the_role_may_write_the_functions_own_log_and_nothing_else() -> None:
    graph = built()
    assert policy(graph, "orders-api.policy") == [WRITE_LOG]
    inputs = graph.find(POLICY, "orders-api.policy").inputs
    assert (inputs["name"], inputs["role"]) == ("access", graph.find(ROLE, "orders-api.role").outputs["name"])
    assert graph.of_type(ATTACHMENT) == ()


def test_tracing_needs_leave_to_write_traces() -> None:
    traces = {
        "Effect": "Allow",
        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        "Resource": ["*"],
    }
    assert policy(built(tracing="active"), "orders-api.policy") == [WRITE_LOG, traces]


def test_the_users_own_statements() -> None:
    def program_refs() -> dict[str, Any]:
        return {"table_arn": aws.dynamodb.Table("table", name="orders").arn, "tag": "shop"}

    statements = [
        {"actions": ["dynamodb:GetItem"], "resources": ["${ref.table_arn}", "${ref.table_arn}/index/*"]},
        {
            "actions": ["s3:*"],
            "resources": ["*"],
            "effect": "deny",
            "conditions": {"StringNotEquals": {"aws:PrincipalTag/team": ["${ref.tag}"]}},
        },
    ]
    graph = deployed(config(functions={"api": {**BUILT, "policy_statements": statements}}), refs=program_refs)
    table = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    assert policy(graph, "orders-api.policy") == [
        WRITE_LOG,
        {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": [table, f"{table}/index/*"]},
        {
            "Effect": "Deny",
            "Action": ["s3:*"],
            "Resource": ["*"],
            "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": ["shop"]}},
        },
    ]


def test_managed_policies_are_attached_under_names_of_their_own() -> None:
    arns = [
        "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess",
        "arn:aws:iam::123456789012:policy/AmazonSQSReadOnlyAccess",
        "arn:aws:iam::123456789012:policy/team/AmazonSQSReadOnlyAccess",
        "${ref.policy_arn}",
    ]
    own = "arn:aws:iam::123456789012:policy/own"
    graph = deployed(
        config(functions={"api": {**BUILT, "managed_policy_arns": arns}}), refs=lambda: {"policy_arn": own}
    )
    role = graph.find(ROLE, "orders-api.role").outputs["name"]
    assert {each.name: each.inputs for each in graph.of_type(ATTACHMENT)} == {
        "orders-api.aws:policy/AmazonSQSReadOnlyAccess": {"role": role, "policyArn": arns[0]},
        "orders-api.123456789012:policy/AmazonSQSReadOnlyAccess": {"role": role, "policyArn": arns[1]},
        "orders-api.123456789012:policy/team/AmazonSQSReadOnlyAccess": {"role": role, "policyArn": arns[2]},
        "orders-api.${ref.policy_arn}": {"role": role, "policyArn": own},
    }


def test_a_vpc_and_what_lambda_needs_to_be_in_it() -> None:
    def program_refs() -> dict[str, Any]:
        return {"subnet_ids": [aws.ec2.Subnet("subnet", vpc_id="vpc-1").id, "subnet-2"]}

    vpc = {"subnet_ids": "${ref.subnet_ids}", "security_group_ids": ["sg-1"]}
    graph = deployed(config(functions={"api": {**BUILT, "vpc": vpc}}), refs=program_refs)
    subnet = graph.find("aws:ec2/subnet:Subnet", "subnet").id
    assert function(graph).inputs["vpcConfig"] == {
        "subnetIds": [subnet, "subnet-2"],
        "securityGroupIds": ["sg-1"],
    }
    interfaces = [
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ]
    assert policy(graph, "orders-api.policy") == [
        WRITE_LOG,
        {"Effect": "Allow", "Action": interfaces, "Resource": ["*"]},
    ]


def test_the_function_waits_for_what_its_role_may_do() -> None:
    graph = built(managed_policy_arns=["arn:aws:iam::aws:policy/A"])
    needed = {graph.find(POLICY, "orders-api.policy").urn, graph.of_type(ATTACHMENT)[0].urn}
    assert needed <= set(function(graph).dependencies)


def test_the_alias_points_to_the_published_version() -> None:
    graph = built()
    alias = graph.find(ALIAS, "orders-api.dev")
    assert alias.inputs == {
        "name": "dev",
        "functionName": "orders-dev-api",
        "functionVersion": function(graph).outputs["version"],
    }
    assert alias.property_dependencies["functionVersion"] == (function(graph).urn,)


def test_a_stack_has_the_function_and_alias_of_its_stage() -> None:
    graph = deployed(config(), stack="prod")
    assert function(graph).inputs["name"] == "orders-prod-api"
    assert [each.inputs["name"] for each in graph.of_type(ALIAS)] == ["prod"]


def test_functions_have_nothing_in_common() -> None:
    graph = deployed(config(functions={"api": BUILT, "other": BUILT}))
    assert_resource_counts(graph, {FUNCTION: 2, ROLE: 2, POLICY: 2, LOG_GROUP: 3, ALIAS: 2}, exact=False)


def test_long_names_leave_room_for_what_the_provider_adds_to_a_roles() -> None:
    name = "f" * 40
    graph = deployed(config(functions={"api": BUILT, name: BUILT}))
    (prefix,) = {
        each.inputs["namePrefix"] for each in graph.of_type(ROLE) if each.name == f"orders-{name}.role"
    }
    assert prefix == f"orders-dev-{name}"[:38]


def test_a_zip_that_cannot_be_built_stops_before_the_first_resource() -> None:
    functions = {"api": BUILT, "broken": {**BUILT, "source": "missing"}}
    message = refused(lambda: Service("orders", ServiceArgs(config=config(functions=functions))))
    assert message == "missing: there is no such source folder. Create it, or correct the path."
