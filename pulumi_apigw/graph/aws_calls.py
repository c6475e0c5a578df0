"""What data sources answer: `aws.get_caller_identity()` and its like."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pulumi_apigw.aws.arns import dns_suffix, parse_arn, partition_of_region
from pulumi_apigw.graph.aws_mocks import Aws
from pulumi_apigw.graph.iam_policy import render_policy_document
from pulumi_apigw.graph.model import Resource

__all__ = ["Calls", "answer", "given_answer"]

Calls = Mapping[str, Callable[[dict[str, Any]], Mapping[str, Any]] | Mapping[str, Any]]
"""Answers by token (`aws:index/getRegion:getRegion`): the result, or a function from the arguments to it."""

_DIRECTIONS = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}


def answer(token: str, args: Mapping[str, Any], aws: Aws, calls: Calls) -> dict[str, Any]:
    """What a data source answers: the caller's own answer over AWS's shape over the arguments."""
    aws = aws.seen_by(args)
    known = _ANSWERS[token](args, aws) if token in _ANSWERS else _as_resource(token, args, aws)
    return {**args, **known, **given_answer(token, args, calls)}


def given_answer(token: str, args: Mapping[str, Any], calls: Calls) -> Mapping[str, Any]:
    """What the caller answers to a token; empty where it says nothing."""
    given = calls.get(token, {})
    return given(dict(args)) if callable(given) else given


def _as_resource(token: str, args: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    """A data source of one resource answers as that resource: `aws:sqs/getQueue:getQueue` as a Queue."""
    package_and_module, _, function = token.partition("/get")
    thing = function.partition(":")[0]
    if not thing:
        return {}
    member = thing[0].lower() + thing[1:]
    name = args.get("name") or args.get(f"{member}Name") or member
    resource = Resource(
        urn=f"{token}({json.dumps(dict(args), sort_keys=True, default=str)})",
        type=f"{package_and_module}/{member}:{thing}",
        name=str(name),
        inputs={"name": name, **args},
    )
    id_, outputs = aws.create(resource, {}, str(args.get(f"{member}Id") or args.get("id") or ""))
    return {"name": name, **outputs, "id": id_}


def _caller_identity(_: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    partition = partition_of_region(aws.region)
    return {
        "accountId": aws.account_id,
        "arn": f"arn:{partition}:iam::{aws.account_id}:user/deployer",
        "id": aws.account_id,
        "userId": "AIDAMOCKEDUSER0000000",
    }


def _region(_: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    region = aws.region
    endpoint = f"ec2.{region}.{dns_suffix(partition_of_region(region))}"
    return {"region": region, "name": region, "id": region, "description": region, "endpoint": endpoint}


def _partition(_: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    partition = partition_of_region(aws.region)
    suffix = dns_suffix(partition)
    reverse = ".".join(reversed(suffix.split(".")))
    return {"partition": partition, "dnsSuffix": suffix, "id": partition, "reverseDnsPrefix": reverse}


def _zone_prefix(region: str) -> str:
    """How zone ids abbreviate a Region: `use1` for us-east-1.

    https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
    """
    continent, *directions, number = region.split("-")
    return continent + "".join(_DIRECTIONS.get(part, part[0]) for part in directions) + number


def _availability_zones(_: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    region = aws.region
    return {
        "id": region,
        "names": [f"{region}{letter}" for letter in "abc"],
        "zoneIds": [f"{_zone_prefix(region)}-az{number}" for number in (1, 2, 3)],
        "groupNames": [region],
    }


def _policy_document(args: Mapping[str, Any], _: Aws) -> dict[str, Any]:
    document = render_policy_document(args)
    compact = json.dumps(document, separators=(",", ":"))
    return {"json": json.dumps(document, indent=2), "minifiedJson": compact, "id": str(len(compact))}


def _parsed_arn(args: Mapping[str, Any], _: Aws) -> dict[str, Any]:
    arn = parse_arn(args["arn"])
    parts = {"partition": arn.partition, "service": arn.service, "region": arn.region}
    return {"id": str(arn), "account": arn.account, "resource": arn.resource, **parts}


def _service_principal(args: Mapping[str, Any], aws: Aws) -> dict[str, Any]:
    service = args["serviceName"]
    return {"id": f"{service}.{aws.region}", "name": f"{service}.amazonaws.com", "suffix": "amazonaws.com"}


def _three_of(prefix: str) -> Callable[[Mapping[str, Any], Aws], dict[str, Any]]:
    return lambda _, aws: {"id": aws.region, "ids": [f"{prefix}-{number:017x}" for number in (1, 2, 3)]}


def _s3_object(args: Mapping[str, Any], _: Aws) -> dict[str, Any]:
    place = f"{args['bucket']}/{args['key']}"
    version = hashlib.sha256(place.encode()).hexdigest()[:32]
    return {"id": place, "etag": version, "versionId": version}


_ANSWERS: dict[str, Callable[[Mapping[str, Any], Aws], dict[str, Any]]] = {
    "aws:ec2/getSecurityGroups:getSecurityGroups": _three_of("sg"),
    "aws:ec2/getSubnets:getSubnets": _three_of("subnet"),
    "aws:ec2/getVpcs:getVpcs": _three_of("vpc"),
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    # What a program finds on AWS besides its own resources: nothing, unless it is told.
    "aws:iam/getRoles:getRoles": lambda _, aws: {"id": aws.region, "arns": [], "names": []},
    "aws:index/getArn:getArn": _parsed_arn,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getDefaultTags:getDefaultTags": lambda _, aws: {"id": aws.region, "tags": {}},
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getServicePrincipal:getServicePrincipal": _service_principal,
    "aws:s3/getObject:getObject": _s3_object,
}
