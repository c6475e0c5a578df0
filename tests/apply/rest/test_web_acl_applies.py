"""A stage has the web ACL that its config names, also after the config names another one."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
from pathlib import Path
import pulumi_aws as aws
import pulumi_apigw

SEEN = {"cloudwatch_metrics_enabled": False, "metric_name": "shop", "sampled_requests_enabled": False}
acls = {
    name: aws.wafv2.WebAcl(
        name, name=name, scope="REGIONAL", default_action={"allow": {}}, visibility_config=SEEN
    )
    for name in ("first", "second")
}
pulumi_apigw.Service.from_file(
    Path(__file__).parent / "api.yaml", refs={"acl": acls["USED"].arn}
).export()
"""
CONFIG = """
service: guarded
access_log_role: none
apis:
  public:
    protocol: rest
    web_acl_arn: ${ref.acl}
    routes: {GET /health: {authorizer: none, integration: {type: mock, body: '{}'}}}
stages: {dev: {}}
"""


def write(project: Path, used: str) -> None:
    (project / "__main__.py").write_text(PROGRAM.replace("USED", used))
    (project / "api.yaml").write_text(CONFIG)


def guarding(applied: Any, stage: Any) -> str | None:
    """The ARN of the web ACL that AWS has for a stage."""
    url = f"{applied.rest_endpoint}/restapis/{stage['restApi']}/stages/{stage['stageName']}"
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=signed), timeout=30) as response:
        found: str | None = json.load(response).get("webAclArn")
    return found


def test_P43_another_web_acl_takes_the_place_of_the_first(apply_check: Any, tmp_path: Path) -> None:
    project = tmp_path / "guarded"
    project.mkdir()
    for used in ("first", "second"):
        write(project, used)
        applied = apply_check.apply(project)
        stage = apply_check.outputs(project, "aws:apigateway/stage:Stage")["guarded-public.dev"]
        acl = apply_check.outputs(project, "aws:wafv2/webAcl:WebAcl")[used]
        # AWS takes off whichever it is when the old association is deleted: that comes first.
        assert guarding(applied, stage) == acl["arn"], applied.output
    assert {step.op for step in apply_check.apply(project).steps} == {"same"}
