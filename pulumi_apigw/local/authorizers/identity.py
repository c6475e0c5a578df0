"""Identity sources: where a caller's credentials stand in a request."""

from __future__ import annotations

from collections.abc import Sequence

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.mapping import evaluate

__all__ = ["identity_values"]


def identity_values(call: Call, sources: Sequence[str]) -> list[str] | None:
    """The value of each source (`$request.header.Authorization`), None where one is missing or empty.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    values = [evaluate(source, call) for source in sources]
    found = [value for value in values if value]
    return found if len(found) == len(values) else None
