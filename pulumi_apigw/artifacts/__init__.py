"""Packs a function's source folder and its dependencies into a zip that is the same on every computer."""

from __future__ import annotations

from .artifact import Artifact, package
from .building import sources_only

__all__ = ["Artifact", "package", "sources_only"]
