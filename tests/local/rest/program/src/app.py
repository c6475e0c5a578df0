"""The handlers of the program beside this folder."""

from __future__ import annotations

import base64
import json
from typing import Any


def echo(event: Any, context: Any) -> Any:
    body = json.dumps({"event": event, "arn": context.invoked_function_arn})
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}, "body": body}


def picture(event: Any, context: Any) -> Any:
    return {
        "statusCode": 200,
        "isBase64Encoded": True,
        "body": base64.b64encode(bytes(range(256))).decode(),
        "headers": {"Content-Type": "image/png"},
        "multiValueHeaders": {"Set-Cookie": ["a=1; Path=/", "b=2"]},
    }


def fail(event: Any, context: Any) -> Any:
    raise ValueError("no stock")


def judge(event: Any, context: Any) -> Any:
    token = event["authorizationToken"]
    if token == "stranger":
        raise Exception("Unauthorized")
    if token == "broken":
        return {"isAuthorized": True}
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Deny" if token == "barred" else "Allow",
        "Resource": event["methodArn"],
    }
    return {
        "principalId": "ann",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"tier": "gold", "level": 3, "new": True},
    }
