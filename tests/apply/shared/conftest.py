"""One stack with two stages, applied for real; collected only where APPLYCHECK names the tool."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from ..conftest import ApplyCheck
from ..edge.front import serve, url_of
from .deployments import HttpDeployments, RestDeployments

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*.py"]


@pytest.fixture(scope="module")
def apply_check(apply_check: ApplyCheck) -> Iterator[ApplyCheck]:
    """Emulators whose stages serve what they are pinned to."""
    urls = apply_check.start()
    http = serve(urls["ministack"], HttpDeployments().answer)
    rest = serve(urls["moto"], RestDeployments(urls["ministack"]).answer)
    apply_check.put_before({"ministack": url_of(http), "moto": url_of(rest)})
    yield apply_check
    for server in (http, rest):
        server.shutdown()
        server.server_close()
