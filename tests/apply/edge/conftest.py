"""Services at domains applied for real; collected only where APPLYCHECK names the tool, as `tests/apply`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from ..conftest import ApplyCheck
from .front import ask, before_ministack, before_moto, serve, url_of

collect_ignore_glob = [] if "APPLYCHECK" in os.environ else ["test_*.py"]

ZONE = (
    '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
    "<Name>example.com</Name><CallerReference>test</CallerReference></CreateHostedZoneRequest>"
)


@pytest.fixture(scope="module", autouse=True)
def _as_aws() -> Iterator[None]:
    """moto has AWS's own policies only where it is told to, and else issues certificates after a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
        patch.setenv("MOTO_ACM_VALIDATION_WAIT", "1")
        yield


@pytest.fixture(scope="module")
def apply_check(_as_aws: None, apply_check: ApplyCheck) -> Iterator[Any]:
    """Emulators that know the zone `example.com`, with what stands before them."""
    urls = apply_check.start()
    status, _, answer = ask(urls["moto"], "POST", "/2013-04-01/hostedzone", ZONE.encode(), service="route53")
    assert status == 201, answer
    servers = {
        "moto": serve(urls["moto"], before_moto),
        "ministack": serve(urls["ministack"], before_ministack),
    }
    apply_check.put_before({name: url_of(server) for name, server in servers.items()})
    yield apply_check
    for server in servers.values():
        server.shutdown()
        server.server_close()
