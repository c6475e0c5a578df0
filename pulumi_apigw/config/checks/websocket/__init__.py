"""Cross-checks of WebSocket APIs: combinations that AWS refuses, or takes without doing what was meant."""

from __future__ import annotations

from . import (
    connecting,
    connections,
    integrations,
    mappings,
    models,
    quotas,
    replies,
    selection,
    templates,
    usage_plans,
)

__all__ = ["CHECKS"]

CHECKS = (
    connecting.open_connections,
    connecting.authorizers,
    connecting.api_keys,
    connecting.messages,
    connections.functions,
    connections.built,
    connections.used,
    connections.variables,
    connections.endpoints,
    integrations.proxies,
    integrations.mocks,
    integrations.unmapped_messages,
    mappings.of_connecting,
    mappings.of_messages,
    mappings.context_variables,
    mappings.services,
    mappings.urls,
    models.sizes,
    replies.connected,
    replies.expected,
    replies.proxies,
    replies.statuses,
    selection.constant,
    templates.keys,
    templates.parameters,
    templates.context_variables,
    templates.functions,
    templates.replies,
    usage_plans.routes,
    usage_plans.sources,
    quotas.quotas,
)
