"""REST APIs applied for real; collected only where APPLYCHECK names the tool, as all of `tests/apply`."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*.py"]


@pytest.fixture(scope="module", autouse=True)
def _managed_policies() -> Iterator[None]:
    """moto has AWS's own policies only where it is told to, and the access log role takes one of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
        yield
