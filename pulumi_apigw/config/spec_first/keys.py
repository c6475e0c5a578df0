"""Keys of an API's config that are about its OpenAPI document."""

from __future__ import annotations

from typing import Final

__all__ = ["DOCUMENT_KEYS", "UNIFY"]

DOCUMENT_KEYS: Final = ("openapi", "operations")
"""What goes into the routes and models, and is gone then."""
UNIFY: Final = "unify_path_variables"
