from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_apigw.config import ServiceConfig, config_schema
from pulumi_apigw.config.base import ConfigModel
from pulumi_apigw.config.descriptions import field_descriptions
from pulumi_apigw.config.schema import config_shape


def models(model: type[ConfigModel]) -> Iterator[type[ConfigModel]]:
    for child in model.__subclasses__():
        yield child
        yield from models(child)


PUBLIC = [model for model in models(ConfigModel) if not model.__name__.startswith("_")]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema and isinstance(schema["properties"], dict):
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[ConfigModel]) -> None:
    assert model.__doc__
    assert field_descriptions(model).keys() == model.model_fields.keys()


def test_every_key_of_the_schema_is_described_and_closed() -> None:
    found = list(objects(config_schema()))
    assert len(found) > 30
    for each in found:
        assert each["additionalProperties"] is False
        assert [key for key, value in each["properties"].items() if not value.get("description")] == []


def test_the_schema_is_plain_stable_json() -> None:
    schema = config_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert json.dumps(config_schema()) == json.dumps(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["service", "apis", "stages"]


def test_every_reference_of_the_schema_is_there() -> None:
    schema = config_schema()
    text = json.dumps(schema)
    names = {part.partition('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}
    assert names == set(schema["$defs"])


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (
            (),
            {
                *("service", "description", "functions", "apis", "stage_variables", "stages", "tags"),
                *("access_log_role", "observability", "promotion", "topology"),
            },
        ),
        (("stages", "dev", "throttle"), {"rate_limit", "burst_limit"}),
        (("functions", "api", "policy_statements", 0), {"actions", "resources", "effect", "conditions"}),
        (("functions", "api", "nothing"), set()),
    ],
)
def test_which_keys_are_known_where(path: tuple[str | int, ...], keys: set[str]) -> None:
    assert config_shape().at(path).keys == keys


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        (("functions", "api", "environment", "PORT"), ["string", "number", "boolean"]),
        (("apis", "public", "routes", "GET /", "payload_format"), ["2.0", "1.0", 2.0, 1.0]),
    ],
)
def test_an_editor_accepts_what_the_loader_does(path: tuple[str, ...], accepted: list[Any]) -> None:
    shapes = config_shape().at(path).alternatives
    assert accepted in [shape.get("type") for shape in shapes] + [shape.get("enum") for shape in shapes]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("functions", "api", "memory_mb"), {"type": "integer", "minimum": 128, "maximum": 10_240}),
        (("apis", "public", "defaults", "timeout_ms"), {"minimum": 50, "maximum": 30_000}),
        (("functions", "api", "architecture"), {"enum": ["arm64", "x86_64"], "default": "arm64"}),
        (("apis", "public", "protocol"), {"const": "http", "default": "http"}),
        (("apis", "public", "protocol"), {"const": "rest"}),
    ],
)
def test_an_editor_shows_what_is_accepted(path: tuple[str, ...], said: dict[str, Any]) -> None:
    assert any(said.items() <= shape.items() for shape in config_shape().at(path).alternatives)


@pytest.mark.parametrize(
    ("path", "choice"),
    [
        (("functions", "api", "runtime"), "python3.13"),
        (("functions", "api", "logs", "level"), "WARN"),
        (("apis", "public", "cors", "allow_methods", 0), "PATCH"),
        (("apis", "public", "access_log", "fields", 0), "requestId"),
        (("apis", "public", "access_log", "retention_days"), 3653),
    ],
)
def test_an_editor_completes_what_is_chosen_from_a_list(path: tuple[str | int, ...], choice: Any) -> None:
    offered = [
        each
        for shape in config_shape().at(path).alternatives
        for each in shape.get("examples", shape.get("enum", []))
    ]
    assert choice in offered


def test_an_editor_writes_no_null_and_shows_no_heading_that_repeats_the_key() -> None:
    schema = config_schema()
    assert schema["title"] == "pulumi-apigw service"
    for each in objects(schema):
        assert [key for key, value in each["properties"].items() if "title" in value] == []
        assert "null" not in json.dumps([value.get("default", 0) for value in each["properties"].values()])


def test_models_are_frozen(good: dict[str, Any]) -> None:
    config = ServiceConfig.model_validate(good)
    with pytest.raises(ValueError, match="frozen"):
        config.service = "other"  # type: ignore[misc]


@pytest.mark.parametrize("protocol", ["http", "rest"])
def test_an_editor_takes_routes_from_a_document(protocol: str) -> None:
    (api,) = (
        shape
        for shape in config_shape().at(("apis", "public")).alternatives
        if shape["properties"]["protocol"]["const"] == protocol
    )
    assert "routes" not in api.get("required", [])
