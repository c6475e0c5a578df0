"""The log group of a stage's access log."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..plan.model import AccessLogPlan
from .references import References

__all__ = ["access_log_settings", "create_log_group"]


def create_log_group(
    name: str,
    log: AccessLogPlan | None,
    *,
    refs: References,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> aws.cloudwatch.LogGroup | None:
    """The log group, or None where a stage writes no access log, or sends it to Firehose."""
    if log is None or log.firehose_arn is not None:
        return None
    return aws.cloudwatch.LogGroup(
        f"{name}.access-log",
        name=log.log_group,
        retention_in_days=log.retention_days,
        kms_key_id=refs.fill(log.kms_key_arn),
        log_group_class=log.log_class,
        tags=refs.fill(tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def access_log_settings(
    log: AccessLogPlan | None, log_group: aws.cloudwatch.LogGroup | None, refs: References
) -> aws.apigatewayv2.StageAccessLogSettingsArgsDict | None:
    """What a stage of an HTTP or WebSocket API, which writes to log groups alone, is told of its log."""
    if log is None or log_group is None:
        return None
    return {"destination_arn": log_group.arn, "format": refs.fill(log.format)}
