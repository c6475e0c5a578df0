"""What both servers of the benchmark share: the handler, the event it gets and the number of workers."""

from __future__ import annotations

import os
from pathlib import Path

WORKERS = (os.cpu_count() or 1) + 4
"""As many as the local gateway gives a function by default."""

PATH = "/items/7"
HANDLER = "app.handler"
SOURCE = """
import json

def handler(event, context):
    item = {"id": event["pathParameters"]["id"], "name": "lamp", "price": 19.5, "tags": ["light", "home"]}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(item)}
"""

_HEADERS = {"host": "127.0.0.1:8080", "accept": "application/json", "user-agent": "bench/1"}
EVENT = {
    "version": "2.0",
    "routeKey": "GET /items/{id}",
    "rawPath": PATH,
    "rawQueryString": "",
    "headers": {
        **_HEADERS,
        "content-length": "0",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
    },
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "a1b2c3d4e5",
        "domainName": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix": "a1b2c3d4e5",
        "http": {
            "method": "GET",
            "path": PATH,
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "bench/1",
        },
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": "GET /items/{id}",
        "stage": "$default",
        "time": "10/Mar/2026:05:16:23 +0000",
        "timeEpoch": 1773119783636,
    },
    "pathParameters": {"id": "7"},
    "stageVariables": {"backend": "dev"},
    "isBase64Encoded": False,
}
"""The event of format 2.0 that the gateway makes of the benchmark's request."""


def write_source(folder: Path) -> Path:
    """Write the handler's module into a folder."""
    (folder / "app.py").write_text(SOURCE)
    return folder
