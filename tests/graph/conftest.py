from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from pulumi_apigw.graph import Resource
from pulumi_apigw.graph.aws_mocks import Aws

Write = Callable[..., Path]

ACCOUNT = "123456789012"


def created(
    type_: str, inputs: dict[str, Any] | None = None, name: str = "orders"
) -> tuple[str, dict[str, Any]]:
    resource = Resource(
        urn=f"urn:pulumi:dev::shop::{type_}::{name}", type=type_, name=name, inputs=inputs or {}
    )
    return Aws("eu-west-1", ACCOUNT).create(resource, {})


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the files of a Pulumi project, by path, and return its folder."""

    def write_files(files: dict[str, str], folder: str = "service") -> Path:
        root = tmp_path / folder
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return root

    return write_files
