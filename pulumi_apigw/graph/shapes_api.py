"""API Gateway and Lambda: what they compute.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
"""

from __future__ import annotations

from typing import Any

from pulumi_apigw.aws.arns import invoke_uri
from pulumi_apigw.graph.function_names import split_function
from pulumi_apigw.graph.shape import Shape

__all__ = ["API_SHAPES"]

_EXECUTE_HOST = "execute-api.{region}.{dns}"
_EXECUTE_ARN = "arn:{partition}:execute-api:{region}:{account}"
_CONTROL_ARN = "arn:{partition}:apigateway:{region}::"


def _endpoint(values: Any) -> str:
    scheme = "wss" if values["protocolType"] == "WEBSOCKET" else "https"
    return f"{scheme}://{values['id']}." + _EXECUTE_HOST.format_map(values)


def _invoke_url(values: Any) -> str:
    """The URL of a stage: `$default` answers at the root, any other under its name."""
    api = values.other(values["apiId"])
    scheme = "wss" if api.get("protocolType") == "WEBSOCKET" else "https"
    stage = "" if values["name"] == "$default" else values["name"]
    return f"{scheme}://{values['apiId']}.{_EXECUTE_HOST.format_map(values)}/{stage}"


def _domain_configuration(values: Any) -> dict[str, Any]:
    given = values.resource.inputs.get("domainNameConfiguration", {})
    target = "d-{random:a10}.".format_map(values) + _EXECUTE_HOST.format_map(values)
    return {**given, "targetDomainName": target, "hostedZoneId": "{random:A14}".format_map(values)}


def _private_id(values: Any) -> str | None:
    """What tells private domains of one name from each other; public ones have none."""
    types = str(values.resource.inputs.get("endpointConfiguration", {}).get("types"))
    return "{random:a10}".format_map(values) if "PRIVATE" in types else None


def _domain_arn(values: Any) -> str:
    if not values["domainNameId"]:
        return (_CONTROL_ARN + "/domainnames/{domainName}").format_map(values)
    arn = "arn:{partition}:apigateway:{region}:{account}:/domainnames/{domainName}+{domainNameId}"
    return arn.format_map(values)


def _association_arn(values: Any) -> str:
    domain = str(values["domainNameArn"]).partition("/domainnames/")[2]
    kind = str(values["accessAssociationSourceType"]).lower()
    place = "arn:{partition}:apigateway:{region}:{account}:/domainnameaccessassociations".format_map(values)
    return f"{place}/domainname/{domain}/{kind}source/{values['accessAssociationSource']}"


def _function_arn(values: Any) -> str:
    """A function's own ARN from what an alias calls it by: a name, a partial ARN or an ARN."""
    function = str(values["functionName"])
    if function.startswith("arn:"):
        return ":".join(function.split(":")[:7])
    name, _ = split_function(function)
    return "arn:{partition}:lambda:{region}:{account}:function:".format_map(values) + name


def _version(values: Any) -> str:
    return "1" if values.resource.inputs.get("publish") else "$LATEST"


_V2 = {
    "api:Api": Shape(
        id="{random:a10}",
        arn=_CONTROL_ARN + "/apis/{id}",
        outputs={
            "apiEndpoint": _endpoint,
            "executionArn": _EXECUTE_ARN + ":{id}",
            "apiKeySelectionExpression": "$request.header.x-api-key",
            "routeSelectionExpression": "$request.method $request.path",
        },
    ),
    "apiMapping:ApiMapping": Shape(id="{random:a6}", name=""),
    "authorizer:Authorizer": Shape(id="{random:a6}"),
    "deployment:Deployment": Shape(id="{random:a6}", name=""),
    "domainName:DomainName": Shape(
        id="{domainName}",
        arn=_CONTROL_ARN + "/domainnames/{domainName}",
        name="",
        outputs={
            "apiMappingSelectionExpression": "$request.basepath",
            "domainNameConfiguration": _domain_configuration,
        },
        wins=frozenset({"domainNameConfiguration"}),
    ),
    "integration:Integration": Shape(
        id="{random:a7}", name="", outputs={"connectionType": "INTERNET", "payloadFormatVersion": "1.0"}
    ),
    "integrationResponse:IntegrationResponse": Shape(id="{random:a7}", name=""),
    "model:Model": Shape(id="{random:a6}"),
    "route:Route": Shape(id="{random:a7}", name="", outputs={"authorizationType": "NONE"}),
    "routeResponse:RouteResponse": Shape(id="{random:a7}", name=""),
    "routingRule:RoutingRule": Shape(
        id="{routingRuleArn}",
        name="",
        outputs={
            "routingRuleId": "{random:a6}",
            "routingRuleArn": "arn:{partition}:apigateway:{region}:{account}:/domainnames/{domainName}"
            "/routingrules/{routingRuleId}",
        },
    ),
    "stage:Stage": Shape(
        id="{name}",
        arn=_CONTROL_ARN + "/apis/{apiId}/stages/{name}",
        outputs={"executionArn": _EXECUTE_ARN + ":{apiId}/{name}", "invokeUrl": _invoke_url},
    ),
    "vpcLink:VpcLink": Shape(id="{random:a6}", arn=_CONTROL_ARN + "/vpclinks/{id}"),
}

_REST = {
    "account:Account": Shape(id="api-gateway-account", name=""),
    "apiKey:ApiKey": Shape(
        id="{random:a10}", arn=_CONTROL_ARN + "/apikeys/{id}", outputs={"value": "{random:m40}"}
    ),
    "authorizer:Authorizer": Shape(id="{random:a6}"),
    "basePathMapping:BasePathMapping": Shape(id="{domainName}/{basePath}", name=""),
    "clientCertificate:ClientCertificate": Shape(
        id="{random:a6}",
        arn=_CONTROL_ARN + "/clientcertificates/{id}",
        name="",
        outputs={"pemEncodedCertificate": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"},
    ),
    "deployment:Deployment": Shape(id="{random:a6}", name=""),
    "documentationVersion:DocumentationVersion": Shape(id="{restApiId}/{version}", name=""),
    "domainName:DomainName": Shape(
        id="{domainName}",
        name="",
        outputs={
            "arn": _domain_arn,
            "domainNameId": _private_id,
            "regionalDomainName": "d-{random:a10}." + _EXECUTE_HOST,
            "regionalZoneId": "{random:A14}",
            "cloudfrontDomainName": "d{random:a13}.cloudfront.net",
            # CloudFront's own zone: https://docs.aws.amazon.com/general/latest/gr/cf_region.html
            "cloudfrontZoneId": "Z2FDTNDATAQYW2",
        },
    ),
    "domainNameAccessAssociation:DomainNameAccessAssociation": Shape(
        id="{arn}", name="", outputs={"arn": _association_arn}
    ),
    "methodSettings:MethodSettings": Shape(id="{restApi}-{stageName}-{methodPath}", name=""),
    "requestValidator:RequestValidator": Shape(id="{random:a6}"),
    "resource:Resource": Shape(id="{random:a6}", name=""),
    "restApi:RestApi": Shape(
        id="{random:a10}",
        arn=_CONTROL_ARN + "/restapis/{id}",
        outputs={"executionArn": _EXECUTE_ARN + ":{id}", "rootResourceId": "{random:a10-root}"},
    ),
    "stage:Stage": Shape(
        id="ags-{restApi}-{stageName}",
        arn=_CONTROL_ARN + "/restapis/{restApi}/stages/{stageName}",
        name="",
        outputs={
            "executionArn": _EXECUTE_ARN + ":{restApi}/{stageName}",
            "invokeUrl": "https://{restApi}." + _EXECUTE_HOST + "/{stageName}",
        },
    ),
    "usagePlan:UsagePlan": Shape(id="{random:a6}", arn=_CONTROL_ARN + "/usageplans/{id}"),
    "usagePlanKey:UsagePlanKey": Shape(id="{keyId}", name=""),
    "vpcLink:VpcLink": Shape(id="{random:a6}", arn=_CONTROL_ARN + "/vpclinks/{id}"),
}

_LAMBDA = {
    "alias:Alias": Shape(
        id="{arn}",
        outputs={
            "arn": lambda values: f"{_function_arn(values)}:{values['name']}",
            "invokeArn": lambda values: invoke_uri(values["arn"]),
        },
    ),
    "eventSourceMapping:EventSourceMapping": Shape(
        id="{random:u}",
        arn="arn:{partition}:lambda:{region}:{account}:event-source-mapping:{id}",
        name="",
        outputs={"uuid": "{id}", "functionArn": _function_arn},
    ),
    "function:Function": Shape(
        id="{name}",
        arn="arn:{partition}:lambda:{region}:{account}:function:{name}",
        outputs={
            "invokeArn": lambda values: invoke_uri(values["arn"]),
            "version": _version,
            "qualifiedArn": "{arn}:{version}",
            "qualifiedInvokeArn": lambda values: invoke_uri(values["qualifiedArn"]),
            "lastModified": "2025-01-01T00:00:00.000+0000",
        },
    ),
    "functionUrl:FunctionUrl": Shape(
        id="{functionName}",
        name="",
        outputs={
            "functionArn": _function_arn,
            "urlId": "{random:a32}",
            "functionUrl": "https://{urlId}.lambda-url.{region}.on.aws/",
        },
    ),
    "layerVersion:LayerVersion": Shape(
        id="{arn}",
        arn="{layerArn}:1",
        name="layerName",
        outputs={"layerArn": "arn:{partition}:lambda:{region}:{account}:layer:{name}", "version": "1"},
    ),
    "permission:Permission": Shape(id="{name}", name="statementId"),
}

API_SHAPES = {
    **{f"aws:apigatewayv2/{member}": shape for member, shape in _V2.items()},
    **{f"aws:apigateway/{member}": shape for member, shape in _REST.items()},
    **{f"aws:lambda/{member}": shape for member, shape in _LAMBDA.items()},
}
