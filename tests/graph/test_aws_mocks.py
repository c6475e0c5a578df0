"""Ids, ARNs and endpoints have AWS's shapes and are the same in every run."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi._types import resource_types

from pulumi_apigw.graph import Resource, capture
from pulumi_apigw.graph.aws_mocks import Aws
from pulumi_apigw.graph.aws_shapes import SHAPES

ACCOUNT = "123456789012"
INVOKE = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"
LAMBDA = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function"


REQUIRED: dict[str, dict[str, Any]] = {
    "aws:apigateway/usagePlanKey:UsagePlanKey": {"keyId": "abc123"},
    "aws:apigateway/domainName:DomainName": {"domainName": "api.example.com"},
    "aws:apigatewayv2/domainName:DomainName": {"domainName": "api.example.com"},
    "aws:cognito/userPoolDomain:UserPoolDomain": {"domain": "shop"},
    "aws:lambda/functionUrl:FunctionUrl": {"functionName": "api"},
    "aws:secretsmanager/secretVersion:SecretVersion": {"secretId": "arn:aws:secretsmanager:x"},
}


def created(
    type_: str, inputs: dict[str, Any] | None = None, name: str = "orders"
) -> tuple[str, dict[str, Any]]:
    resource = Resource(
        urn=f"urn:pulumi:dev::shop::{type_}::{name}", type=type_, name=name, inputs=inputs or {}
    )
    return Aws("eu-west-1", ACCOUNT).create(resource, {})


@pytest.mark.parametrize(
    ("type_", "inputs", "id_", "outputs"),
    [
        (
            "aws:lambda/function:Function",
            {"name": "api", "publish": True},
            "api",
            {
                "arn": f"{LAMBDA}:api",
                "invokeArn": f"{INVOKE}/{LAMBDA}:api/invocations",
                "version": "1",
                "qualifiedArn": f"{LAMBDA}:api:1",
            },
        ),
        ("aws:lambda/function:Function", {"name": "api"}, "api", {"version": "$LATEST"}),
        (
            "aws:lambda/alias:Alias",
            {"name": "live", "functionName": f"{LAMBDA}:api"},
            f"{LAMBDA}:api:live",
            {
                "arn": f"{LAMBDA}:api:live",
                "invokeArn": f"{INVOKE}/{LAMBDA}:api:live/invocations",
            },
        ),
        ("aws:lambda/alias:Alias", {"name": "live", "functionName": "api"}, f"{LAMBDA}:api:live", {}),
        (
            "aws:lambda/alias:Alias",
            {"name": "live", "functionName": f"{LAMBDA}:api:1"},
            f"{LAMBDA}:api:live",
            {},
        ),
        (
            "aws:lambda/layerVersion:LayerVersion",
            {"layerName": "tools"},
            f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools:1",
            {"layerArn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:tools", "version": "1"},
        ),
        (
            "aws:apigatewayv2/stage:Stage",
            {"apiId": "abc", "name": "dev"},
            "dev",
            {
                "arn": "arn:aws:apigateway:eu-west-1::/apis/abc/stages/dev",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:abc/dev",
                "invokeUrl": "https://abc.execute-api.eu-west-1.amazonaws.com/dev",
            },
        ),
        (
            "aws:apigateway/stage:Stage",
            {"restApi": "abc", "stageName": "dev"},
            "ags-abc-dev",
            {
                "arn": "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/dev",
                "executionArn": f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:abc/dev",
                "invokeUrl": "https://abc.execute-api.eu-west-1.amazonaws.com/dev",
            },
        ),
        (
            "aws:apigateway/methodSettings:MethodSettings",
            {"restApi": "abc", "stageName": "dev", "methodPath": "*/*"},
            "abc-dev-*/*",
            {},
        ),
        ("aws:apigateway/account:Account", {}, "api-gateway-account", {}),
        (
            "aws:apigateway/documentationVersion:DocumentationVersion",
            {"restApiId": "abc", "version": "v1"},
            "abc/v1",
            {},
        ),
        ("aws:apigateway/usagePlanKey:UsagePlanKey", {"keyId": "k"}, "k", {}),
        (
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            {"webAclArn": "arn:acl", "resourceArn": "arn:stage"},
            "arn:acl,arn:stage",
            {},
        ),
        (
            "aws:iam/role:Role",
            {"name": "api", "path": "/service/"},
            "api",
            {"arn": f"arn:aws:iam::{ACCOUNT}:role/service/api"},
        ),
        (
            "aws:iam/role:Role",
            {"name": "api"},
            "api",
            {"arn": f"arn:aws:iam::{ACCOUNT}:role/api", "path": "/"},
        ),
        (
            "aws:cloudwatch/logGroup:LogGroup",
            {"name": "/aws/lambda/api"},
            "/aws/lambda/api",
            {"arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/aws/lambda/api"},
        ),
        (
            "aws:sqs/queue:Queue",
            {"name": "orders"},
            f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders",
            {"arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"},
        ),
        ("aws:sns/topic:Topic", {"name": "t"}, f"arn:aws:sns:eu-west-1:{ACCOUNT}:t", {}),
        (
            "aws:dynamodb/table:Table",
            {"name": "t"},
            "t",
            {"arn": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/t", "streamArn": None},
        ),
        (
            "aws:s3/bucket:Bucket",
            {"bucket": "b"},
            "b",
            {"arn": "arn:aws:s3:::b", "bucketDomainName": "b.s3.amazonaws.com"},
        ),
        (
            "aws:sfn/stateMachine:StateMachine",
            {"name": "m"},
            f"arn:aws:states:eu-west-1:{ACCOUNT}:stateMachine:m",
            {},
        ),
        ("aws:kinesis/stream:Stream", {"name": "s"}, f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/s", {}),
        (
            "aws:cloudwatch/eventBus:EventBus",
            {"name": "b"},
            "b",
            {"arn": f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/b"},
        ),
        (
            "aws:ssm/parameter:Parameter",
            {"name": "/app/key"},
            "/app/key",
            {"arn": f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/app/key"},
        ),
        (
            "aws:cognito/resourceServer:ResourceServer",
            {"userPoolId": "p", "identifier": "items", "scopes": [{"scopeName": "read"}]},
            "p|items",
            {"scopeIdentifiers": ["items/read"]},
        ),
        (
            "aws:bedrock/agent:Agent",
            {"name": "a"},
            "a",
            {"arn": f"arn:aws:bedrock:eu-west-1:{ACCOUNT}:agent/a"},
        ),
    ],
)
def test_values_that_follow_from_inputs(
    type_: str, inputs: dict[str, Any], id_: str, outputs: dict[str, Any]
) -> None:
    made_id, made = created(type_, inputs)
    assert made_id == id_
    assert {key: made[key] for key in outputs} == outputs


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


def test_a_client_has_a_secret_only_if_it_asks_for_one() -> None:
    client = "aws:cognito/userPoolClient:UserPoolClient"
    assert created(client)[1]["clientSecret"] is None
    assert re.fullmatch("[a-z0-9]{52}", created(client, {"generateSecret": True})[1]["clientSecret"])


@pytest.mark.parametrize("type_", ["aws:iam/role:Role", "aws:route53/zone:Zone"])
def test_a_global_resource_has_no_region(type_: str) -> None:
    assert "region" not in created(type_)[1]
    assert created("aws:sqs/queue:Queue")[1]["region"] == "eu-west-1"


def test_a_fifo_queue_is_named_as_one() -> None:
    _, made = created("aws:sqs/queue:Queue", {"fifoQueue": True})
    assert re.fullmatch(r"orders-[0-9a-f]{7}\.fifo", made["name"])


def test_a_name_with_braces_is_taken_as_it_is() -> None:
    assert created("aws:s3/bucket:Bucket", {"bucket": "{id}"})[0] == "{id}"
    assert created("aws:sns/topic:Topic", name="{id}")[1]["name"].startswith("{id}-")


def test_inputs_are_never_overwritten() -> None:
    _, made = created("aws:apigatewayv2/integration:Integration", {"payloadFormatVersion": "2.0"})
    assert "payloadFormatVersion" not in made


def test_a_websocket_api_and_its_stage_answer_by_wss() -> None:
    def program() -> None:
        api = aws.apigatewayv2.Api("chat", protocol_type="WEBSOCKET")
        stage = aws.apigatewayv2.Stage("dev", api_id=api.id, name="dev")
        pulumi.export("endpoint", api.api_endpoint)
        pulumi.export("url", stage.invoke_url)

    graph = capture(program)
    host = f"wss://{graph.find('aws:apigatewayv2/api:Api', 'chat').id}.execute-api.us-east-1.amazonaws.com"
    assert graph.exports == {"endpoint": host, "url": f"{host}/dev"}


def test_a_domain_has_a_target_beside_what_was_given() -> None:
    given = {"certificateArn": "arn:aws:acm:eu-west-1:1:certificate/1", "endpointType": "REGIONAL"}
    id_, made = created(
        "aws:apigatewayv2/domainName:DomainName",
        {"domainName": "api.example.com", "domainNameConfiguration": given},
    )
    target = made["domainNameConfiguration"]
    assert id_ == "api.example.com"
    assert given.items() <= target.items()
    assert re.fullmatch(r"d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com", target["targetDomainName"])


def test_a_private_domain_has_an_id_by_which_others_name_it() -> None:
    private = {"domainName": "in.example.com", "endpointConfiguration": {"types": "PRIVATE"}}
    _, made = created("aws:apigateway/domainName:DomainName", private)
    own = made["domainNameId"]
    assert re.fullmatch("[a-z0-9]{10}", own)
    assert made["arn"] == f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnames/in.example.com+{own}"
    association, _ = created(
        "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation",
        {
            "domainNameArn": made["arn"],
            "accessAssociationSource": "vpce-1",
            "accessAssociationSourceType": "VPCE",
        },
    )
    place = f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnameaccessassociations/domainname"
    assert association == f"{place}/in.example.com+{own}/vpcesource/vpce-1"


def test_a_public_domain_has_no_such_id() -> None:
    _, made = created(
        "aws:apigateway/domainName:DomainName",
        {"domainName": "api.example.com", "endpointConfiguration": {"types": "EDGE"}},
    )
    assert made["domainNameId"] is None
    assert made["arn"] == "arn:aws:apigateway:eu-west-1::/domainnames/api.example.com"


def test_a_routing_rule_is_known_by_its_arn() -> None:
    id_, made = created("aws:apigatewayv2/routingRule:RoutingRule", {"domainName": "api.example.com"})
    place = f"arn:aws:apigateway:eu-west-1:{ACCOUNT}:/domainnames/api.example.com/routingrules"
    assert id_ == made["routingRuleArn"] == f"{place}/{made['routingRuleId']}"


def test_a_certificate_has_one_validation_record_a_domain() -> None:
    _, made = created(
        "aws:acm/certificate:Certificate",
        {"domainName": "*.example.com", "subjectAlternativeNames": ["api.example.com", "*.example.com"]},
    )
    options = made["domainValidationOptions"]
    assert [option["domainName"] for option in options] == ["*.example.com", "api.example.com"]
    assert re.fullmatch(r"_[0-9a-f]{32}\.example\.com\.", options[0]["resourceRecordName"])


@pytest.mark.parametrize(
    ("region", "prefix", "host"),
    [
        ("cn-north-1", "arn:aws-cn:sqs:cn-north-1:", "sqs.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "arn:aws-us-gov:sqs:us-gov-west-1:", "sqs.us-gov-west-1.amazonaws.com"),
    ],
)
def test_other_partitions_have_their_own_arns_and_hosts(region: str, prefix: str, host: str) -> None:
    graph = capture(lambda: aws.sqs.Queue("orders"), region=region)
    queue = graph.find("aws:sqs/queue:Queue", "orders")
    assert queue.outputs["arn"].startswith(prefix)
    assert host in queue.outputs["url"]


def test_the_region_of_one_resource_goes_over_the_stacks() -> None:
    graph = capture(lambda: aws.sqs.Queue("orders", region="eu-north-1"))
    assert graph.find("aws:sqs/queue:Queue", "orders").outputs["arn"].startswith("arn:aws:sqs:eu-north-1:")


@pytest.mark.parametrize("type_", sorted(SHAPES))
def test_every_shape_is_filled_from_what_its_type_requires(type_: str) -> None:
    id_, made = created(type_, REQUIRED.get(type_, {}))
    assert id_
    assert not [key for key, value in made.items() if isinstance(value, str) and ("{" in value or not value)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_shape_names_a_type_and_outputs_that_exist() -> None:
    """A misspelt type or output would do nothing, unseen."""
    registered = re.search(r'resource_modules="""\n(.*?)"""', Path(aws.__file__).read_text(), re.DOTALL)
    assert registered
    classes = {
        token: (module["fqn"], name)
        for module in json.loads(registered[1])
        for token, name in module["classes"].items()
    }
    for type_, shape in SHAPES.items():
        if not type_.startswith("aws:"):
            continue
        module, name = classes[type_]
        known = resource_types(getattr(importlib.import_module(module), name))
        given = {*shape.outputs, shape.name, "arn" if shape.arn else ""} - {""}
        assert given <= set(known), type_


def test_resources_of_other_providers_pass_with_their_inputs() -> None:
    class Thing(pulumi.CustomResource):
        length: pulumi.Output[int]

        def __init__(self, name: str) -> None:
            super().__init__("other:index:Thing", name, {"length": 3})

    def program() -> None:
        pulumi.export("length", Thing("a").length)

    graph = capture(program)
    assert graph.exports == {"length": 3}
    assert graph.find("other:index:Thing", "a").outputs == {"length": 3}


def test_the_program_and_the_graph_see_the_same_values() -> None:
    def program() -> None:
        queue = aws.sqs.Queue("orders")
        pulumi.export("all", pulumi.Output.all(queue.id, queue.arn, queue.url, queue.name))

    graph = capture(program)
    queue = graph.find("aws:sqs/queue:Queue", "orders")
    assert graph.exports["all"] == [queue.id, *(queue.outputs[key] for key in ("arn", "url", "name"))]
