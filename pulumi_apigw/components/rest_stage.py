"""The stage of a REST API: plan → the stage, its certificate, the settings of its methods and its web ACL."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..plan.rest.model import MethodSettingsPlan, RestStagePlan
from .access_log_role import AccessLogRole
from .references import References
from .rest_api import RestApi

__all__ = [
    "create_client_certificate",
    "create_method_settings",
    "create_rest_stage",
    "create_web_acl_association",
]


def create_client_certificate(
    name: str, plan: RestStagePlan, api: RestApi, *, refs: References, parent: pulumi.Resource
) -> aws.apigateway.ClientCertificate | None:
    """The certificate by which backends know the stage, or None where it has none.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
    """
    if not api.plan.settings.client_certificate:
        return None
    return aws.apigateway.ClientCertificate(
        f"{name}.certificate",
        description=f"{api.plan.api_name}, stage {plan.stage_name}",
        tags=refs.fill(plan.tags),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def create_rest_stage(
    name: str,
    plan: RestStagePlan,
    api: RestApi,
    *,
    deployment: str | None,
    canary_deployment: str | None,
    log_group: aws.cloudwatch.LogGroup | None,
    certificate: aws.apigateway.ClientCertificate | None,
    role: AccessLogRole | None,
    refs: References,
    parent: pulumi.Resource,
) -> aws.apigateway.Stage:
    """A stage that serves the newest deployment or that of one content, after all that it needs.

    The canary's is the stage's own where nothing else is said.
    """
    settings = api.plan.settings
    served = api.deployment if deployment is None else api.deployments[deployment]
    canary = served if canary_deployment is None else api.deployments[canary_deployment]
    stable = refs.fill(plan.canary.stable_deployment_id) if plan.canary else None
    return aws.apigateway.Stage(
        name,
        rest_api=api.api_id,
        stage_name=plan.stage_name,
        deployment=stable or served.id,
        description=refs.fill(plan.description),
        variables=refs.fill(plan.variables),
        cache_cluster_enabled=plan.cache_size_gb is not None,
        cache_cluster_size=plan.cache_size_gb,
        canary_settings=_canary(plan, canary, refs),
        client_certificate_id=certificate.id if certificate else None,
        documentation_version=api.documentation.version if api.documentation else None,
        xray_tracing_enabled=settings.tracing,
        access_log_settings=_access_log(plan, log_group, refs),
        tags=refs.fill(plan.tags),
        # Without the account's role AWS refuses a stage that writes a log.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[role] if role else None),
    )


def create_method_settings(
    name: str, plan: RestStagePlan, stage: aws.apigateway.Stage, *, parent: pulumi.Resource
) -> dict[str, aws.apigateway.MethodSettings]:
    """The settings of all methods (`*/*`), and of the methods that have settings of their own."""
    return {
        each.path: aws.apigateway.MethodSettings(
            f"{name}.{each.path.replace('~1', '/').removeprefix('/')}",
            rest_api=stage.rest_api,
            stage_name=stage.stage_name,
            method_path=each.path,
            settings=_settings(each),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for each in plan.settings
    }


def create_web_acl_association(
    name: str, api: RestApi, stage: aws.apigateway.Stage, *, refs: References, parent: pulumi.Resource
) -> aws.wafv2.WebAclAssociation | None:
    """The one web ACL of the stage, or None where it has none: nothing else is touched, such as a user pool.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
    """
    if api.plan.settings.web_acl_arn is None:
        return None
    return aws.wafv2.WebAclAssociation(
        f"{name}.web-acl",
        resource_arn=stage.arn,
        web_acl_arn=refs.fill(api.plan.settings.web_acl_arn),
        # AWS keeps one a stage and takes any off by the stage's ARN alone: the old association, deleted after
        # the new one was made, would take that off.
        # https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )


def _access_log(
    plan: RestStagePlan, log_group: aws.cloudwatch.LogGroup | None, refs: References
) -> aws.apigateway.StageAccessLogSettingsArgsDict | None:
    if plan.access_log is None:
        return None
    destination = log_group.arn if log_group else refs.fill(plan.access_log.firehose_arn)
    return {"destination_arn": destination, "format": refs.fill(plan.access_log.format)}


def _canary(
    plan: RestStagePlan, deployment: aws.apigateway.Deployment, refs: References
) -> aws.apigateway.StageCanarySettingsArgsDict | None:
    """A canary serves a deployment; with no stable one the stage does too, with other variables."""
    if plan.canary is None:
        return None
    return {
        "deployment_id": deployment.id,
        "percent_traffic": plan.canary.percent_traffic,
        "stage_variable_overrides": refs.fill(plan.canary.variables),
        "use_stage_cache": plan.canary.use_stage_cache,
    }


def _settings(plan: MethodSettingsPlan) -> aws.apigateway.MethodSettingsSettingsArgsDict:
    """Settings, whole: AWS has values of its own for what is left out."""
    settings: aws.apigateway.MethodSettingsSettingsArgsDict = {
        "metrics_enabled": plan.detailed_metrics,
        "logging_level": plan.log_level,
        "data_trace_enabled": plan.data_trace,
        "throttling_rate_limit": plan.throttle.rate_limit,
        "throttling_burst_limit": plan.throttle.burst_limit,
        "caching_enabled": plan.cache is not None and plan.cache.enabled,
    }
    if plan.cache:
        settings["cache_ttl_in_seconds"] = plan.cache.ttl_seconds
        settings["cache_data_encrypted"] = plan.cache.encrypted
        settings["require_authorization_for_cache_control"] = plan.cache.require_authorization
        settings["unauthorized_cache_control_header_strategy"] = plan.cache.unauthorized_strategy
    return settings
