"""A user's mistake, told by Pulumi's engine without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pulumi

from ..errors import ApigwError

__all__ = ["told_by_pulumi"]


@contextmanager
def told_by_pulumi() -> Iterator[None]:
    """Turn our errors into `pulumi.RunError`, which the engine prints as it is and then stops.

    Arguments are checked inside this before the first resource is registered, so nothing is half-deployed.
    """
    try:
        yield
    except ApigwError as error:
        raise pulumi.RunError(str(error)) from error
