from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from pulumi_apigw.local.authorizers.iam import authorize_iam
from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.events import function_event
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/execute-api/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc9631766"
)


def test_takes_what_looks_signed_and_says_so(make_call: Callable[..., Call]) -> None:
    notes: list[str] = []
    call = make_call(Request("GET", "/", headers=[("authorization", SIGNED)]), note=notes.append)
    call.authorization = asyncio.run(authorize_iam(call))
    assert function_event(call, "2.0")["requestContext"]["authorizer"]["iam"] == {
        "accessKey": "AKIAIOSFODNN7EXAMPLE",
        "accountId": "123456789012",
        "callerId": "AKIAIOSFODNN7EXAMPLE",
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": "arn:aws:iam::123456789012:user/local",
        "userId": "AKIAIOSFODNN7EXAMPLE",
    }
    assert function_event(call, "1.0")["requestContext"]["identity"]["accessKey"] == "AKIAIOSFODNN7EXAMPLE"
    assert notes == [
        "GET /items/{id}: the signature is not checked locally, nor whether IAM allows the call."
    ]


@pytest.mark.parametrize("value", [None, "Bearer x", "AWS4-HMAC-SHA256 Credential="])
def test_refuses_what_is_not_signed(make_call: Callable[..., Call], value: str | None) -> None:
    headers = [("authorization", value)] if value else []
    with pytest.raises(Rejection, match=r"the request is not signed\. Sign it with SigV4\.") as e:
        asyncio.run(authorize_iam(make_call(Request("GET", "/", headers=headers))))
    assert (e.value.response.status, e.value.response.body) == (403, b'{"message":"Forbidden"}')
