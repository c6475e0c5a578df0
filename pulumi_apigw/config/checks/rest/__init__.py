"""Cross-checks of REST APIs: combinations that AWS refuses, or takes without doing what was meant."""

from __future__ import annotations

from . import (
    caching,
    endpoints,
    gateway_responses,
    integrations,
    policies,
    requests,
    resources,
    stages,
    streaming,
    timeouts,
    usage_plans,
)

__all__ = ["CHECKS"]

CHECKS = (
    endpoints.private,
    endpoints.public,
    endpoints.tls,
    endpoints.access_modes,
    policies.accounts,
    resources.variable_names,
    resources.quotas,
    resources.reserved,
    requests.path_parameters,
    requests.validation,
    requests.binary_bodies,
    requests.origins,
    gateway_responses.unchangeable,
    integrations.mappings,
    integrations.errors_become_200,
    integrations.mocks,
    integrations.links,
    timeouts.integrations,
    timeouts.raised,
    streaming.targets,
    streaming.buffering,
    streaming.compression,
    caching.clusters,
    caching.methods,
    caching.variables,
    caching.shared_answers,
    usage_plans.names,
    usage_plans.keys,
    usage_plans.keys_asked_for,
    usage_plans.sources,
    usage_plans.preflights,
    stages.for_rest_apis,
    stages.canaries,
    stages.canary_variables,
    stages.stable_deployments,
    stages.writers,
    stages.data_traces,
)
