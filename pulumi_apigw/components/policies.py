"""IAM policy documents as JSON text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pulumi

__all__ = ["assume_role", "document", "statement"]


def statement(
    actions: Sequence[str], resources: Sequence[pulumi.Input[str]], effect: str = "Allow"
) -> dict[str, Any]:
    """One statement of a policy."""
    return {"Effect": effect, "Action": list(actions), "Resource": list(resources)}


def document(statements: Sequence[dict[str, Any]]) -> pulumi.Output[str]:
    """A policy of these statements."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})


def assume_role(service: str) -> str:
    """The trust policy that lets one AWS service take on the role."""
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [trust]})
