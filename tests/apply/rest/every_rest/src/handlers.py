from typing import Any


def api(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200, "body": "{}"}


def gate(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {}
