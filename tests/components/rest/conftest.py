from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pulumi_apigw.graph import Resource, ResourceGraph

from ..conftest import BUILT, config

REST_API = "aws:apigateway/restApi:RestApi"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
REST_STAGE = "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
API_KEY = "aws:apigateway/apiKey:ApiKey"
USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan"
USAGE_PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
CERTIFICATE = "aws:apigateway/clientCertificate:ClientCertificate"
DOCUMENTATION = "aws:apigateway/documentationVersion:DocumentationVersion"
ACCOUNT = "aws:apigateway/account:Account"
NLB_LINK = "aws:apigateway/vpcLink:VpcLink"
WEB_ACL = "aws:wafv2/webAclAssociation:WebAclAssociation"

ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1a2b"


def rest(routes: Mapping[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """A service's config with one REST API; its routes call `api` and are open unless they say otherwise."""
    written = {key: {"authorizer": "none", **route} for key, route in (routes or {"GET /items": {}}).items()}
    public = {"protocol": "rest", "defaults": {"function": "api"}, "routes": written, **parts}
    return config(apis={"public": public}, functions={"api": BUILT})


def rest_api(graph: ResourceGraph) -> Resource:
    return graph.find(REST_API, "orders-public")


def body(graph: ResourceGraph) -> dict[str, Any]:
    """The document that API Gateway imports."""
    return dict(json.loads(rest_api(graph).inputs["body"]))


def deployment(graph: ResourceGraph) -> Resource:
    return graph.find(DEPLOYMENT, "orders-public")


def stage(graph: ResourceGraph) -> Resource:
    return graph.find(REST_STAGE, "orders-public.dev")
