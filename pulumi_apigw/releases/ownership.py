"""Which keys of an API belong to a release, and which to the stage that it is deployed to."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPARED", "OF_EXPANSION", "OF_STAGE", "ROUTE_OF_STAGE"]

_LOAD = "how much a stage takes and keeps ready is its own"
_WATCHED = "how a stage is watched changes nothing for callers"
_PLACE = "where a stage is reached is its account's and network's own"
_CALLERS = "each stage has its own callers"
_UPKEEP = "how a stack keeps its resources is no part of what they do"

OF_STAGE: Mapping[str, str] = {
    "access_log": _WATCHED,
    "api_keys": _CALLERS,
    "auto_deploy": _UPKEEP,
    "cache": _LOAD,
    "client_certificate": _CALLERS,
    "detailed_metrics": _WATCHED,
    "disable_execute_api_endpoint": _PLACE,
    "endpoint": _PLACE,
    "endpoint_access_mode": _PLACE,
    "execution_log": _WATCHED,
    "ip_address_type": _PLACE,
    "quotas": "AWS raises quotas by account",
    "retain_deployments": _UPKEEP,
    "security_policy": _PLACE,
    "tags": _UPKEEP,
    "throttle": _LOAD,
    "tracing": _WATCHED,
    "usage_plans": _CALLERS,
    "vpc_endpoint_ids": _PLACE,
    "vpc_links": "subnets and load balancers are its account's own; routes name the links",
    "web_acl_arn": _PLACE,
}
"""Keys of an API that are left out of a release, each with the reason."""

ROUTE_OF_STAGE: Mapping[str, str] = {
    "cache": _LOAD,
    "detailed_metrics": _WATCHED,
    "execution_log": _WATCHED,
    "throttle": _LOAD,
}
"""The same of a route's keys."""

OF_EXPANSION = frozenset({"openapi", "operations", "unify_path_variables"})
"""Keys that say where routes and models come from; those are in the release themselves."""

COMPARED = frozenset(
    {
        "client_certificate",
        "disable_execute_api_endpoint",
        "endpoint",
        "endpoint_access_mode",
        "ip_address_type",
        "security_policy",
        "tracing",
        "usage_plans",
        "vpc_endpoint_ids",
        "web_acl_arn",
    }
)
"""Keys of a stage that a release shows as they are written; `throttle` is shown as it holds in the stage."""
