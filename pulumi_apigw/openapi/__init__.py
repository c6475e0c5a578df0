"""Plans as OpenAPI 3.0.1 documents: the body that API Gateway imports, and exports for people and clients."""

from __future__ import annotations

__all__: list[str] = []
