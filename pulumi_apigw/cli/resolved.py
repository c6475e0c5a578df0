"""A plan as plain data: what `apigw plan --json` prints, and what its tables are made of."""

from __future__ import annotations

from collections.abc import Mapping

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.plan import (
    AnyApiPlan,
    HttpApiPlan,
    RestApiPlan,
    ServicePlan,
    StagePlan,
    WebSocketApiPlan,
)
from pulumi_apigw.plan.model import (
    AnyFunctionPlan,
    AuthorizerPlan,
    FunctionIntegrationPlan,
    FunctionPlan,
    HttpProxyPlan,
    IntegrationPlan,
    JwtAuthorizerPlan,
    PrivateIntegrationPlan,
)
from pulumi_apigw.plan.observability.model import ObservabilityPlan

from .resolved_domains import resolved_domain
from .resolved_parts import Data, resolved_call, resolved_throttle, resolved_url
from .resolved_rest import resolved_rest_api
from .resolved_websocket import resolved_websocket_api

__all__ = ["resolved_service"]


def resolved_service(plan: ServicePlan, config: ServiceConfig) -> Data:
    """The functions of a plan and, for each stage of each API, where each route leads.

    `config` is that of any of the plan's stages.
    """
    return {
        "service": plan.service,
        "topology": config.topology,
        "stages": [_stage(name, config) for name in plan.stages],
        "functions": [_function(each) for each in plan.functions.values()],
        "apis": [each for api in plan.apis.values() for each in _api(api)],
        "domains": [resolved_domain(each, plan) for each in plan.domains],
        "access_log_role": _access_log_role(plan),
        "observability": [_observability(stage, each) for stage, each in plan.observability.items()],
    }


def _stage(name: str, config: ServiceConfig) -> Data:
    """What a stage is to run."""
    stage = config.stages[name]
    gradual = stage.gradual and stage.gradual.model_dump(include={"release", "percent", "until"})
    return {"stage": name, "release": stage.release, "gradual": gradual}


def _access_log_role(plan: ServicePlan) -> str | None:
    """Who makes the account's role for logs; None where nobody needs it."""
    return plan.access_log_role if plan.needs_log_role or plan.access_log_role == "create" else None


def _observability(stage: str, plan: ObservabilityPlan) -> Data:
    alarms = [
        {"name": each.name, "alarm_name": each.alarm_name, "description": each.description}
        for each in plan.alarms
    ]
    dashboard = plan.dashboard.dashboard_name if plan.dashboard else None
    return {"stage": stage, "topic": plan.topic, "dashboard": dashboard, "alarms": alarms}


def _function(function: AnyFunctionPlan) -> Data:
    if not isinstance(function, FunctionPlan):
        return {"name": function.name, "exists": True, "arn": function.arn}
    return {
        "name": function.name,
        "exists": False,
        "function_name": function.function_name,
        "runtime": function.settings.runtime,
        "handler": function.settings.handler,
        "memory_mb": function.settings.memory_mb,
        "timeout_seconds": function.settings.timeout_seconds,
        "aliases": list(function.aliases),
    }


def _api(api: AnyApiPlan) -> list[Data]:
    """An API as each of its stages has it."""
    if isinstance(api, WebSocketApiPlan):
        return [resolved_websocket_api(api, each) for each in api.stages]
    if isinstance(api, RestApiPlan):
        return [resolved_rest_api(api, each) for each in api.stages]
    return [_http_api(api, each) for each in api.stages]


def _http_api(api: HttpApiPlan, stage: StagePlan) -> Data:
    return {
        "name": api.name,
        "api_name": api.api_name,
        "protocol": "http",
        "stage": stage.name,
        "stage_name": stage.stage_name,
        "url": resolved_url(stage.stage_name, disabled=api.settings.disable_execute_api_endpoint),
        "variables": dict(stage.variables),
        "throttle": resolved_throttle(stage.throttle),
        "authorizers": [_authorizer(each, stage.variables) for each in api.authorizers],
        "routes": _routes(api, stage),
        "integrations": len(api.integrations),
    }


def _routes(api: HttpApiPlan, stage: StagePlan) -> list[Data]:
    integrations = {each.name: each for each in api.integrations}
    settings = {each.route_key: each for each in stage.route_settings}
    routes = []
    for route in api.routes:
        integration, own = integrations[route.integration], settings.get(route.key)
        routes.append(
            {
                "route": route.key,
                "target": _integration(integration, stage.variables),
                "authorization": route.authorization,
                "authorizer": route.authorizer,
                "scopes": list(route.scopes),
                "throttle": resolved_throttle(own.throttle if own else stage.throttle),
                "timeout_ms": integration.timeout_ms,
            }
        )
    return routes


def _integration(integration: IntegrationPlan, variables: Mapping[str, str]) -> Data:
    if isinstance(integration, FunctionIntegrationPlan):
        called = resolved_call(integration.target, variables)
        return {"type": "function", **called, "payload_format": integration.payload_format}
    if isinstance(integration, HttpProxyPlan):
        return {"type": "http", "method": integration.method, "url": integration.url}
    if isinstance(integration, PrivateIntegrationPlan):
        where = {"vpc_link": integration.vpc_link, "target_arn": integration.target_arn}
        return {"type": "private", "method": integration.method, **where}
    return {"type": "service", "subtype": integration.subtype, "resource": integration.resource}


def _authorizer(authorizer: AuthorizerPlan, variables: Mapping[str, str]) -> Data:
    if isinstance(authorizer, JwtAuthorizerPlan):
        issuer = {"issuer": authorizer.issuer, "user_pool_id": authorizer.user_pool_id}
        return {"name": authorizer.name, "type": "jwt", **issuer, "audience": list(authorizer.audience)}
    called = resolved_call(authorizer.target, variables)
    return {"name": authorizer.name, "type": "lambda", **called, "ttl_seconds": authorizer.ttl_seconds}
