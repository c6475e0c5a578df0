"""Promotions applied for real; collected only where APPLYCHECK names the tool, as `tests/apply`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping

import pytest

from ..conftest import ApplyCheck
from ..edge.front import Answer, ask, serve, url_of

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*.py"]

_STAGE = re.compile(r"/v2/apis/\w+/stages/\w+")


@pytest.fixture(scope="module")
def apply_check(apply_check: ApplyCheck) -> Iterator[ApplyCheck]:
    """Emulators, of which MiniStack keeps the stage variables that an update does not name, as AWS does.

    The provider sends those alone that change: https://github.com/go-to-k/cdk-real-drift/pull/1031
    """
    urls = apply_check.start()
    server = serve(urls["ministack"], _keep_variables)
    apply_check.put_before({**urls, "ministack": url_of(server)})
    yield apply_check
    server.shutdown()
    server.server_close()


def _keep_variables(emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    if method == "PATCH" and _STAGE.fullmatch(path):
        change = json.loads(body)
        if "stageVariables" in change:
            known = json.loads(ask(emulator, "GET", path)[2])["stageVariables"]
            # An empty text takes a variable away.
            kept = {name: value for name, value in (known | change["stageVariables"]).items() if value}
            body = json.dumps({**change, "stageVariables": kept}).encode()
            # Its length is another by now.
            headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    return ask(emulator, method, path, body, headers)
