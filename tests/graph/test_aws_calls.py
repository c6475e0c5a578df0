"""What data sources answer."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.graph import capture
from pulumi_apigw.graph.aws_calls import Calls, answer
from pulumi_apigw.graph.aws_mocks import Aws

ACCOUNT = "123456789012"


def answered(token: str, args: dict[str, Any] | None = None, region: str = "eu-west-1") -> dict[str, Any]:
    return answer(token, args or {}, Aws(region, ACCOUNT), {})


@pytest.mark.parametrize(
    ("token", "args", "expected"),
    [
        (
            "aws:index/getCallerIdentity:getCallerIdentity",
            {},
            {"accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:user/deployer"},
        ),
        ("aws:index/getRegion:getRegion", {}, {"region": "eu-west-1", "name": "eu-west-1"}),
        ("aws:index/getRegion:getRegion", {"region": "eu-north-1"}, {"region": "eu-north-1"}),
        (
            "aws:index/getPartition:getPartition",
            {},
            {"partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"},
        ),
        (
            "aws:index/getAvailabilityZones:getAvailabilityZones",
            {},
            {
                "names": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
                "zoneIds": ["euw1-az1", "euw1-az2", "euw1-az3"],
            },
        ),
        (
            "aws:index/getArn:getArn",
            {"arn": "arn:aws:sqs:eu-west-1:1:q".replace(":1:", f":{ACCOUNT}:")},
            {"service": "sqs", "account": ACCOUNT, "resource": "q"},
        ),
        ("aws:lambda/getFunction:getFunction", {"functionName": "api"}, {"id": "api"}),
        ("aws:sqs/getQueue:getQueue", {"name": "q"}, {"arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q"}),
        (
            "aws:apigatewayv2/getApi:getApi",
            {"apiId": "abc"},
            {"id": "abc", "apiEndpoint": "https://abc.execute-api.eu-west-1.amazonaws.com"},
        ),
        (
            "aws:cognito/getUserPool:getUserPool",
            {"userPoolId": "eu-west-1_AAAAAAAAA"},
            {"arn": f"arn:aws:cognito-idp:eu-west-1:{ACCOUNT}:userpool/eu-west-1_AAAAAAAAA"},
        ),
        ("aws:route53/getZone:getZone", {"name": "example.com"}, {"name": "example.com"}),
        (
            "aws:s3/getObject:getObject",
            {"bucket": "b", "key": "k"},
            {"versionId": "710800c9e207017de17bae08517e6f4b"},
        ),
        ("aws:ec2/getSubnets:getSubnets", {}, {"ids": [f"subnet-{n:017}" for n in (1, 2, 3)]}),
        ("other:index:lookup", {"a": 1}, {"a": 1}),
    ],
)
def test_a_data_source_answers_as_aws_would(
    token: str, args: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = answered(token, args)
    assert {key: found[key] for key in expected} == expected


def test_zone_ids_abbreviate_regions_as_aws_does() -> None:
    # https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    regions = {
        "us-east-1": "use1",
        "ap-southeast-2": "apse2",
        "eu-central-1": "euc1",
        "us-gov-west-1": "usgw1",
    }
    assert {region: answered(token, region=region)["zoneIds"][0][:-4] for region in regions} == regions


def test_a_data_source_sees_the_region_of_its_provider() -> None:
    def program() -> None:
        provider = aws.Provider("edge", region="us-east-1")
        options = pulumi.InvokeOutputOptions(provider=provider)
        pulumi.export("region", aws.get_region_output(opts=options).region)

    assert capture(program, region="eu-west-1").exports == {"region": "us-east-1"}


def test_the_caller_adds_and_overrides_answers_by_token() -> None:
    asked: list[dict[str, Any]] = []

    def network(args: dict[str, Any]) -> dict[str, Any]:
        asked.append(args)
        return {"cidrBlock": "10.1.0.0/16"}

    def program() -> None:
        vpc = aws.ec2.get_vpc(id="vpc-1")
        identity = aws.get_caller_identity()
        pulumi.export("vpc", [vpc.id, vpc.cidr_block])
        pulumi.export("who", [identity.account_id, identity.user_id])

    calls: Calls = {
        "aws:ec2/getVpc:getVpc": network,
        "aws:index/getCallerIdentity:getCallerIdentity": {"userId": "me"},
    }
    assert capture(program, calls=calls).exports == {"vpc": ["vpc-1", "10.1.0.0/16"], "who": [ACCOUNT, "me"]}
    assert asked == [{"id": "vpc-1"}]


def test_a_method_of_a_packaged_component_is_answered_by_the_caller() -> None:
    def program() -> None:
        cluster = pulumi.ComponentResource("eks:index:Cluster", "main", {}, None, True)
        for method in ("getKubeconfig", "getOther"):
            answer = pulumi.runtime.call(f"eks:index:Cluster/{method}", {"__self__": cluster}, cluster)
            pulumi.export(method, answer)

    graph = capture(program, calls={"eks:index:Cluster/getKubeconfig": {"result": "k"}})
    assert graph.exports == {"getKubeconfig": {"result": "k"}}
