"""What a deployment of an HTTP API is a snapshot of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from .authorizer import Authorizer
from .json_text import json_text

__all__ = ["http_fingerprint"]

_INTEGRATION = (
    "connection_id",
    "credentials_arn",
    "integration_method",
    "integration_subtype",
    "integration_uri",
    "payload_format_version",
    "request_parameters",
    "response_parameters",
    "timeout_milliseconds",
    "tls_config",
)
_AUTHORIZER = (
    "authorizer_payload_format_version",
    "authorizer_result_ttl_in_seconds",
    "authorizer_uri",
    "enable_simple_responses",
    "identity_sources",
    "jwt_configuration",
)
_ROUTE = ("authorization_scopes", "authorization_type", "operation_name")


def http_fingerprint(
    integrations: Mapping[str, aws.apigatewayv2.Integration],
    authorizers: Mapping[str, Authorizer],
    routes: Mapping[str, aws.apigatewayv2.Route],
) -> pulumi.Output[str]:
    """A hash of what is sent to AWS of what routes are; what refers to what is known by the content."""
    parts: dict[str, tuple[pulumi.Resource, tuple[str, ...]]] = {
        **{f"integrations/{name}": (each, _INTEGRATION) for name, each in integrations.items()},
        **{f"authorizers/{name}": (each.authorizer, _AUTHORIZER) for name, each in authorizers.items()},
        **{f"routes/{name}": (each, _ROUTE) for name, each in routes.items()},
    }
    sent = {name: {key: getattr(part, key) for key in keys} for name, (part, keys) in parts.items()}
    return json_text(sent).apply(_hash)


def _hash(text: str) -> str:
    parts: dict[str, dict[str, Any]] = json.loads(text)
    # What is left out is None when a part is made, and may be an empty value once AWS was asked for it.
    given = {name: {key: each for key, each in part.items() if each} for name, part in parts.items()}
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
