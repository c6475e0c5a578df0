"""Ids and values that AWS makes up have its shapes."""

from __future__ import annotations

import re

import pytest

from .conftest import ACCOUNT, created


@pytest.mark.parametrize(
    ("type_", "id_pattern", "outputs"),
    [
        (
            "aws:apigatewayv2/api:Api",
            "[a-z0-9]{10}",
            {
                "apiEndpoint": r"https://ID\.execute-api\.eu-west-1\.amazonaws\.com",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:ID",
                "arn": "arn:aws:apigateway:eu-west-1::/apis/ID",
            },
        ),
        ("aws:apigatewayv2/integration:Integration", "[a-z0-9]{7}", {}),
        ("aws:apigatewayv2/route:Route", "[a-z0-9]{7}", {}),
        ("aws:apigatewayv2/authorizer:Authorizer", "[a-z0-9]{6}", {}),
        (
            "aws:apigateway/restApi:RestApi",
            "[a-z0-9]{10}",
            {
                "rootResourceId": "(?!ID)[a-z0-9]{10}",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:ID",
            },
        ),
        ("aws:apigateway/apiKey:ApiKey", "[a-z0-9]{10}", {"value": "[A-Za-z0-9]{40}"}),
        ("aws:apigateway/deployment:Deployment", "[a-z0-9]{6}", {}),
        (
            "aws:apigateway/clientCertificate:ClientCertificate",
            "[a-z0-9]{6}",
            {"arn": "arn:aws:apigateway:eu-west-1::/clientcertificates/ID"},
        ),
        (
            "aws:cognito/userPool:UserPool",
            "eu-west-1_[A-Za-z0-9]{9}",
            {
                "endpoint": r"cognito-idp\.eu-west-1\.amazonaws\.com/ID",
                "arn": f"arn:aws:cognito-idp:eu-west-1:{ACCOUNT}:userpool/ID",
            },
        ),
        ("aws:cognito/userPoolClient:UserPoolClient", "[a-z0-9]{26}", {}),
        (
            "aws:secretsmanager/secret:Secret",
            f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:orders-[0-9a-f]{{7}}-[A-Za-z0-9]{{6}}",
            {"arn": "ID"},
        ),
        (
            "aws:kms/key:Key",
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
            {"arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/ID", "keyId": "ID"},
        ),
        ("aws:route53/zone:Zone", "Z[A-Z0-9]{20}", {"zoneId": "ID"}),
        ("aws:ec2/vpc:Vpc", "vpc-[0-9a-f]{17}", {"arn": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc/ID"}),
        ("aws:ec2/securityGroup:SecurityGroup", "sg-[0-9a-f]{17}", {"arn": ".*:security-group/ID"}),
        (
            "aws:lb/loadBalancer:LoadBalancer",
            f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/app/orders-[0-9a-f]{{7}}/[0-9a-f]{{16}}",
            {"dnsName": r"orders-[0-9a-f]{7}-\d{10}\.eu-west-1\.elb\.amazonaws\.com"},
        ),
        ("aws:iam/role:Role", "orders-[0-9a-f]{7}", {"name": "ID", "uniqueId": "AROA[A-Z0-9]{17}"}),
        ("aws:lambda/permission:Permission", "orders-[0-9a-f]{7}", {"statementId": "ID"}),
        ("aws:servicediscovery/service:Service", "srv-[a-z0-9]{16}", {}),
    ],
)
def test_values_that_aws_makes_up(type_: str, id_pattern: str, outputs: dict[str, str]) -> None:
    id_, made = created(type_)
    assert re.fullmatch(id_pattern, id_)
    for key, pattern in outputs.items():
        assert re.fullmatch(pattern.replace("ID", re.escape(id_)), made[key]), (key, made[key])
    assert created(type_) == (id_, made)
    assert created(type_, name="refunds")[0] != id_
