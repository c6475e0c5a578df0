"""Whether zips are built at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["sources_only", "zips_are_built"]

# A counter of the process and not a ContextVar: Pulumi runs parts of a program in threads of its own
# executors, which start with an empty context, and a capture that builds a zip there would be slow and need a
# network.
_lock = threading.Lock()
_captures = 0


@contextmanager
def sources_only() -> Iterator[None]:
    """Make `package()` return the source folder itself, and build nothing, until the block ends.

    For mocks, tests and the local gateway. It holds for every thread of the process, whenever it was started,
    and until the last of nested or overlapping blocks ends. Sources and requirements are still checked to
    exist.
    """
    global _captures
    with _lock:
        _captures += 1
    try:
        yield
    finally:
        with _lock:
            _captures -= 1


def zips_are_built() -> bool:
    """False inside `sources_only()`."""
    return _captures == 0
