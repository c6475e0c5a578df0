"""What is deployed to the emulator: it answers each message with what the function knows."""

import json
import os
from typing import Any


def chat(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    answer = {
        "route": request["routeKey"],
        "connection_id": request["connectionId"],
        "user": request.get("authorizer", {}).get("principalId"),
        "environment": {key: os.environ[key] for key in os.environ if key.startswith("CONNECTIONS")},
    }
    return {"statusCode": 200, "body": json.dumps(answer)}


def web(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps({"url": os.environ["CONNECTIONS_URL_LIVE"]})}


def gate(event: dict[str, Any], context: object) -> dict[str, Any]:
    known = event["queryStringParameters"].get("token") == "open"
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if known else "Deny",
        "Resource": event["methodArn"],
    }
    return {
        "principalId": "ada",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
    }
