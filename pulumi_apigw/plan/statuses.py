"""Status codes in words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

__all__ = ["phrase"]

_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}


def phrase(status: str) -> str:
    """`Not Found` of `404`; `Status 456` of a status that has no phrase."""
    return _PHRASES.get(int(status), f"Status {status}")
