"""API Gateway's extensions in a document: where each one goes in the config, which alone is read."""

from __future__ import annotations

from collections.abc import Mapping

from .nodes import Findings, Node

__all__ = ["tell_extensions"]

_PREFIX = "x-amazon-apigateway-"
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
_PLACES = {
    "any-method": "a route 'ANY /path' in 'routes'",
    "api-key-source": "the API's 'api_key_source'",
    "auth": "the route's 'authorizer'",
    "authorizer": "the API's 'authorizers'",
    "authtype": "the API's 'authorizers'",
    "binary-media-types": "the API's 'binary_media_types'",
    "cors": "the API's 'cors'",
    "documentation": "the API's 'documentation_version'",
    "endpoint-access-mode": "the API's 'endpoint_access_mode'",
    "endpoint-configuration": "the API's 'endpoint'",
    "gateway-responses": "the API's 'gateway_responses'",
    "integration": "'function' or 'integration' of 'operations' or 'defaults'",
    "integrations": "'integration' of 'operations'",
    "minimum-compression-size": "the API's 'minimum_compression_bytes'",
    "policy": "the API's 'policy'",
    "request-validator": "'validation' of 'operations' or 'defaults'",
    "request-validators": "'validation' of 'operations' or 'defaults'",
    "security-policy": "the API's 'security_policy'",
    "tag-value": "the API's 'tags'",
}


def tell_extensions(findings: Findings, *nodes: Node) -> None:
    """Advise on each kind of extension that is directly in `nodes`, once."""
    for node in nodes:
        for key in node.data if isinstance(node.data, Mapping) else ():
            if key.startswith(_PREFIX):
                place = _PLACES.get(key.removeprefix(_PREFIX))
                fix = f"Write it in {place}." if place else "Say it in the config."
                findings.advice(node.child(key), key, f"{key!r} is not read from a document", fix)
