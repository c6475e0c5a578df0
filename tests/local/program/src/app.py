"""The handlers of the program beside this folder."""

from __future__ import annotations

import base64
import json
from typing import Any


def echo(event: Any, context: Any) -> Any:
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"event": event, "arn": context.invoked_function_arn}),
    }


def picture(event: Any, context: Any) -> Any:
    return {
        "statusCode": 200,
        "isBase64Encoded": True,
        "body": base64.b64encode(bytes(range(256))).decode(),
        "headers": {"content-type": "image/png"},
        "cookies": ["a=1; Path=/", "b=2"],
    }


def fail(event: Any, context: Any) -> Any:
    raise ValueError("no stock")


def judge(event: Any, context: Any) -> Any:
    return {"isAuthorized": event["headers"].get("x-key") == "open", "context": {"tier": "gold"}}
