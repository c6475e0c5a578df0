"""The handlers of the program beside this folder."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

ECHOED = ("requestContext", "headers", "queryStringParameters", "stageVariables", "body", "isBase64Encoded")


def connect(event: Any, context: Any) -> Any:
    query = event.get("queryStringParameters") or {}
    if query.get("fail"):
        raise ValueError("no seats")
    asked = event["headers"].get("Sec-WebSocket-Protocol", "")
    headers = {"Sec-WebSocket-Protocol": asked.split(", ")[-1]} if asked else {}
    return {"statusCode": int(query.get("status", 200)), "headers": headers, "body": "seated"}


def echo(event: Any, context: Any) -> Any:
    said = {"event": event, "arn": context.invoked_function_arn, "url": os.environ["CONNECTIONS_URL"]}
    return {"statusCode": 200, "body": json.dumps(said)}


def push(event: Any, context: Any) -> Any:
    """Says something to the connections that a message names; answers with what came of each."""
    client = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_URL"])
    said = json.loads(event["body"])
    results = {}
    for connection in said["to"]:
        try:
            client.post_to_connection(ConnectionId=connection, Data=said["text"].encode())
            results[connection] = "sent"
        except ClientError as error:
            results[connection] = error.response["Error"]["Code"]
    return {"statusCode": 200, "body": json.dumps(results)}


def part(event: Any, context: Any) -> Any:
    """Tells the function's log who has left, and why."""
    ended = event["requestContext"]
    print(
        "left", ended["disconnectStatusCode"], ended["disconnectReason"], event["headers"]["x-restapi"] == ""
    )
    return {"statusCode": 200}


def fail(event: Any, context: Any) -> Any:
    raise ValueError("no stock")


def plain(event: Any, context: Any) -> Any:
    if event.get("fail"):
        raise ValueError("out of tea")
    return {"got": event}


def judge(event: Any, context: Any) -> Any:
    token = event["queryStringParameters"]["token"]
    if token == "broken":
        raise ValueError("no keys")
    if token == "stranger":
        raise Exception("Unauthorized")
    effect = "Allow" if token in ("open", "large") else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    return {
        "principalId": "ada",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {
            "tier": "gold",
            "age": 36,
            "admin": True,
            **({"all": "x" * 8192} if token == "large" else {}),
        },
    }
