"""Resource policies: what they ask of requests, and what they need of the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ....aws.condition_keys import CONDITION_KEYS, is_condition_key
from ....errors import Problem
from ....source import Path, did_you_mean
from ...rest.policy import PolicyConfig
from ..authorization import guard
from ..context import Context

__all__ = ["accounts", "allowing", "conditions"]

# What ids of each kind begin with.
_IDS = {"aws:sourcevpc": ("vpc-", "VPC"), "aws:sourcevpce": ("vpce-", "VPC endpoint")}


def accounts(context: Context) -> Iterator[Problem]:
    """A request without a signature comes from no account, so the policy refuses it.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    """
    for path, api in context.rest_apis():
        if not isinstance(api.policy, PolicyConfig) or not api.policy.allow_accounts:
            continue
        signed = {name for name, each in api.authorizers.items() if each.type == "iam"}
        open_ = [key for key, route in api.routes.items() if guard(api, route) not in signed]
        if open_ and not context.refused_within(*path, "routes"):
            fact = f"only signed requests come from an account, and {open_[0]!r} has no iam authorizer"
            fix = "Such requests are refused: guard every route with an authorizer of type 'iam'."
            yield context.advice((*path, "policy", "allow_accounts"), fact, fix)


def allowing(context: Context) -> Iterator[Problem]:
    """What no statement allows is refused, but for signed requests of the API's own account.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    """
    for path, api in context.rest_apis():
        if not isinstance(api.policy, Mapping):
            continue
        effects = [each.get("Effect") for each in api.policy["Statement"]]
        if "Allow" not in effects:
            fact = "no statement allows anything, so every request without a signature is refused"
            fix = "Add one with 'Effect: Allow', beside those that deny."
            yield context.advice((*path, "policy", "Statement"), fact, fix)


def conditions(context: Context) -> Iterator[Problem]:
    """Conditions that no request meets, or every one, since it has no such value.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
    """
    for path, api in context.rest_apis():
        if not isinstance(api.policy, Mapping):
            continue
        for position, statement in enumerate(api.policy["Statement"]):
            for operator, keys in statement.get("Condition", {}).items():
                for key, values in keys.items():
                    place = (*path, "policy", "Statement", position, "Condition", operator, key)
                    yield from _condition(context, place, str(key), values)
                    if api.endpoint == "private" and str(key).lower() == "aws:sourceip":
                        fact = f"no request by a VPC endpoint has {key!r}"
                        yield context.advice(place, fact, "Use aws:VpcSourceIp.")


def _condition(context: Context, place: Path, key: str, values: Any) -> Iterator[Problem]:
    if not is_condition_key(key):
        fact = f"API Gateway knows no condition key {key!r}, so no request has it"
        yield context.advice(place, fact, did_you_mean(key, CONDITION_KEYS))
    beginning, what = _IDS.get(key.lower(), ("", ""))
    for text in values if isinstance(values, list) else [values]:
        # A pattern may begin with what matches it.
        if isinstance(text, str) and not text.startswith((beginning, "$", "*")):
            fact = f"{text!r} is no id of a {what}, so no request has it"
            yield context.advice(place, fact, f"Those begin with '{beginning}'.")
