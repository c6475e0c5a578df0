"""REST APIs in the config: models of everything that `protocol: rest` adds."""

from __future__ import annotations

from .api import RestApiConfig
from .routes import RestRouteConfig

__all__ = ["RestApiConfig", "RestRouteConfig"]
