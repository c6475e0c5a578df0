"""A service whose stages share one stack, which is deployed."""

from __future__ import annotations

import pytest

from ..conftest import Service
from .stack import SERVICE, Stack


@pytest.fixture
def stack(service: Service) -> Stack:
    service.write(SERVICE)
    service.commit("share")
    stack = Stack(service)
    stack.up()
    return stack
