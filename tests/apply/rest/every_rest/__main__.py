"""A service that uses every integration and authorizer of REST APIs, and what they call."""

from pathlib import Path

import pulumi_aws as aws

import pulumi_apigw

# Nothing stands behind these: moto cannot validate a state machine's definition, and the provider waits up to
# minutes for queues and streams that an emulator has at once.
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:orders"
STREAM_ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
MACHINE_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"

pool = aws.cognito.UserPool("pool")
bus = aws.cloudwatch.EventBus("bus")
topic = aws.sns.Topic("topic")
bucket = aws.s3.Bucket("bucket")
web_acl = aws.wafv2.WebAcl(
    "web-acl",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={
        "cloudwatch_metrics_enabled": False,
        "metric_name": "shop",
        "sampled_requests_enabled": False,
    },
)
table = aws.dynamodb.Table(
    "table", billing_mode="PAY_PER_REQUEST", hash_key="id", attributes=[{"name": "id", "type": "S"}]
)

service = pulumi_apigw.Service.from_file(
    Path(__file__).parent / "api.yaml",
    refs={
        "pool_arn": pool.arn,
        "shop_key": "a-value-of-20-letters",
        "web_acl_arn": web_acl.arn,
        "queue_arn": QUEUE_ARN,
        "topic_arn": topic.arn,
        "bus_arn": bus.arn,
        "machine_arn": MACHINE_ARN,
        "stream_arn": STREAM_ARN,
        "table_arn": table.arn,
        "bucket_arn": bucket.arn,
    },
)
service.export()
