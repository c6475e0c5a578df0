"""Policy documents, rendered as the AWS provider renders them."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture
from pulumi_apigw.graph.iam_policy import render_policy_document

READ = {"sid": "Read", "actions": ["s3:GetObject"], "resources": ["*"]}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            {"actions": ["sqs:SendMessage"], "resources": ["a"]},
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "a"},
        ),
        (
            {"effect": "Deny", "actions": ["a:A", "a:B", "a:A"], "resources": ["x", "y"]},
            {"Effect": "Deny", "Action": ["a:B", "a:A"], "Resource": ["y", "x"]},
        ),
        (
            {"notActions": ["a:A"], "notResources": ["x"]},
            {"Effect": "Allow", "NotAction": "a:A", "NotResource": "x"},
        ),
        (
            {"principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}]},
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}},
        ),
        ({"principals": [{"type": "*", "identifiers": ["*"]}]}, {"Effect": "Allow", "Principal": "*"}),
        (
            {"notPrincipals": [{"type": "AWS", "identifiers": ["1", "2"]}]},
            {"Effect": "Allow", "NotPrincipal": {"AWS": ["2", "1"]}},
        ),
        (
            {
                "sid": "Mine",
                "conditions": [
                    {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]},
                    {"test": "StringEquals", "variable": "aws:PrincipalTag/team", "values": ["a", "b"]},
                ],
            },
            {
                "Sid": "Mine",
                "Effect": "Allow",
                "Condition": {
                    "StringEquals": {"aws:SourceAccount": "1", "aws:PrincipalTag/team": ["a", "b"]}
                },
            },
        ),
    ],
)
def test_a_statement(statement: dict[str, Any], expected: dict[str, Any]) -> None:
    assert render_policy_document({"statements": [statement]})["Statement"] == [expected]


def test_a_later_statement_with_the_same_sid_replaces_an_earlier_one() -> None:
    base = json.dumps({"Statement": {"Sid": "Read", "Effect": "Allow", "Action": "s3:*"}})
    last = json.dumps({"Statement": [{"Sid": "Read", "Effect": "Deny"}, {"Effect": "Allow"}]})
    plain = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    assert render_policy_document({"sourcePolicyDocuments": [base], "statements": [READ]})["Statement"] == [
        plain
    ]
    assert render_policy_document({"statements": [READ], "overridePolicyDocuments": [last]})["Statement"] == [
        {"Sid": "Read", "Effect": "Deny"},
        {"Effect": "Allow"},
    ]


def test_a_document_has_its_version_and_id() -> None:
    assert render_policy_document({"version": "2008-10-17", "policyId": "p"}) == {
        "Version": "2008-10-17",
        "Id": "p",
        "Statement": [],
    }


def test_a_program_gets_the_rendered_text() -> None:
    def program() -> None:
        queue = aws.sqs.Queue("orders")
        document = aws.iam.get_policy_document_output(
            statements=[{"actions": ["sqs:SendMessage"], "resources": [queue.arn]}]
        )
        pulumi.export("json", document.json)
        pulumi.export("minified", document.minified_json)

    graph = capture(program)
    arn = graph.find("aws:sqs/queue:Queue", "orders").outputs["arn"]
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
    expected = {"Version": "2012-10-17", "Statement": [statement]}
    assert graph.exports["json"] == json.dumps(expected, indent=2)
    assert graph.exports["minified"] == json.dumps(expected, separators=(",", ":"))
