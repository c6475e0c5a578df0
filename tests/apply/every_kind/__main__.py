"""A service that uses every integration and authorizer of HTTP APIs, and what they call."""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi
import pulumi_aws as aws

import pulumi_apigw

HERE = Path(__file__).parent
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
ALLOW = {"Effect": "Allow", "Action": "sqs:GetQueueUrl", "Resource": "*"}
# Nothing stands behind these: moto cannot validate a state machine's definition, and the provider waits up to
# minutes for queues, streams and load balancers that an emulator has at once.
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:orders"
STREAM_ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"
LISTENER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/{}/inside/1a2b3c4d/5e6f7a8b"


def document(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


pool = aws.cognito.UserPool("pool")
client = aws.cognito.UserPoolClient("client", user_pool_id=pool.id)
bus = aws.cloudwatch.EventBus("bus")
role = aws.iam.Role("role", assume_role_policy=document(TRUST))
policy = aws.iam.Policy("policy", policy=document(ALLOW))
namespace = aws.servicediscovery.HttpNamespace("namespace", name="inside")
discovered = aws.servicediscovery.Service("discovered", name="items", namespace_id=namespace.id)
legacy = aws.lambda_.Function(
    "legacy",
    role=role.arn,
    runtime="python3.13",
    handler="handlers.api",
    code=pulumi.FileArchive(str(HERE / "src")),
    publish=True,
)
live = aws.lambda_.Alias("live", name="live", function_name=legacy.name, function_version=legacy.version)

service = pulumi_apigw.Service.from_file(
    HERE / "api.yaml",
    functions={"legacy": live},
    refs={
        "issuer": pool.endpoint.apply(lambda endpoint: f"https://{endpoint}"),
        "pool_id": pool.id,
        "client_id": client.id,
        "queue_arn": QUEUE_ARN,
        "policy_arn": policy.arn,
        "bus_arn": bus.arn,
        "machine_arn": MACHINE_ARN,
        "stream_arn": STREAM_ARN,
        "alb_listener_arn": LISTENER.format("app"),
        "nlb_listener_arn": LISTENER.format("net"),
        "cloud_map_arn": discovered.arn,
    },
)
service.export()
