"""AWS_IAM methods. A departure from AWS: no signature is checked and no policy evaluated."""

from __future__ import annotations

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.authorizers.iam import UNCHECKED_SIGNATURE, signed_caller
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["authorize_iam"]


async def authorize_iam(call: RestCall) -> Authorization:
    """Lets any request pass that looks signed, with a note; raises `Refusal` (403) for another."""
    caller = signed_caller(call.request, call.api.account_id)
    if caller is None:
        raise Refusal(
            "MISSING_AUTHENTICATION_TOKEN",
            f"{call.route.key}: the method needs AWS_IAM and the request is not signed. Sign it with SigV4.",
        )
    call.note(f"{call.route.key}: {UNCHECKED_SIGNATURE}")
    return Authorization(iam=caller)
