"""The resource policy of a REST API or of a private domain: from where it can be called.

What is allowed is first allowed to all, and then denied to what is not in the list: conditions of several
`Allow` statements would make up for one another. So AWS's own examples have it:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...config.rest import RestApiConfig
from ...config.rest.policy import AnyPolicyConfig, PolicyConfig

__all__ = ["plan_policy", "policy_document"]

Statement = dict[str, Any]
Values = tuple[str, ...] | str

# The policy is the API's own, so this is the API's all. Of 'execute-api:/*' AWS makes the whole ARN, so that
# the API would look changed for ever: https://github.com/go-to-k/cdk-real-drift/pull/721
# AWS documents that form alone; tests of the provider run this one against AWS (testAccRestAPIConfig_policy):
# https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigateway/rest_api_test.go
_EVERYTHING = "*"
_PREFLIGHTS = "execute-api:/*/OPTIONS/*"


def plan_policy(api: RestApiConfig) -> Mapping[str, Any] | None:
    """The whole policy, or None where the API can be called from everywhere."""
    return policy_document(api.policy, endpoint=api.endpoint, preflights=api.cors is not None)


def policy_document(
    policy: AnyPolicyConfig | None, *, endpoint: str, preflights: bool = False
) -> Mapping[str, Any] | None:
    """The whole of a policy in short words, for an endpoint of one kind; one that is whole is that.

    `preflights` says whether browsers' preflights are let in, whoever else is.
    """
    if policy is None or not isinstance(policy, PolicyConfig):
        return policy
    statements = [*_allowed(policy, preflights), *_denied(policy, endpoint)]
    return {"Version": "2012-10-17", "Statement": statements}


def _allowed(policy: PolicyConfig, preflights: bool) -> Iterator[Statement]:
    if not policy.allow_accounts:
        yield _statement("Allow", _EVERYTHING)
        return
    yield {**_statement("Allow", _EVERYTHING), "Principal": {"AWS": _listed(policy.allow_accounts)}}
    if preflights:
        # Browsers sign no preflight, so that one comes from no account.
        yield _statement("Allow", _PREFLIGHTS)


def _denied(policy: PolicyConfig, endpoint: str) -> Iterator[Statement]:
    # A request through a VPC endpoint has an address of its VPC, in a key of its own:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
    address = "aws:VpcSourceIp" if endpoint == "private" else "aws:SourceIp"
    conditions: tuple[tuple[str, str, Values], ...] = (
        ("NotIpAddress", address, policy.allow_ips),
        ("IpAddress", address, policy.deny_ips),
        ("StringNotEquals", "aws:SourceVpce", policy.allow_vpc_endpoints),
        ("StringNotEquals", "aws:SourceVpc", policy.allow_vpcs),
    )
    for operator, key, values in conditions:
        if values:
            yield {**_statement("Deny", _EVERYTHING), "Condition": {operator: {key: _listed(values)}}}


def _statement(effect: str, resource: str) -> Statement:
    return {"Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": resource}


def _listed(values: Values) -> list[str] | str:
    """A list as JSON has it; the program's `${ref.x}` for a whole list stays one text until then."""
    return values if isinstance(values, str) else list(values)
