"""Resource policies: from where a REST API can be called.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
"""

from __future__ import annotations

import fnmatch
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Tag, WithJsonSchema, model_validator

from ...aws import rest_limits
from ...source import Path, did_you_mean
from ..base import ConfigModel, RefList, checked, distinct, each, problem, refusals, shown

__all__ = ["AnyPolicyConfig", "PolicyConfig"]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
_POLICY_KEYS = ("Version", "Id", "Statement")
_VERSIONS = ("2012-10-17", "2008-10-17")
_PAIRS = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
_ACTION = re.compile(r"\*$|execute-api:", re.IGNORECASE)
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_apigatewaymanagementapi.html
_ACTIONS = ("execute-api:Invoke", "execute-api:InvalidateCache", "execute-api:ManageConnections")
_RESOURCE = re.compile(r"\*|arn:[a-z*-]+:(?:execute-api|\*):|execute-api:/", re.IGNORECASE)
_OWN = (
    ("Action", _ACTION, "'execute-api:Invoke'"),
    ("NotAction", _ACTION, "'execute-api:Invoke'"),
    ("Resource", _RESOURCE, "'execute-api:/*', or '*'"),
    ("NotResource", _RESOURCE, "'execute-api:/*', or '*'"),
)
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_OPERATORS = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    *("StringLike", "StringNotLike", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"),
    *("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    *(
        f"{kind}{how}"
        for kind in ("Numeric", "Date")
        for how in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    ),
)
# An ARN is whole: no part of it stands for others. IAM writes ids that begin with A for who is gone.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
_AWS_PRINCIPAL = re.compile(r"\*|\d{12}|arn:[a-z-]+:(?:iam|sts)::\d{12}:[^*?\s]+|A[A-Z0-9]{15,}")
_STATEMENT_KEYS = ("Sid", "Effect", *(key for pair in _PAIRS for key in pair), "Condition")


def _address(value: str) -> None:
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        meant = _network_of(value)
        fix = f"Did you mean {meant!r}?" if meant else "Give one such as '203.0.113.7' or '203.0.113.0/24'."
        fact = f"{shown(value)} is no IP address and no range"
        raise problem(fact if not meant else str(error).rstrip("."), fix) from None


def _network_of(value: str) -> str | None:
    """The range that an address inside it was written for (`10.0.0.1/8`)."""
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return None


Addresses = Annotated[tuple[Annotated[str, checked(_address)], ...], distinct]


class PolicyConfig(ConfigModel):
    """A resource policy in short words: everything named must hold for a request to be let through."""

    allow_ips: Addresses = ()
    """IP addresses and ranges that may call; all where left out."""
    deny_ips: Addresses = ()
    """IP addresses and ranges that may not call."""
    allow_vpc_endpoints: Annotated[
        RefList, each(r"vpce-[0-9a-z-]+", "the id of a VPC endpoint such as 'vpce-0a1b2c'")
    ] = ()
    """Ids of VPC endpoints (`vpce-…`) that requests must come through."""
    allow_vpcs: Annotated[RefList, each(r"vpc-[0-9a-z-]+", "the id of a VPC such as 'vpc-0a1b2c'")] = ()
    """Ids of VPCs that requests must come from."""
    allow_accounts: Annotated[RefList, each(r"\d{12}", "the id of an AWS account, which has 12 digits")] = ()
    """Ids of AWS accounts whose signed requests are let in; for `iam` authorizers."""

    @model_validator(mode="after")
    def _says_something(self) -> PolicyConfig:
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise problem(
                "the policy lets everybody in", "Name who may call, such as 'allow_ips', or leave it out."
            )
        return self


def _policy(value: dict[str, Any]) -> dict[str, Any]:
    refusals(_wrong(value))
    length = len(json.dumps(value, separators=(",", ":")))
    if length > rest_limits.POLICY_CHARACTERS:
        raise problem(
            f"the policy has {length} characters, while AWS's default quota is "
            f"{rest_limits.POLICY_CHARACTERS}",
            "Shorten it: ranges instead of addresses, '*' in a resource.",
        )
    # IAM takes one statement without a list around it; here a policy always has the list.
    statements = value["Statement"]
    return {**value, "Statement": statements if isinstance(statements, list) else [statements]}


def _wrong(policy: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    yield from _unknown(policy, _POLICY_KEYS, ())
    if policy.get("Version") not in _VERSIONS:
        yield ("Version",), "a policy has a version. Write '2012-10-17'."
    statements = policy.get("Statement")
    if isinstance(statements, Mapping) and statements:
        yield from _wrong_statement(statements, ("Statement",))
        return
    if not isinstance(statements, list) or not statements:
        yield ("Statement",), "a policy has statements. Give a list of one or more."
        return
    for position, statement in enumerate(statements):
        place: Path = ("Statement", position)
        if isinstance(statement, Mapping):
            yield from _wrong_statement(statement, place)
        else:
            yield (
                place,
                f"{shown(statement)} is no statement. Give a mapping with Effect, Principal and Action.",
            )


def _wrong_statement(statement: Mapping[str, Any], place: Path) -> Iterator[tuple[Path, str]]:
    yield from _unknown(statement, _STATEMENT_KEYS, place)
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield (*place, "Effect"), f"the effect is {shown(statement.get('Effect'))}. Write Allow or Deny."
    for one, other in _PAIRS:
        if (one in statement) == (other in statement):
            have = "both" if one in statement else "neither"
            yield place, f"the statement has {have} of {one!r} and {other!r}. Give one of them."
    for key in ("Action", "NotAction", "Resource", "NotResource"):
        if key in statement and not _is_text(statement[key]):
            yield (*place, key), f"{shown(statement[key])} is no {key}. Give text, or a list of text."
    for key, known, example in _OWN:
        for where, text in _texts(statement.get(key), (*place, key)):
            if not known.match(text):
                yield where, f"{shown(text)} is none of API Gateway's, whose policy this is. Write {example}."
    for key in ("Action", "NotAction"):
        yield from _unknown_actions(statement.get(key), (*place, key))
    for key in ("Principal", "NotPrincipal"):
        if key in statement and not _is_principal(statement[key]):
            fix = "Give '*', or a mapping such as {AWS: '123456789012'}."
            yield (*place, key), f"{shown(statement[key])} is no {key}. {fix}"
        elif isinstance(statement.get(key), Mapping):
            yield from _wrong_principals(statement[key].get("AWS"), (*place, key, "AWS"))
    conditions = statement.get("Condition", {})
    if not isinstance(conditions, Mapping):
        yield (*place, "Condition"), "a condition is a mapping. Give operator, then key, then value."
        return
    for operator, keys in conditions.items():
        yield from _wrong_condition(str(operator), keys, (*place, "Condition", operator))


def _wrong_principals(written: Any, place: Path) -> Iterator[tuple[Path, str]]:
    for where, text in _texts(written, place):
        if not _AWS_PRINCIPAL.fullmatch(text):
            fix = "Give '*', the id of an account, or the ARN of a user or role without '*'."
            yield where, f"{shown(text)} is nobody of AWS's. {fix}"


def _unknown_actions(written: Any, place: Path) -> Iterator[tuple[Path, str]]:
    """Actions of API Gateway that it has not, such as a misspelt one; the names of others are told before."""
    for where, text in _texts(written, place):
        pattern = text.lower()
        if not pattern.startswith("execute-api:"):
            continue
        if not any(fnmatch.fnmatchcase(each.lower(), pattern) for each in _ACTIONS):
            yield where, f"API Gateway has no action {text!r}. {did_you_mean(text, _ACTIONS)}"


def _wrong_condition(operator: str, keys: Any, place: Path) -> Iterator[tuple[Path, str]]:
    plain = operator.removeprefix("ForAllValues:").removeprefix("ForAnyValue:").removesuffix("IfExists")
    if plain.lower() not in map(str.lower, _OPERATORS):
        yield place, f"IAM has no operator {shown(operator)}. {did_you_mean(plain, _OPERATORS)}"
    elif not isinstance(keys, Mapping) or not keys:
        fact = "an operator takes keys with their values"
        yield place, f"{fact}. Give a mapping, such as {{aws:SourceIp: 203.0.113.0/24}}."
    elif plain.lower().endswith("ipaddress"):
        for key, addresses in keys.items():
            yield from _wrong_addresses(addresses, (*place, key))


def _wrong_addresses(written: Any, place: Path) -> Iterator[tuple[Path, str]]:
    for where, text in _texts(written, place):
        if _network_of(text) is None:
            yield where, f"{shown(text)} is no IP address and no range. Give one such as '203.0.113.0/24'."


def _unknown(value: Mapping[str, Any], known: tuple[str, ...], place: Path) -> Iterator[tuple[Path, str]]:
    for key in value:
        if key not in known:
            yield (*place, key), f"a policy has no key {key!r} here. {did_you_mean(str(key), known)}"


def _texts(written: Any, place: Path) -> Iterator[tuple[Path, str]]:
    """The texts of what is one or a list of them, with their places, but for those the program completes."""
    if isinstance(written, list):
        for position, text in enumerate(written):
            yield from _texts(text, (*place, position))
    elif isinstance(written, str) and written and "${" not in written:
        yield place, written


def _is_text(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return bool(texts) and all(isinstance(text, str) and text for text in texts)


def _is_principal(value: Any) -> bool:
    if isinstance(value, Mapping):
        kinds = ("AWS", "Service", "Federated", "CanonicalUser")
        return bool(value) and all(key in kinds and _is_text(names) for key, names in value.items())
    return bool(value == "*")


def _kind(value: Any) -> str:
    raw = isinstance(value, dict) and not value.keys().isdisjoint(_POLICY_KEYS)
    return "raw" if raw else "words"


# What tells it from the words, for editors; what is in a statement is told when it is wrong.
_RAW_SCHEMA = {
    "type": "object",
    "properties": {
        "Version": {"enum": list(_VERSIONS), "description": "Version of the policy language."},
        "Id": {"type": "string", "description": "A name of the policy."},
        "Statement": {
            "anyOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object"}],
            "description": "IAM statements.",
        },
    },
    "required": ["Version", "Statement"],
    "additionalProperties": False,
}
AnyPolicyConfig = Annotated[
    Annotated[PolicyConfig, Tag("words")]
    | Annotated[dict[str, Any], AfterValidator(_policy), WithJsonSchema(_RAW_SCHEMA), Tag("raw")],
    Discriminator(_kind),
]
"""A policy in short words, or the JSON of one (`Version` and `Statement`, as IAM has them)."""
