"""The services that APIs call, log to and trust: what they compute."""

from __future__ import annotations

from typing import Any

from pulumi_apigw.graph.shape import Shape, Template

__all__ = ["SERVICE_SHAPES"]


def _regional(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"


def _global(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}::{{account}}:{resource}"


def _iam(kind: str, unique: str, **outputs: Template) -> Shape:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    return Shape(
        id="{name}",
        arn=_global("iam", f"{kind}{{path}}{{name}}"),
        outputs={
            "path": "/",
            "uniqueId": unique + "{random:A17}",
            **outputs,
        },
    )


def _stream_arn(values: Any) -> str | None:
    stream = values["arn"] + "/stream/2025-01-01T00:00:00.000"
    return stream if values["streamEnabled"] else None


def _client_secret(values: Any) -> str | None:
    return f"{values['random']:a52}" if values["generateSecret"] else None


def _scope_identifiers(values: Any) -> list[str]:
    return [f"{values['identifier']}/{scope['scopeName']}" for scope in values["scopes"] or []]


def _validation_options(values: Any) -> list[dict[str, str]]:
    """The DNS records that prove a certificate's domains, one a domain."""
    domains = dict.fromkeys([values["domainName"], *(values["subjectAlternativeNames"] or [])])
    return [
        {
            "domainName": domain,
            "resourceRecordName": f"_{values['random']:h32}.{domain.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{values['random']:h32-value}.acm-validations.aws.",
        }
        for domain in domains
    ]


def _secret(values: Any) -> str:
    return (
        _regional("secretsmanager", "secret:").format_map(values) + f"{values['name']}-{values['random']:m6}"
    )


def _parameter(values: Any) -> str:
    # A parameter in a hierarchy starts with a slash, and its ARN has one slash only.
    return _regional("ssm", "parameter/").format_map(values) + str(values["name"]).removeprefix("/")


_BUCKET = Shape(
    id="{bucket}",
    arn="arn:{partition}:s3:::{bucket}",
    name="bucket",
    outputs={
        "bucket": "{name}",
        "bucketDomainName": "{bucket}.s3.{dns}",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.{dns}",
        "bucketRegion": "{region}",
        "hostedZoneId": "{random:A14}",
    },
)

SERVICE_SHAPES = {
    "aws:acm/certificate:Certificate": Shape(
        id="{arn}",
        arn=_regional("acm", "certificate/{random:u}"),
        name="",
        outputs={"domainValidationOptions": _validation_options, "status": "PENDING_VALIDATION"},
    ),
    "aws:appconfig/application:Application": Shape(
        id="{random:a7}", arn=_regional("appconfig", "application/{id}")
    ),
    "aws:appconfig/configurationProfile:ConfigurationProfile": Shape(
        id="{configurationProfileId}:{applicationId}",
        arn=_regional(
            "appconfig", "application/{applicationId}/configurationprofile/{configurationProfileId}"
        ),
        outputs={"configurationProfileId": "{random:a7}"},
    ),
    "aws:appconfig/environment:Environment": Shape(
        id="{environmentId}:{applicationId}",
        arn=_regional("appconfig", "application/{applicationId}/environment/{environmentId}"),
        outputs={"environmentId": "{random:a7}"},
    ),
    "aws:cloudwatch/eventBus:EventBus": Shape(id="{name}", arn=_regional("events", "event-bus/{name}")),
    "aws:cloudwatch/eventRule:EventRule": Shape(id="{name}", arn=_regional("events", "rule/{name}")),
    "aws:cloudwatch/logGroup:LogGroup": Shape(id="{name}", arn=_regional("logs", "log-group:{name}")),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Shape(id="{name}", arn=_regional("cloudwatch", "alarm:{name}")),
    "aws:cognito/resourceServer:ResourceServer": Shape(
        id="{userPoolId}|{identifier}", outputs={"scopeIdentifiers": _scope_identifiers}
    ),
    "aws:cognito/userPool:UserPool": Shape(
        id="{region}_{random:m9}",
        arn=_regional("cognito-idp", "userpool/{id}"),
        outputs={"endpoint": "cognito-idp.{region}.{dns}/{id}"},
    ),
    "aws:cognito/userPoolClient:UserPoolClient": Shape(
        id="{random:a26}", outputs={"clientSecret": _client_secret}
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": Shape(id="{domain}", name=""),
    "aws:dynamodb/table:Table": Shape(
        id="{name}", arn=_regional("dynamodb", "table/{name}"), outputs={"streamArn": _stream_arn}
    ),
    "aws:iam/group:Group": _iam("group", "AGPA"),
    "aws:iam/instanceProfile:InstanceProfile": _iam(
        "instance-profile", "AIPA", createDate="2025-01-01T00:00:00Z"
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Shape(
        id="{arn}",
        name="",
        outputs={
            "arn": lambda values: (
                _global("iam", "oidc-provider/").format_map(values)
                + str(values["url"]).removeprefix("https://")
            )
        },
    ),
    "aws:iam/policy:Policy": Shape(
        id="{arn}",
        arn=_global("iam", "policy{path}{name}"),
        outputs={"path": "/", "policyId": "ANPA{random:A17}"},
    ),
    "aws:iam/role:Role": _iam("role", "AROA", createDate="2025-01-01T00:00:00Z"),
    "aws:iam/rolePolicy:RolePolicy": Shape(id="{role}:{name}"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Shape(id="{role}-{random:d26}", name=""),
    "aws:iam/user:User": _iam("user", "AIDA"),
    "aws:kinesis/stream:Stream": Shape(id="{arn}", arn=_regional("kinesis", "stream/{name}")),
    "aws:kms/alias:Alias": Shape(id="{name}", arn=_regional("kms", "{name}")),
    "aws:kms/key:Key": Shape(
        id="{random:u}", arn=_regional("kms", "key/{id}"), name="", outputs={"keyId": "{id}"}
    ),
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketV2:BucketV2": _BUCKET,
    "aws:secretsmanager/secret:Secret": Shape(id="{arn}", outputs={"arn": _secret}),
    "aws:secretsmanager/secretVersion:SecretVersion": Shape(
        id="{secretId}|{versionId}", name="", outputs={"arn": "{secretId}", "versionId": "{random:u}"}
    ),
    "aws:sfn/stateMachine:StateMachine": Shape(id="{arn}", arn=_regional("states", "stateMachine:{name}")),
    "aws:sns/topic:Topic": Shape(id="{arn}", arn=_regional("sns", "{name}")),
    "aws:sqs/queue:Queue": Shape(
        id="{url}",
        arn=_regional("sqs", "{name}"),
        outputs={"url": "https://sqs.{region}.{dns}/{account}/{name}"},
    ),
    "aws:ssm/parameter:Parameter": Shape(id="{name}", outputs={"arn": _parameter}),
    "aws:wafv2/webAclAssociation:WebAclAssociation": Shape(id="{webAclArn},{resourceArn}", name=""),
    "aws:wafv2/webAcl:WebAcl": Shape(id="{random:u}", arn=_regional("wafv2", "regional/webacl/{name}/{id}")),
}
