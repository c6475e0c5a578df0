"""APIs of both kinds side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.graph import capture
from pulumi_apigw.local import serve

MOCK = {
    "type": "mock",
    "requestTemplates": {"application/json": '{"statusCode": 200}'},
    "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": '"rest"'}}},
}
BODY = {"openapi": "3.0.1", "paths": {"/a": {"get": {"x-amazon-apigateway-integration": MOCK}}}}


def both() -> None:
    """A REST API and, after it, an HTTP API."""
    rest = aws.apigateway.RestApi("rest", name="rest", body=json.dumps(BODY))
    deployment = aws.apigateway.Deployment("rest", rest_api=rest.id)
    stage = aws.apigateway.Stage("dev", rest_api=rest.id, deployment=deployment.id, stage_name="dev")
    after = pulumi.ResourceOptions(depends_on=[stage])
    aws.apigatewayv2.Api("http", name="http", protocol_type="HTTP", opts=after)


def test_each_kind_answers_in_its_own_way(tmp_path: Path) -> None:
    with serve(capture(both), project_dir=tmp_path, on_log=lambda line: None) as gateway:
        assert [(api.name, api.protocol) for api in gateway.apis] == [("rest", "rest"), ("http", "http")]
        assert [api["protocol"] for api in gateway.description()["apis"]] == ["rest", "http"]
        assert httpx.get(gateway.url("rest") + "/a").json() == "rest"
        port = int(gateway.url("rest").rpartition(":")[2].partition("/")[0])
        host = gateway.apis[1].domain_name
        unknown = httpx.get(f"http://127.0.0.1:{port}/a", headers={"host": host})
        assert (unknown.status_code, "apigw-requestid" in unknown.headers) == (404, True)
        assert gateway.route("rest", "GET", "/a/") is not None
        assert gateway.route("http", "GET", "/a") is None
        assert gateway.api_key("rest") is None
    with pytest.raises(
        GatewayError, match=r"^API 'http' has 0 JWT or Cognito authorizers\. Name one of: none"
    ):
        gateway.token("http")


def test_an_http_api_needs_nothing_of_rest_apis() -> None:
    code = (
        "import sys, pulumi_aws as aws\n"
        "from pulumi_apigw.graph import capture\n"
        "from pulumi_apigw.local import serve\n"
        "graph = capture(lambda: aws.apigatewayv2.Api('a', protocol_type='HTTP') and None)\n"
        "with serve(graph, on_log=lambda line: None):\n"
        "    print([name for name in sys.modules if 'local.rest' in name or 'jsonschema' in name])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr
