"""Names of the extensions by which API Gateway reads an OpenAPI document.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ANY_METHOD",
    "API_KEY_SOURCE",
    "AUTHORIZER",
    "AUTHTYPE",
    "BINARY_MEDIA_TYPES",
    "CORS",
    "DOCUMENTATION",
    "ENDPOINT_CONFIGURATION",
    "GATEWAY_RESPONSES",
    "INTEGRATION",
    "MINIMUM_COMPRESSION_SIZE",
    "POLICY",
    "REQUEST_VALIDATOR",
    "REQUEST_VALIDATORS",
]

ANY_METHOD: Final = "x-amazon-apigateway-any-method"
API_KEY_SOURCE: Final = "x-amazon-apigateway-api-key-source"
AUTHORIZER: Final = "x-amazon-apigateway-authorizer"
AUTHTYPE: Final = "x-amazon-apigateway-authtype"
BINARY_MEDIA_TYPES: Final = "x-amazon-apigateway-binary-media-types"
CORS: Final = "x-amazon-apigateway-cors"
DOCUMENTATION: Final = "x-amazon-apigateway-documentation"
ENDPOINT_CONFIGURATION: Final = "x-amazon-apigateway-endpoint-configuration"
GATEWAY_RESPONSES: Final = "x-amazon-apigateway-gateway-responses"
INTEGRATION: Final = "x-amazon-apigateway-integration"
MINIMUM_COMPRESSION_SIZE: Final = "x-amazon-apigateway-minimum-compression-size"
POLICY: Final = "x-amazon-apigateway-policy"
REQUEST_VALIDATOR: Final = "x-amazon-apigateway-request-validator"
REQUEST_VALIDATORS: Final = "x-amazon-apigateway-request-validators"
