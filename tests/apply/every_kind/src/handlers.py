"""Handlers of the service that uses everything."""

from __future__ import annotations

from typing import Any


def api(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with what was asked."""
    return {"route": event.get("routeKey"), "function": context.function_name}


def gate(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Let the key in."""
    return {"isAuthorized": event["headers"].get("x-key") == "open", "context": {"who": "me"}}


def policy_gate(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Let everybody in."""
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
