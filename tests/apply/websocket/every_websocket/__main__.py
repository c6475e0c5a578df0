"""A service that uses every integration, answer and authorizer of WebSocket APIs, beside an HTTP API."""

from pathlib import Path

import pulumi_aws as aws

import pulumi_apigw

# Nothing stands behind it: the provider waits up to minutes for a queue that an emulator has at once.
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:orders"

topic = aws.sns.Topic("topic")

service = pulumi_apigw.Service.from_file(
    Path(__file__).parent / "api.yaml",
    refs={"queue_arn": QUEUE_ARN, "topic_arn": topic.arn, "shop_key": "a-value-of-20-letters"},
)
service.export()
