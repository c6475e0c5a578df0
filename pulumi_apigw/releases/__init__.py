"""What was deployed, as one fingerprint: the same id in every stage and account that runs the same thing."""

from __future__ import annotations

from .fingerprint import release_of
from .release import FunctionRelease, Release
from .tree import release_in_tree

__all__ = ["FunctionRelease", "Release", "release_in_tree", "release_of"]
