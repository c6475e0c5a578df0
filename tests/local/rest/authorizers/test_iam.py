from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.authorizers import authorize_iam
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/execute-api/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc9631766"
)


def test_takes_what_looks_signed_and_says_so(make_call: Callable[..., RestCall]) -> None:
    notes: list[str] = []
    call = make_call(Request("GET", "/", headers=[("authorization", SIGNED)]), note=notes.append)
    found = asyncio.run(authorize_iam(call))
    assert found.iam is not None
    assert found.iam["accessKey"] == "AKIAIOSFODNN7EXAMPLE"
    assert notes == [
        "GET /items/{id}: the signature is not checked locally, nor whether IAM allows the call."
    ]


def test_refuses_what_is_not_signed(make_call: Callable[..., RestCall]) -> None:
    with pytest.raises(Refusal, match=r"the method needs AWS_IAM and the request is not signed\.") as e:
        asyncio.run(authorize_iam(make_call()))
    assert (e.value.type, e.value.message) == ("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
