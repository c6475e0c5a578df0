"""Calls of AWS services as a route writes them, and what the service must get of each."""

from __future__ import annotations

from typing import Any

from .service_plans import BUS, MACHINE, QUEUE, REQUEST, STREAM, TABLE, TOPIC

__all__ = ["ROWS", "Row"]

Row = tuple[str, dict[str, Any], str, str, Any]
ROWS: list[Row] = [
    (
        "SQS-SendMessage",
        {
            "queue_arn": QUEUE,
            "message_body": "$request.body.id",
            "message_group_id": "$request.header.x-tenant",
            "message_deduplication_id": "$context.requestId",
            "message_attributes": '{"tenant": '
            '{"DataType": "String", "StringValue": "$request.header.x-tenant"}}',
        },
        "sqs:path/<account>/<name>",
        QUEUE,
        {
            "Action": "SendMessage",
            "MessageBody": "o'1",
            "MessageGroupId": "t1",
            "MessageDeduplicationId": "r1",
            "MessageAttribute.1.Name": "tenant",
            "MessageAttribute.1.Value.DataType": "String",
            "MessageAttribute.1.Value.StringValue": "t1",
        },
    ),
    (
        "SQS-SendMessage",
        {
            "queue_arn": QUEUE,
            "message_body": "x",
            "delay_seconds": 5,
            "message_attributes": "$request.body.kinds",
            "message_system_attributes": "$request.body.none",
        },
        "sqs:path/<account>/<name>",
        QUEUE,
        {
            "Action": "SendMessage",
            "MessageBody": "x",
            "DelaySeconds": "5",
            "MessageAttribute.1.Name": "kind",
            "MessageAttribute.1.Value.DataType": "String",
            "MessageAttribute.1.Value.StringValue": "a&b",
        },
    ),
    (
        "SQS-ReceiveMessage",
        {
            "queue_arn": QUEUE,
            "attribute_names": "SentTimestamp, MessageGroupId",
            "message_attribute_names": "$request.header.x-tenant",
            "max_number_of_messages": 5,
            "visibility_timeout": "$request.body.n",
            "wait_time_seconds": 20,
            "receive_request_attempt_id": "$context.requestId",
        },
        "sqs:path/<account>/<name>",
        QUEUE,
        {
            "Action": "ReceiveMessage",
            "MaxNumberOfMessages": "5",
            "ReceiveRequestAttemptId": "r1",
            "VisibilityTimeout": "5",
            "WaitTimeSeconds": "20",
            "AttributeName.1": "SentTimestamp",
            "AttributeName.2": "MessageGroupId",
            "MessageAttributeName.1": "t1",
        },
    ),
    (
        "SQS-DeleteMessage",
        {"queue_arn": QUEUE, "receipt_handle": "$request.path.id"},
        "sqs:path/<account>/<name>",
        QUEUE,
        {"Action": "DeleteMessage", "ReceiptHandle": "p1"},
    ),
    (
        "SQS-PurgeQueue",
        {"queue_arn": QUEUE},
        "sqs:path/<account>/<name>",
        QUEUE,
        {"Action": "PurgeQueue"},
    ),
    (
        "SNS-Publish",
        {
            "topic_arn": TOPIC,
            "message": "$request.body.id",
            "subject": "order ${request.path.id}",
            "message_group_id": "g",
            "message_deduplication_id": "$context.requestId",
        },
        "sns:path//",
        TOPIC,
        {
            "Action": "Publish",
            "TopicArn": TOPIC,
            "Message": "o'1",
            "Subject": "order p1",
            "MessageGroupId": "g",
            "MessageDeduplicationId": "r1",
        },
    ),
    (
        "EventBridge-PutEvents",
        {
            "event_bus_arn": BUS,
            "source": "shop",
            "detail_type": "ordered",
            "time": "2026-01-02T03:04:05Z",
            "trace_header": "$request.header.x-tenant",
            "resources": "arn:b, ${request.path.id}",
        },
        "events:action/PutEvents",
        BUS,
        {
            "Entries": [
                {
                    "EventBusName": BUS,
                    "Source": "shop",
                    "DetailType": "ordered",
                    "Detail": REQUEST.body,
                    "Time": 1767323045.0,
                    "TraceHeader": "t1",
                    "Resources": ["arn:b", "p1"],
                }
            ]
        },
    ),
    (
        "EventBridge-PutEvents",
        {
            "event_bus_arn": BUS,
            "source": "shop",
            "detail_type": "ordered",
            "detail": '{"id": "${request.path.id}"}',
            "resources": "$request.body.arns",
        },
        "events:action/PutEvents",
        BUS,
        {
            "Entries": [
                {
                    "EventBusName": BUS,
                    "Source": "shop",
                    "DetailType": "ordered",
                    "Detail": '{"id": "p1"}',
                    "Resources": ["arn:a"],
                }
            ]
        },
    ),
    (
        "Kinesis-PutRecord",
        {
            "stream_arn": STREAM,
            "data": "$request.body.id",
            "partition_key": "$request.path.id",
            "explicit_hash_key": "1",
            "sequence_number_for_ordering": "2",
        },
        "kinesis:action/PutRecord",
        STREAM,
        {
            "StreamARN": STREAM,
            "PartitionKey": "p1",
            "ExplicitHashKey": "1",
            "SequenceNumberForOrdering": "2",
            "Data": "bycx",
        },
    ),
    (
        "StepFunctions-StartExecution",
        {"state_machine_arn": MACHINE, "name": "run-${context.requestId}"},
        "states:action/StartExecution",
        MACHINE,
        {"stateMachineArn": MACHINE, "name": "run-r1", "input": REQUEST.body},
    ),
    (
        "StepFunctions-StartSyncExecution",
        {"state_machine_arn": MACHINE, "input": '{"n": ${request.body.n}}', "trace_header": "t"},
        "states:action/StartSyncExecution",
        MACHINE,
        {"stateMachineArn": MACHINE, "input": '{"n": 5}', "traceHeader": "t"},
    ),
    (
        "StepFunctions-StopExecution",
        {"state_machine_arn": MACHINE, "execution_arn": "$request.body.id", "cause": "asked", "error": "E"},
        "states:action/StopExecution",
        MACHINE,
        {"executionArn": "o'1", "error": "E", "cause": "asked"},
    ),
    (
        "DynamoDB-GetItem",
        {"table_arn": TABLE, "key": {"id": "$request.path.id", "kind": "order"}},
        "dynamodb:action/GetItem",
        TABLE,
        {"TableName": TABLE, "Key": {"id": {"S": "p1"}, "kind": {"S": "order"}}},
    ),
    (
        "DynamoDB-PutItem",
        {
            "table_arn": TABLE,
            "item": {
                "id": {"S": "$context.requestId"},
                "order": "$request.body",
                "count": {"N": "$request.body.n"},
                "open": {"BOOL": True},
                "paid": {"BOOL": "$request.header.x-tenant"},
            },
        },
        "dynamodb:action/PutItem",
        TABLE,
        {
            "TableName": TABLE,
            "Item": {
                "id": {"S": "r1"},
                "order": {"S": REQUEST.body},
                "count": {"N": "5"},
                "open": {"BOOL": True},
                "paid": {"BOOL": False},
            },
        },
    ),
    (
        "DynamoDB-UpdateItem",
        {
            "table_arn": TABLE,
            "key": {"id": "$request.path.id"},
            "item": {"name": "$request.body.id", "b": "2"},
        },
        "dynamodb:action/UpdateItem",
        TABLE,
        {
            "TableName": TABLE,
            "Key": {"id": {"S": "p1"}},
            "UpdateExpression": "SET #n0 = :v0, #n1 = :v1",
            "ExpressionAttributeNames": {"#n0": "name", "#n1": "b"},
            "ExpressionAttributeValues": {":v0": {"S": "o'1"}, ":v1": {"S": "2"}},
            "ReturnValues": "ALL_NEW",
        },
    ),
    (
        "DynamoDB-DeleteItem",
        {"table_arn": TABLE, "key": {"id": "$request.path.id"}},
        "dynamodb:action/DeleteItem",
        TABLE,
        {"TableName": TABLE, "Key": {"id": {"S": "p1"}}},
    ),
    (
        "DynamoDB-Query",
        {"table_arn": TABLE, "index": "by_tenant", "key": {"tenant": "$request.header.x-tenant", "day": "1"}},
        "dynamodb:action/Query",
        f"{TABLE}/index/by_tenant",
        {
            "TableName": TABLE,
            "IndexName": "by_tenant",
            "KeyConditionExpression": "#n0 = :v0 AND #n1 = :v1",
            "ExpressionAttributeNames": {"#n0": "tenant", "#n1": "day"},
            "ExpressionAttributeValues": {":v0": {"S": "t1"}, ":v1": {"S": "1"}},
        },
    ),
    ("DynamoDB-Scan", {"table_arn": TABLE}, "dynamodb:action/Scan", TABLE, {"TableName": TABLE}),
]
