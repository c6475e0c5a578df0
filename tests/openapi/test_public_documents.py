"""Well-known OpenAPI documents, as REST APIs written spec first: what comes in comes out again, valid."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from pulumi_apigw.config import load_config
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.openapi.body import rest_body
from pulumi_apigw.openapi.export import document
from pulumi_apigw.openapi.placeholders import Placeholders
from pulumi_apigw.plan import plan_service
from pulumi_apigw.plan.rest.model import RestApiPlan

from .importer import complaints

FOLDER = Path(__file__).parents[1] / "config" / "spec_first" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.name)
def source(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def plan(source: Path, tmp_path: Path) -> RestApiPlan:
    shutil.copy(source, tmp_path)
    (tmp_path / "src").mkdir()
    api = {
        "protocol": "rest",
        "openapi": source.name,
        "authorizers": {"callers": {"type": "iam"}},
        "defaults": {"function": "api", "authorizer": "callers"},
    }
    function = {"runtime": "python3.13", "handler": "pets.handler", "source": "src"}
    config = {
        "service": "pets",
        "functions": {"api": function},
        "apis": {"public": api},
        "stages": {"dev": {}},
    }
    (tmp_path / "api.yaml").write_text(json.dumps(config))
    loaded = load_config(tmp_path / "api.yaml", "dev")
    found = plan_service(loaded.stage("dev"), "dev", tmp_path).apis["public"]
    assert isinstance(found, RestApiPlan)
    return found


def test_P28_the_body_holds_nothing_that_the_importer_ignores_or_refuses(plan: RestApiPlan) -> None:
    body = rest_body(plan, Placeholders())
    assert list(complaints(body)) == []
    validate(body)


def test_the_export_has_the_operations_of_the_document(plan: RestApiPlan, source: Path) -> None:
    exported = document(plan, url="https://pets.example.com", aws=False)
    validate(exported)
    written = {
        (path, method): operation.get("operationId")
        for path, item in read_yaml(source)[0]["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "put", "delete")
    }
    found = {
        (path, method): operation["operationId"]
        for path, item in exported["paths"].items()
        for method, operation in item.items()
    }
    assert found.keys() == written.keys()
    assert all(name in (None, found[key]) for key, name in written.items())
