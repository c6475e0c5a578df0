"""The plan of a REST API as plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pulumi_apigw.aws.rest_verbs import verbs_of
from pulumi_apigw.plan import RestApiPlan
from pulumi_apigw.plan.rest.model import (
    CognitoAuthorizerPlan,
    FunctionIntegrationPlan,
    HttpIntegrationPlan,
    MethodPlan,
    MethodSettingsPlan,
    MockIntegrationPlan,
    RestAuthorizerPlan,
    RestIntegrationPlan,
    RestStagePlan,
    UsagePlanPlan,
)
from pulumi_apigw.plan.rest.stage import EVERY_METHOD, method_path

from .resolved_parts import Data, resolved_call, resolved_throttle, resolved_url, resolved_usage_plan

__all__ = ["resolved_rest_api"]


def resolved_rest_api(api: RestApiPlan, stage: RestStagePlan) -> Data:
    """A stage of a REST API, and where each route leads; preflights of `cors` are told by their paths."""
    settings = {each.path: each for each in stage.settings}
    keys = {each.key for each in api.methods}
    routes = [each for each in api.methods if not each.preflight]
    return {
        "name": api.name,
        "api_name": api.api_name,
        "protocol": "rest",
        "stage": stage.name,
        "endpoint": api.settings.endpoint,
        "stage_name": stage.stage_name,
        "url": resolved_url(stage.stage_name, disabled=api.settings.disable_execute_api_endpoint),
        "variables": dict(stage.variables),
        "throttle": resolved_throttle(settings[EVERY_METHOD].throttle),
        "cache_size_gb": stage.cache_size_gb,
        "canary": _canary(stage),
        "authorizers": [_authorizer(each, stage.variables) for each in api.authorizers],
        "usage_plans": [_usage_plan(each) for each in stage.usage_plans],
        "routes": [_route(each, _own(each, keys, settings), stage.variables) for each in routes],
        "preflights": [each.path for each in api.methods if each.preflight],
        "integrations": len(routes),
    }


def _own(
    method: MethodPlan, keys: Collection[str], settings: Mapping[str, MethodSettingsPlan]
) -> MethodSettingsPlan:
    """The settings of a method: of one for any verb those of each, which differ in what is cached alone."""
    paths = [method_path(verb, method.path) for verb in verbs_of(method.method, method.path, keys)]
    return next((settings[path] for path in paths if path in settings), settings[EVERY_METHOD])


def _route(method: MethodPlan, own: MethodSettingsPlan, variables: Mapping[str, str]) -> Data:
    return {
        "route": method.key,
        "target": _integration(method.integration, variables),
        "authorization": method.authorization,
        "authorizer": method.authorizer,
        "scopes": list(method.scopes),
        "api_key": method.api_key,
        "validation": method.validation,
        "throttle": resolved_throttle(own.throttle),
        "timeout_ms": method.integration.timeout_ms,
    }


def _integration(integration: RestIntegrationPlan, variables: Mapping[str, str]) -> Data:
    if isinstance(integration, FunctionIntegrationPlan):
        called = resolved_call(integration.target, variables)
        return {"type": "function", **called, "stream": integration.stream}
    if isinstance(integration, HttpIntegrationPlan):
        called = {"method": integration.method, "url": integration.url, "proxy": integration.proxy}
        private = {"vpc_link": integration.vpc_link, "target_arn": integration.target_arn}
        kind = {"type": "http"} if integration.vpc_link is None else {"type": "private", **private}
        return {**kind, **called, "stream": integration.stream}
    if isinstance(integration, MockIntegrationPlan):
        return {"type": "mock", "statuses": [each.status for each in integration.responses]}
    return {
        "type": "service",
        "subtype": integration.name.partition(" ")[0],
        "service": integration.service,
        "call": integration.target,
        "actions": list(integration.actions),
        "resources": list(integration.resources),
    }


def _authorizer(authorizer: RestAuthorizerPlan, variables: Mapping[str, str]) -> Data:
    ttl = {"ttl_seconds": authorizer.ttl_seconds}
    if isinstance(authorizer, CognitoAuthorizerPlan):
        pools = list(authorizer.user_pool_arns)
        return {"name": authorizer.name, "type": "cognito", "user_pool_arns": pools, **ttl}
    called = resolved_call(authorizer.target, variables)
    return {"name": authorizer.name, "type": "lambda", **called, "event": authorizer.event, **ttl}


def _canary(stage: RestStagePlan) -> Data | None:
    if stage.canary is None:
        return None
    return {"percent_traffic": stage.canary.percent_traffic, "variables": dict(stage.canary.variables)}


def _usage_plan(plan: UsagePlanPlan) -> Data:
    routes = {path: resolved_throttle(each) for path, each in plan.routes.items()}
    return {**resolved_usage_plan(plan), "routes": routes}
