"""Schemas of parameters, which stand in the body that API Gateway imports."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import method


@pytest.mark.parametrize(
    ("written", "planned"),
    [
        ({"$ref": "#/models/Side"}, {"$ref": "#/components/schemas/Side"}),
        (
            {"type": ["integer", "null"], "const": 1},
            {"enum": [1], "anyOf": [{"type": "integer"}, {"enum": [None]}]},
        ),
    ],
)
def test_P28_a_parameters_schema_is_said_as_a_model_is(written: Any, planned: Any) -> None:
    side = {"parameters": {"query.side": {"json_schema": written}}}
    [found] = method(side, models={"Side": {"enum": ["left", "right"]}}).parameters
    assert found.json_schema == planned
