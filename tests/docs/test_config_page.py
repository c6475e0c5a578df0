"""docs/config.md is what docs/generate.py makes of the models."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pulumi_apigw.config import config_schema

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> Iterator[ModuleType]:
    """docs/generate.py as it is run: with the folder of its neighbours on the path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(DOCS)
        yield importlib.import_module("generate")


@pytest.fixture(scope="module")
def reference(generate: ModuleType) -> str:
    text: str = generate.reference()
    return text


def test_the_reference_is_up_to_date(generate: ModuleType) -> None:
    stale = generate.render() != (DOCS / "config.md").read_text(encoding="utf-8")
    assert not stale, "docs/config.md does not match the config's models. Run: python docs/generate.py"


def test_every_field_of_every_model_is_there(reference: str) -> None:
    schema = config_schema()
    for model in (schema, *schema["$defs"].values()):
        for field in model["properties"]:
            assert f"\n| `{field}` | " in reference


def test_it_says_what_fields_accept(reference: str) -> None:
    lines = {line.split(" | ")[0]: line for line in reference.splitlines()}
    assert lines["| `memory_mb`"].endswith(
        "| whole number | `256` | Memory in MB; processor time grows with it. | 128 to 10240 MB |"
    )
    assert lines["| `tls_server_name`"].endswith("| a host name, at most 253 characters |")
