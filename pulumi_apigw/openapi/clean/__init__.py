"""Documents for people and for generators of clients: what a caller needs to know, and nothing of AWS."""

from __future__ import annotations

from .document import clean_document

__all__ = ["clean_document"]
