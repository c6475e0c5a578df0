"""Spec first: the routes and models of an API from its OpenAPI document, to which the config adds.

`openapi: openapi.yaml` in an API; OpenAPI 3.0 and 3.1 and Swagger 2.0, in YAML or JSON.
"""

from __future__ import annotations

from .expansion import expand, patch_problems

__all__ = ["expand", "patch_problems"]
