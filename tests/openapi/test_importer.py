from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from pulumi_apigw.config import load_config
from pulumi_apigw.openapi.body import rest_body
from pulumi_apigw.openapi.export import document
from pulumi_apigw.openapi.placeholders import Placeholders
from pulumi_apigw.plan import plan_service
from pulumi_apigw.plan.rest.model import RestApiPlan

from .conftest import Body
from .importer import complaints


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> RestApiPlan:
    folder = tmp_path_factory.mktemp("every_kind")
    (folder / "src").mkdir()
    file = folder / "api.yaml"
    file.write_text(Path(__file__).with_name("every_kind.yaml").read_text())
    config = load_config(file, "dev")
    found = plan_service(config.stage("dev"), "dev", folder).apis["public"]
    assert isinstance(found, RestApiPlan)
    return found


@pytest.fixture(scope="module")
def body(plan: RestApiPlan) -> Body:
    return rest_body(plan, Placeholders())


def without_greed(value: Any) -> Any:
    """A document with plain variables for greedy ones, which OpenAPI itself does not know."""
    return {**value, "paths": {path.replace("+}", "}"): item for path, item in value["paths"].items()}}


def test_P28_a_body_holds_nothing_that_the_importer_ignores_or_refuses(body: Body) -> None:
    assert list(complaints(body)) == []


def test_a_body_is_valid_openapi_but_for_greedy_variables(body: Body) -> None:
    validate(without_greed(body))


def test_exports_of_it_are_valid(plan: RestApiPlan) -> None:
    validate(document(plan, url=None, aws=False))
    validate(without_greed(document(plan, url="https://api.example.com/v1", aws=True)))


def change(path: str, value: Any) -> Callable[[Body], None]:
    *parts, last = path.split(" ")

    def apply(body: Body) -> None:
        found: Any = body
        for part in parts:
            found = found[part]
        found[last] = value

    return apply


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (change("security", []), "security is ignored"),
        (change("paths /a|b", {}), "/a|b: segment a|b has characters that no resource has"),
        (change("paths /items get deprecated", True), "get /items: deprecated is ignored"),
        (change("components securitySchemes o", {"type": "oauth2", "in": ""}), "scheme o is no API key"),
        (
            change("components schemas New_Item", {"type": "object"}),
            "model New_Item has other characters than letters and digits",
        ),
        (
            change("components schemas Item properties name", {"nullable": True}),
            "model Item: nullable is not supported",
        ),
        (
            change("components schemas Item properties name", {"$ref": "item.json"}),
            "model Item: item.json is no model",
        ),
        (
            change("components schemas Item properties name", {"type": "number", "format": "int64"}),
            "model Item: format int64 is not supported",
        ),
        (
            change("x-amazon-apigateway-request-validators", {}),
            "get /items: there is no validator parameters",
        ),
        (
            change("paths /items post security", [{"customers": [], "api_key": []}]),
            "post /items: {'customers': [], 'api_key': []} is not one scheme of the body",
        ),
        (
            change("paths /there/{id} get parameters", []),
            "get /there/{id}: method.request.path.id is not declared",
        ),
        (
            change("paths /shaped get responses 200 headers", {}),
            "get /shaped: method.response.header.X-Kind is not declared",
        ),
        (
            change("paths /items get responses 200 content application/json schema", {"type": "string"}),
            "get /items: a schema that is no model: {'schema': {'type': 'string'}}",
        ),
    ],
)
def test_what_it_would_ignore_or_refuse_is_seen(
    broken: Callable[[Body], None], complaint: str, body: Body
) -> None:
    changed = copy.deepcopy(body)
    broken(changed)
    assert complaint in list(complaints(changed))
