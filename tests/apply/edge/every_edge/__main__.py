"""A service at two domains, watched and guarded, beside a zone that is there already."""

from pathlib import Path

import pulumi_aws as aws

import pulumi_apigw

topic = aws.sns.Topic("alarms")
web_acl = aws.wafv2.WebAcl(
    "web-acl",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={
        "cloudwatch_metrics_enabled": False,
        "metric_name": "admin",
        "sampled_requests_enabled": False,
    },
)
service = pulumi_apigw.Service.from_file(
    Path(__file__).parent / "api.yaml",
    refs={
        "topic_arn": topic.arn,
        "web_acl_arn": web_acl.arn,
        "zone_id": aws.route53.get_zone_output(name="example.com").zone_id,
    },
)
service.export()
