from __future__ import annotations

import pytest

from pulumi_apigw.aws.service_uris import executions_arn, iam_resources, service_uri

ACCOUNT = "eu-central-1:123456789012"
QUEUE = f"arn:aws:sqs:{ACCOUNT}:orders.fifo"
MACHINE = f"arn:aws:states:{ACCOUNT}:stateMachine:orders"


@pytest.mark.parametrize(
    ("service", "target", "arn", "uri"),
    [
        ("sqs", "path/<account>/<name>", QUEUE, "eu-central-1:sqs:path/123456789012/orders.fifo"),
        ("states", "action/StartExecution", MACHINE, "eu-central-1:states:action/StartExecution"),
        ("sns", "path//", f"arn:aws:sns:{ACCOUNT}:orders", "eu-central-1:sns:path//"),
        # An index is in its table's region.
        (
            "dynamodb",
            "action/Query",
            f"arn:aws:dynamodb:{ACCOUNT}:table/orders/index/day",
            "eu-central-1:dynamodb:action/Query",
        ),
        # A bucket's ARN has neither region nor account; variables of the path are none of ours.
        ("s3", "path/<name>/a/{name}", "arn:aws:s3:::shop/a/*", "eu-west-1:s3:path/shop/a/{name}"),
        # What the program lists itself may be no whole ARN.
        ("sqs", "action/ListQueues", "arn:aws:sqs:*:*:*", "eu-west-1:sqs:action/ListQueues"),
        ("sqs", "action/ListQueues", None, "eu-west-1:sqs:action/ListQueues"),
    ],
)
def test_a_uri(service: str, target: str, arn: str | None, uri: str) -> None:
    found = service_uri(service, target, arn=arn, partition="aws", region="eu-west-1")
    assert found == f"arn:aws:apigateway:{uri}"


def test_a_region_of_its_own_comes_first() -> None:
    found = service_uri(
        "sqs", "action/X", arn=QUEUE, partition="aws", region="eu-west-1", own_region="us-east-1"
    )
    assert found == "arn:aws:apigateway:us-east-1:sqs:action/X"


def test_the_partition_is_the_apis() -> None:
    arn = "arn:aws-cn:sqs:cn-north-1:123456789012:orders"
    found = service_uri("sqs", "path/<account>/<name>", arn=arn, partition="aws-cn", region="cn-north-1")
    assert found == "arn:aws-cn:apigateway:cn-north-1:sqs:path/123456789012/orders"


def test_a_target_that_needs_an_arn() -> None:
    with pytest.raises(ValueError, match="'orders' is not an ARN"):
        service_uri("sqs", "path/<account>/<name>", arn="orders", partition="aws", region="eu-west-1")


def test_what_a_role_is_allowed_on() -> None:
    assert iam_resources(["states:StartExecution"], [MACHINE]) == [MACHINE]
    assert iam_resources(["states:StopExecution"], ["*"]) == ["*"]
    assert iam_resources(["states:StopExecution"], [MACHINE]) == [
        f"arn:aws:states:{ACCOUNT}:execution:orders:*"
    ]


def test_an_execution_is_one_already() -> None:
    # So that the `aws` integration can allow stopping as its user writes it.
    arn = f"arn:aws:states:{ACCOUNT}:execution:orders:*"
    assert executions_arn(arn) == arn
    with pytest.raises(ValueError, match="'orders' is not an ARN"):
        executions_arn("orders")
