"""Releases of configs as they are written, so that the rules read what the config's models give."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.releases import Release, release_of

SERVICE = yaml.safe_load(Path(__file__).with_name("service.yaml").read_text(encoding="utf-8"))

MakeRelease = Callable[..., Release]


@pytest.fixture(scope="session")
def release() -> MakeRelease:
    """The release of service.yaml with a patch; `code` is the SHA-256 of each function's zip."""

    @cache
    def made(patch: str, code: str | None) -> Release:
        config = ServiceConfig.model_validate(merge_patch(SERVICE, json.loads(patch)))
        return release_of(config, dict.fromkeys(config.functions, code), stage="prod")

    def make(patch: Mapping[str, Any] | None = None, code: str | None = "a" * 64) -> Release:
        return made(json.dumps(patch or {}), code)

    return make
