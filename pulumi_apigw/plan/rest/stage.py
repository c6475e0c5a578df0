"""Stages of a REST API: settings of methods, cache, canary, logs and usage plans where it is deployed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...aws.rest_verbs import ANY, verbs_of
from ...aws.route_keys import RouteKey, parse_route_key
from ...config.rest import RestApiConfig, RestRouteConfig
from ...config.rest.stage_settings import CacheClusterConfig, MethodCacheConfig
from ...config.stages import StageConfig
from ..api_parts import ThrottlePlan
from ..routes import plan_throttle
from ..stages import plan_access_log, stage_throttle
from .caching import is_cached
from .model import CachePlan, MethodSettingsPlan, RestApiPlan, RestStagePlan
from .usage_plans import plan_usage_plans

__all__ = ["EVERY_METHOD", "method_path", "plan_rest_stage"]

EVERY_METHOD = "*/*"
"""The path of the settings that hold for methods without settings of their own."""
# What AWS takes a request for that may not ask for a fresh answer, by the config's word.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html#invalidate-method-caching
_UNAUTHORIZED: Mapping[str, str] = {
    "anyone": "SUCCEED_WITHOUT_RESPONSE_HEADER",
    "authorized": "FAIL_WITH_403",
    "authorized_or_ignored": "SUCCEED_WITHOUT_RESPONSE_HEADER",
    "authorized_or_told": "SUCCEED_WITH_RESPONSE_HEADER",
}


def plan_rest_stage(
    name: str,
    stage: StageConfig,
    api: RestApiConfig,
    *,
    plan: RestApiPlan,
    log_group: str,
    variables: Mapping[str, str],
    tags: Mapping[str, str],
    usage_plan_prefix: str | None = None,
    logs: bool = True,
) -> RestStagePlan:
    """One stage of an API: what the stage says, else what the API says; `log_group` names its access log.

    AWS's names of usage plans begin with `usage_plan_prefix`, by default the API's name and the stage's.
    Without `logs` it writes neither an access log nor an execution log, unless to Firehose.
    """
    throttle = stage_throttle(api, stage)
    cluster = api.cache if stage.cache is None else stage.cache
    cache = None if cluster == "none" else cluster
    access_log = api.access_log if stage.access_log is None else stage.access_log
    keys = {each.key for each in plan.methods}
    return RestStagePlan(
        name=name,
        stage_name=name,
        description=stage.description,
        variables=dict(variables),
        settings=tuple(_settings(stage, api, throttle, cache, logs, keys)),
        cache_size_gb=None if cache is None else f"{float(cache.size_gb):g}",
        canary=stage.canary,
        access_log=plan_access_log(access_log, log_group, api.protocol, by_role=logs),
        usage_plans=plan_usage_plans(
            api.usage_plans, prefix=usage_plan_prefix or _prefix(plan, name), keys=keys
        ),
        tags=dict(tags),
    )


def _prefix(plan: RestApiPlan, stage: str) -> str:
    """The API's name, which ends with the stage's already where an API has one stage."""
    return plan.api_name if plan.api_name.endswith(f"-{stage}") else f"{plan.api_name}-{stage}"


def _settings(
    stage: StageConfig,
    api: RestApiConfig,
    throttle: ThrottlePlan,
    cluster: CacheClusterConfig | None,
    logs: bool,
    keys: Collection[str],
) -> Iterator[MethodSettingsPlan]:
    """The settings of all methods, and of each route that says something of its own: whole each.

    `keys` are those of the API's methods. AWS takes nothing of the one for the other: what a method's own
    settings leave out is off.
    """
    everywhere = MethodSettingsPlan(
        path=EVERY_METHOD,
        throttle=throttle,
        detailed_metrics=api.detailed_metrics if stage.detailed_metrics is None else stage.detailed_metrics,
        log_level=api.execution_log.level if logs else "OFF",
        data_trace=api.execution_log.data_trace and logs,
        # For every method means for every GET: AWS caches no other that does not say so itself.
        cache=plan_cache(cluster) if cluster else None,
    )
    yield everywhere
    for text, route in api.routes.items():
        key = parse_route_key(text)
        own = route.throttle or route.cache or route.execution_log or route.detailed_metrics is not None
        # The settings of all methods would cache what is streamed, which API Gateway cannot.
        uncached = cluster and route.stream
        for verb in verbs_of(key.method, key.path, keys):
            if own or (uncached and verb == "GET"):
                yield _own_settings(key, verb, route, everywhere, cluster, logs)


def _own_settings(
    key: RouteKey,
    verb: str,
    route: RestRouteConfig,
    around: MethodSettingsPlan,
    cluster: CacheClusterConfig | None,
    logs: bool,
) -> MethodSettingsPlan:
    log = route.execution_log if logs else None
    return MethodSettingsPlan(
        path=method_path(verb, key.path),
        throttle=plan_throttle(route.throttle, around.throttle) if route.throttle else around.throttle,
        detailed_metrics=around.detailed_metrics
        if route.detailed_metrics is None
        else route.detailed_metrics,
        log_level=log.level if log else around.log_level,
        data_trace=log.data_trace if log else around.data_trace,
        cache=_own_cache(key, verb, route, cluster) if cluster else None,
    )


def _own_cache(key: RouteKey, verb: str, route: RestRouteConfig, cluster: CacheClusterConfig) -> CachePlan:
    """A route's own cache, completed by the cluster's; without a word of its own as `is_cached` says."""
    written = route.cache.model_dump(exclude_unset=True) if route.cache else {}
    cached = is_cached(key, route) and (key.method != ANY or verb == "GET")
    enabled = cached and (cluster.enabled or route.cache is not None)
    return plan_cache(cluster.model_copy(update={**written, "enabled": enabled}))


def plan_cache(cache: MethodCacheConfig) -> CachePlan:
    """How answers are cached."""
    return CachePlan(
        enabled=cache.enabled,
        ttl_seconds=cache.ttl_seconds,
        encrypted=cache.encrypted,
        require_authorization=cache.invalidation != "anyone",
        unauthorized_strategy=_UNAUTHORIZED[cache.invalidation],
    )


def method_path(method: str, path: str) -> str:
    """`~1items~1{id}/GET`, as stages name a method: each slash of the path is written `~1`, the root is `~1`.

    The provider passes it on as it is, and looks for it in AWS's answer, which has this form.
    https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
    https://github.com/hashicorp/terraform-provider-aws/issues/9738
    """
    return f"{path.replace('/', '~1')}/{method}"
