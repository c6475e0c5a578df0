from __future__ import annotations

import re
from typing import Any

import pytest

from pulumi_apigw.aws import arns
from pulumi_apigw.aws.arns import Arn

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders-api"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (FUNCTION, Arn("aws", "lambda", "eu-west-1", "123456789012", "function:orders-api")),
        ("arn:aws:s3:::bucket/key:x", Arn("aws", "s3", "", "", "bucket/key:x")),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", Arn("aws", "iam", "", "aws", "policy/ReadOnlyAccess")),
        (
            "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q",
            Arn("aws-us-gov", "sqs", "us-gov-west-1", "123456789012", "q"),
        ),
    ],
)
def test_the_parts_of_an_arn(text: str, parts: Arn) -> None:
    assert arns.parse_arn(text) == parts
    assert str(parts) == text


@pytest.mark.parametrize(
    "text", ["orders", "arn:aws:sqs", "arn:aws:sqs:eu-west-1:12:orders", "arn:aws:sqs:x:123456789012:"]
)
def test_what_is_not_an_arn(text: str) -> None:
    message = f"{text!r} is not an ARN. An example: 'arn:aws:sqs:eu-west-1:123456789012:orders'."

    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        arns.parse_arn(text)


def test_partitions_are_those_of_the_sdk(partitions: list[dict[str, Any]]) -> None:
    for partition in partitions:
        regions = [name for name in partition["regions"] if re.fullmatch(partition["regionRegex"], name)]

        assert regions
        assert {arns.partition_of_region(region) for region in regions} == {partition["id"]}
        assert arns.dns_suffix(partition["id"]) == partition["outputs"]["dnsSuffix"]


def test_an_unknown_partition_has_no_domain() -> None:
    with pytest.raises(
        ValueError, match=r"^partition 'aws-mars' has no known domain\. Use a resource of one of aws,"
    ):
        arns.dns_suffix("aws-mars")


@pytest.mark.parametrize(
    ("arn", "url"),
    [
        (
            "arn:aws:sqs:eu-west-1:123456789012:orders",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        ),
        (
            "arn:aws-cn:sqs:cn-north-1:123456789012:orders.fifo",
            "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo",
        ),
        (
            "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:orders",
            "https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders",
        ),
    ],
)
def test_the_url_of_a_queue(arn: str, url: str) -> None:
    assert arns.queue_url(arn) == url


def test_only_a_queue_has_a_queue_url() -> None:
    with pytest.raises(ValueError, match=r"is an ARN of 'lambda', not of SQS\. Give the ARN of the queue\.$"):
        arns.queue_url(FUNCTION)


def test_the_invoke_uri_of_a_function_and_of_its_alias() -> None:
    prefix = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"

    assert arns.invoke_uri(FUNCTION) == f"{prefix}/{FUNCTION}/invocations"
    assert arns.invoke_uri(f"{FUNCTION}:prod") == f"{prefix}/{FUNCTION}:prod/invocations"
    assert arns.invoke_uri(FUNCTION, "${stageVariables.backend}") == (
        f"{prefix}/{FUNCTION}:${{stageVariables.backend}}/invocations"
    )


def test_the_invoke_uri_of_a_function_whose_answer_is_streamed() -> None:
    assert arns.invoke_uri(FUNCTION, "prod", stream=True) == (
        "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/"
        f"{FUNCTION}:prod/response-streaming-invocations"
    )


def test_the_invoke_uri_stays_in_the_functions_partition_and_region() -> None:
    function = "arn:aws-cn:lambda:cn-northwest-1:123456789012:function:f"

    assert arns.invoke_uri(function, "prod") == (
        "arn:aws-cn:apigateway:cn-northwest-1:lambda:path/2015-03-31/functions/"
        "arn:aws-cn:lambda:cn-northwest-1:123456789012:function:f:prod/invocations"
    )


@pytest.mark.parametrize(
    ("arn", "qualifier", "message"),
    [
        ("arn:aws:sqs:eu-west-1:123456789012:orders", None, "is not the ARN of a Lambda function"),
        ("orders", None, "'orders' is not the ARN of a Lambda function. Give the function's ARN, neither"),
        (arns.invoke_uri(FUNCTION), None, "/invocations' is not the ARN of a Lambda function"),
        ("arn:aws:lambda:eu-west-1:123456789012:layer:x:1", None, "is not the ARN of a Lambda function"),
        (f"{FUNCTION}:dev", "prod", "has a qualifier already. Give the ARN without it"),
    ],
)
def test_what_has_no_invoke_uri(arn: str, qualifier: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        arns.invoke_uri(arn, qualifier)


@pytest.mark.parametrize(
    ("pool", "issuer"),
    [
        (
            "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
        ),
        (
            "arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_X",
            "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_X",
        ),
        ("arn:aws-new:cognito-idp:new-1:123456789012:userpool/new-1_X", None),
        ("${ref.pool_arn}", None),
    ],
)
def test_the_issuer_of_a_user_pools_tokens(pool: str, issuer: str | None) -> None:
    assert arns.pool_issuer(pool) == issuer
