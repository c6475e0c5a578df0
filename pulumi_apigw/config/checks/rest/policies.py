"""Resource policies, and what they need of the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....errors import Problem
from ...rest.policy import PolicyConfig
from ..authorization import guard
from ..context import Context

__all__ = ["accounts", "allowing"]


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
