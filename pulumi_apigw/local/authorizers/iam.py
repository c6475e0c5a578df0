"""AWS_IAM routes. A departure from AWS: no signature is checked and no policy evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pulumi_apigw.local.calls import Call, HttpAuthorization
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection

__all__ = ["UNCHECKED_SIGNATURE", "authorize_iam", "named_caller", "signed_caller"]

UNCHECKED_SIGNATURE = "the signature is not checked locally, nor whether IAM allows the call."

_SIGV4 = re.compile(
    r"AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\s+Credential=(?P<key>[A-Za-z0-9]+)/\S+,\s*SignedHeaders=\S+,\s*Signature=\w+"
)


async def authorize_iam(call: Call) -> HttpAuthorization:
    """Lets any request pass that looks signed (`AWS4-HMAC-SHA256 Credential=...`), with a note."""
    caller = signed_caller(call.request, call.api.account_id)
    if caller is None:
        raise Rejection(
            403,
            f"{call.route.key}: the route needs AWS_IAM and the request is not signed. Sign it with SigV4.",
        )
    call.note(f"{call.route.key}: {UNCHECKED_SIGNATURE}")
    return HttpAuthorization(iam=caller)


def signed_caller(request: Request, account_id: str) -> Mapping[str, Any] | None:
    """Whom a request that looks signed is from, in the fields of payload 2.0; None for any other request."""
    match = _SIGV4.match(request.header("authorization"))
    return named_caller(match["key"], account_id) if match else None


def named_caller(access_key: str, account_id: str) -> Mapping[str, Any]:
    """The caller of an access key, in the fields of payload 2.0."""
    return {
        "accessKey": access_key,
        "accountId": account_id,
        "callerId": access_key,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": f"arn:aws:iam::{account_id}:user/local",
        "userId": access_key,
    }
