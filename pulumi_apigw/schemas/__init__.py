"""JSON Schema → what API Gateway takes as a model.

API Gateway's models are JSON Schema draft 4, and a REST API's body is OpenAPI 3.0: a model can only hold what
both of them have. Modern JSON Schema and the dialects of OpenAPI are put into those words where the same
instances stay valid; what cannot be said in them is refused.
Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from __future__ import annotations

from .checks import problems, unknown_keywords
from .conversion import to_api_gateway
from .quota import fitting, total_bytes
from .references import model_references, reached
from .standalone import standalone

__all__ = [
    "fitting",
    "model_references",
    "problems",
    "reached",
    "standalone",
    "to_api_gateway",
    "total_bytes",
    "unknown_keywords",
]
