"""AWS_IAM routes. A departure from AWS: no signature is checked and no policy evaluated."""

from __future__ import annotations

import re

from pulumi_apigw.local.calls import Authorization, Call
from pulumi_apigw.local.responses import Rejection

__all__ = ["authorize_iam"]

_SIGV4 = re.compile(
    r"AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\s+Credential=(?P<key>[A-Z0-9]+)/\S+,\s*SignedHeaders=\S+,\s*Signature=\w+"
)


async def authorize_iam(call: Call) -> Authorization:
    """Lets any request pass that looks signed (`AWS4-HMAC-SHA256 Credential=...`), with a note."""
    match = _SIGV4.match(call.request.header("authorization"))
    if match is None:
        raise Rejection(
            403,
            f"{call.route.key}: the route needs AWS_IAM and the request is not signed. Sign it with SigV4.",
        )
    call.note(f"{call.route.key}: the signature is not checked locally, nor whether IAM allows the call.")
    key, account = match["key"], call.api.account_id
    return Authorization(
        iam={
            "accessKey": key,
            "accountId": account,
            "callerId": key,
            "cognitoIdentity": None,
            "principalOrgId": None,
            "userArn": f"arn:aws:iam::{account}:user/local",
            "userId": key,
        }
    )
