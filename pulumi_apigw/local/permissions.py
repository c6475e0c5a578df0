"""Whether a function's resource policy lets an API call it, checked as Lambda checks it.

A call of `function:alias` is allowed by the alias's own policy alone, an unqualified call by the function's.
https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pulumi_apigw.local.model import Api, Authorizer, LocalStage, Permission, Route
from pulumi_apigw.local.targets import FunctionTarget

__all__ = ["allowed", "authorizer_sources", "route_sources", "wildcard_match"]

_PRINCIPALS = ("apigateway.amazonaws.com", "*")
_ACTIONS = ("lambda:InvokeFunction", "lambda:*", "*")


def route_sources(api: Api, stage: LocalStage, route: Route, method: str) -> tuple[str, ...]:
    """The source ARNs a call of a route may carry.

    AWS does not say whether the method of an `ANY` route is ANY or the caller's; either is accepted here.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    prefix = f"{api.execution_arn}/{stage.name}"
    if route.is_default:
        return (f"{prefix}/$default",)
    return tuple(f"{prefix}/{name}{route.path}" for name in dict.fromkeys((route.method, method)))


def authorizer_sources(api: Api, authorizer: Authorizer) -> tuple[str, ...]:
    """The source ARN of an authorizer's call.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    return (f"{api.execution_arn}/authorizers/{authorizer.id}",)


def allowed(
    permissions: Iterable[Permission], target: FunctionTarget, sources: Sequence[str], account_id: str
) -> bool:
    """Whether one statement covers this function, qualifier and one of the sources."""
    return any(
        permission.function_name == target.name
        and permission.qualifier == target.qualifier
        and permission.action in _ACTIONS
        and permission.principal in _PRINCIPALS
        and permission.source_account in (None, account_id)
        and (permission.source_arn is None or any(_arn_like(permission.source_arn, s) for s in sources))
        for permission in permissions
    )


def _arn_like(pattern: str, arn: str) -> bool:
    """IAM's ArnLike: each of the six parts of an ARN on its own, where `*` and `?` are wildcards.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    patterns, parts = pattern.split(":", 5), arn.split(":", 5)
    return len(patterns) == len(parts) and all(map(wildcard_match, patterns, parts))


def wildcard_match(pattern: str, text: str) -> bool:
    """Whether `text` matches a pattern of IAM, in which `*` is any text and `?` any one character."""
    regex = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(regex, text, re.DOTALL) is not None
