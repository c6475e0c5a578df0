"""Evaluates the IAM policy that a Lambda authorizer returns.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pulumi_apigw.local.permissions import wildcard_match

__all__ = ["MalformedPolicyError", "policy_effect"]

_ACTION = "execute-api:Invoke"


class MalformedPolicyError(Exception):
    """A policy document without readable statements; says what is wrong with it."""


def policy_effect(document: Any, route_arn: str) -> Literal["Allow", "Deny"] | None:
    """What a policy says of a call of `route_arn`: a Deny wins over an Allow, None is neither.

    A departure from AWS: conditions are not evaluated; a statement that has some counts as if they held.
    Raises `MalformedPolicyError`.
    """
    effects = {_effect(s) for s in _statements(document) if _covers(s, route_arn)}
    if "Deny" in effects:
        return "Deny"
    return "Allow" if effects else None


def _statements(document: Any) -> Sequence[Mapping[str, Any]]:
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list) or not all(isinstance(item, Mapping) for item in statements):
        raise MalformedPolicyError("`policyDocument` needs `Statement`, a list of objects")
    return statements


def _effect(statement: Mapping[str, Any]) -> str:
    effect = statement.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise MalformedPolicyError(f"`Effect` is {effect!r}, not 'Allow' or 'Deny'")
    return str(effect)


def _covers(statement: Mapping[str, Any], route_arn: str) -> bool:
    return any(
        wildcard_match(action.lower(), _ACTION.lower()) for action in _strings(statement, "Action")
    ) and any(wildcard_match(resource, route_arn) for resource in _strings(statement, "Resource"))


def _strings(statement: Mapping[str, Any], key: str) -> list[str]:
    value = statement.get(key)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise MalformedPolicyError(f"`{key}` is {value!r}, not a string or a list of strings")
    return values
