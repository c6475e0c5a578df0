"""Security schemes of a REST API's body: its authorizers, signed requests and API keys.

API Gateway knows the type `apiKey` alone; what a scheme is stands in its extensions.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
"""

from __future__ import annotations

from typing import Any

from ..plan.rest.model import (
    CognitoAuthorizerPlan,
    MethodPlan,
    RestApiPlan,
    RestAuthorizerPlan,
    RestLambdaAuthorizerPlan,
)
from . import extensions
from .identities import parameter_scheme
from .names import free_name
from .values import Values

__all__ = ["SecuritySchemes"]


class SecuritySchemes:
    """The schemes of one API; an authorizer has its scheme's name at API Gateway, so the two are the same."""

    def __init__(self, plan: RestApiPlan) -> None:
        self._plan = plan
        names = {authorizer.name for authorizer in plan.authorizers}
        self.signature = free_name("sigv4", names)
        self.api_key = free_name("api_key", names)

    def definitions(self, values: Values) -> dict[str, Any]:
        """The value of `components.securitySchemes`."""
        schemes = {each.name: _authorizer(each, values) for each in self._plan.authorizers}
        if any(method.authorization == "AWS_IAM" for method in self._plan.methods):
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
            schemes[self.signature] = {**_scheme("Authorization"), extensions.AUTHTYPE: "awsSigv4"}
        if any(method.api_key for method in self._plan.methods):
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-usage-plan-oas.html
            schemes[self.api_key] = _scheme("x-api-key")
        return schemes

    def requirement(self, method: MethodPlan) -> dict[str, list[str]]:
        """All that a caller must bring, by scheme; scopes are alternatives."""
        needed: dict[str, list[str]] = {}
        if method.authorization == "AWS_IAM":
            needed[self.signature] = []
        elif method.authorizer is not None:
            needed[method.authorizer] = list(method.scopes)
        if method.api_key:
            needed[self.api_key] = []
        return needed


def _scheme(header: str) -> dict[str, Any]:
    return {"type": "apiKey", "name": header, "in": "header"}


def _authorizer(plan: RestAuthorizerPlan, values: Values) -> dict[str, Any]:
    return _cognito(plan) if isinstance(plan, CognitoAuthorizerPlan) else _lambda(plan, values)


def _cognito(plan: CognitoAuthorizerPlan) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html"""
    return {
        **_source(plan.identity_source),
        extensions.AUTHTYPE: "cognito_user_pools",
        extensions.AUTHORIZER: {
            "type": "cognito_user_pools",
            "providerARNs": list(plan.user_pool_arns),
            "authorizerResultTtlInSeconds": plan.ttl_seconds,
        },
    }


def _lambda(plan: RestLambdaAuthorizerPlan, values: Values) -> dict[str, Any]:
    authorizer: dict[str, Any] = {
        "type": plan.event,
        "authorizerUri": values.function_uri(plan.target),
        "authorizerResultTtlInSeconds": plan.ttl_seconds,
    }
    # A token's source is the scheme's own header; `identitySource` is for events of type request.
    if plan.event == "request" and plan.identity_sources:
        authorizer["identitySource"] = ", ".join(plan.identity_sources)
    if plan.validation_pattern is not None:
        authorizer["identityValidationExpression"] = plan.validation_pattern
    source = plan.identity_sources[0] if len(plan.identity_sources) == 1 else ""
    return {**_source(source), extensions.AUTHTYPE: "custom", extensions.AUTHORIZER: authorizer}


def _source(source: str) -> dict[str, Any]:
    """A scheme by the one parameter that it reads; AWS wants the name Unused where there is no such one."""
    return parameter_scheme(source) or _scheme("Unused")
