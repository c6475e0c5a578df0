"""Numbers and names that AWS enforces on WebSocket APIs; what all kinds of API share is in `limits`.

Quotas: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
"""

from __future__ import annotations

from typing import Final

from .limits import Range

TIMEOUT_MS: Final = Range(50, 29_000)
"""How long an integration of any type may take. Cannot be raised."""

ROUTES_PER_API: Final = 300
"""Default quota; can be raised."""

INTEGRATIONS_PER_API: Final = 300
"""Default quota; can be raised through AWS Support."""

AUTHORIZERS_PER_API: Final = 10
"""Lambda authorizers. Default quota; can be raised through AWS Support."""

AUTHORIZER_RESULT_BYTES: Final = 8 * 1024
"""What a Lambda authorizer returns (8 KB). Cannot be raised."""

NEW_CONNECTIONS_PER_SECOND: Final = 500
"""Of all WebSocket APIs of an account in a region. Default quota; can be raised. How many there are at once
has no quota."""

URL_CHARACTERS: Final = 4096
"""Length of the URL to connect to. Cannot be raised."""

TEMPLATE_BYTES: Final = 300 * 1024
"""Size of a mapping template (300 KB). Cannot be raised."""

MODEL_CHARACTERS: Final = 32_768
"""Length of a model's schema. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html"""

MESSAGE_BYTES: Final = 128 * 1024
"""Size of a message, which comes in frames (128 KB). A larger one closes the connection with 1009."""

FRAME_BYTES: Final = 32 * 1024
"""Size of a frame (32 KB). A larger one closes the connection with 1009."""

IDLE_SECONDS: Final = 600
"""How long a connection lives on which nothing is sent in either direction (10 minutes)."""

CONNECTION_SECONDS: Final = 7200
"""How long a connection lives at most (2 hours)."""

ROUTE_KEY_LENGTH: Final = 128
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html"""

CONNECT: Final = "$connect"
"""The route of clients that connect."""

DISCONNECT: Final = "$disconnect"
"""The route of clients that have gone."""

DEFAULT: Final = "$default"
"""The route of messages that name no other, and the key of what holds where nothing else does."""

RESERVED_ROUTE_KEYS: Final = (CONNECT, DISCONNECT, DEFAULT)
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html"""

API_KEY_SOURCES: Final = ("$request.header.x-api-key", "$context.authorizer.usageIdentifierKey")
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html#apigateway-websocket-api-apikey-selection-expressions"""

DEFAULT_EXPRESSION: Final = r"\$default"
"""A selection expression that always gives `$default`: a dollar is escaped with a backslash.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
"""
