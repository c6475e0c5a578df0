"""Where the OpenAPI document of an API is looked for, and what is told of one that is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import resolve
from pulumi_apigw.errors import ConfigError

from .conftest import PETS

Spec = Callable[..., Any]


def test_a_config_that_is_no_file_finds_its_document_in_a_folder(
    write: Any, folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("openapi.yaml", PETS)
    api = {"protocol": "rest", "openapi": "openapi.yaml", "defaults": {"function": "api"}, "routes": {}}
    api["operations"] = {"listPets": {"authorizer": "none"}, "createPet": {"authorizer": "none"}}
    api["routes"] = {"DELETE /pets/{id}": {"authorizer": "none"}}
    whole = {
        "service": "pets",
        "functions": {"api": {"provided": True}},
        "apis": {"public": api},
        "stages": {"dev": {}},
    }
    assert len(resolve(whole, "dev").apis["public"].routes) == 3
    monkeypatch.chdir(folder / "src")
    assert len(resolve(whole, "dev", folder=folder).apis["public"].routes) == 3
    with pytest.raises(ConfigError, match=r"there is no file 'openapi\.yaml' in "):
        resolve(whole, "dev")


def test_a_document_that_is_not_there(spec: Spec, folder: Any) -> None:
    with pytest.raises(ConfigError) as raised:
        spec(None)
    assert str(raised.value) == (
        f"api.yaml:6 apis.public.openapi: there is no file 'openapi.yaml' in {folder}. Create it, or mend"
        " the path."
    )


def test_a_document_that_is_elsewhere(spec: Spec) -> None:
    with pytest.raises(ConfigError, match=r"is a URL, and nothing is downloaded\. Save the document beside"):
        spec(None, name="https://example.com/openapi.yaml")


def test_a_document_that_is_no_text(spec: Spec, folder: Any) -> None:
    (folder / "openapi.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(
        ConfigError, match=r"api.yaml:6 apis.public.openapi: it is not UTF-8 text. Save it as UTF-8."
    ):
        spec(None)


def test_a_document_that_is_no_yaml(spec: Spec) -> None:
    with pytest.raises(ConfigError, match=r"openapi\.yaml:1: this is not YAML: "):
        spec("a: [")


def test_a_document_that_is_no_path(spec: Spec) -> None:
    told = spec(PETS, name="${stage.document}").told
    assert any(
        "api.yaml:6 apis.public.openapi: '${stage.document}' holds a reference." in each for each in told
    )
