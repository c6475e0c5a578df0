"""botocore's service models: AWS's own machine-readable description of each API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import botocore.session  # type: ignore[import-untyped]
import pytest

ServiceModels = Callable[[str], Any]


@pytest.fixture(scope="session")
def session() -> Any:
    return botocore.session.get_session()


@pytest.fixture(scope="session")
def service_model(session: Any) -> ServiceModels:
    models: dict[str, Any] = {}

    def load(service: str) -> Any:
        return models.setdefault(service, session.get_service_model(service))

    return load


@pytest.fixture(scope="session")
def partitions(session: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = session.get_component("data_loader").load_data("partitions")["partitions"]
    return found
