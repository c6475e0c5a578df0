"""Authorization of a call of a REST API: none, a Cognito user pool, a Lambda function, or IAM."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.rest.authorizers.cognito import CognitoAuthorizer, cognito_claims
from pulumi_apigw.local.rest.authorizers.function import LambdaAuthorizer
from pulumi_apigw.local.rest.authorizers.iam import authorize_iam
from pulumi_apigw.local.rest.calls import RestCall

__all__ = ["Authorize", "CognitoAuthorizer", "LambdaAuthorizer", "authorize_iam", "cognito_claims"]

Authorize = Callable[[RestCall], Awaitable[Authorization]]
"""Raises `Refusal` where the caller may not call."""
