"""Configs in the pages have no problems: whole services as they stand, fragments merged into a base."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pulumi_apigw.config import config_schema, read_config
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.errors import Problem

BASE = Path(__file__).with_name("base.yaml")
REST_BASE = Path(__file__).with_name("base-rest.yaml")
WEBSOCKET_BASE = Path(__file__).with_name("base-websocket.yaml")
BASES = {"rest-apis.md": REST_BASE, "rest-services.md": REST_BASE, "websocket-apis.md": WEBSOCKET_BASE}
"""What fragments are merged into, on pages where it is not `BASE`."""


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


def problems(folder: Path, data: Any, files: dict[str, str] | None = None) -> list[Problem]:
    """What is wrong with a config, once the folders and files that it names are there."""
    config = folder / "api.yaml"
    with config.open("w") as file:
        YAML(typ="safe").dump(data, file)
    for name, text in (files or {}).items():
        (folder / name).write_text(text)
    for stage in read_config(config).examination.stages.values():
        for function in stage.functions.values():
            if isinstance(function, FunctionConfig):
                (folder / function.source).mkdir(parents=True, exist_ok=True)
                if function.requirements:
                    (folder / function.requirements).touch()
    return list(read_config(config).problems)


def test_a_config_has_no_problems(yaml: Any, blocks: list[Any], tmp_path: Path) -> None:
    base = parsed(BASES.get(yaml.page, BASE).read_text())
    files = {each.head: each.text for each in blocks if (each.page, each.head) == (yaml.page, "openapi.yaml")}
    if yaml.head == "api.yaml":
        assert problems(tmp_path, parsed(yaml.text), files) == []
    elif yaml.head == "part of api.yaml":
        assert problems(tmp_path, merge_patch(base, parsed(yaml.text))) == []
    elif yaml.head == "openapi.yaml":
        named = [each for each in blocks if each.page == yaml.page and "openapi: openapi.yaml" in each.text]
        assert named, "no service of the page names the document"
    else:
        assert problems(tmp_path, base, {yaml.head: yaml.text}) == []


def test_a_wrong_fragment_is_noticed(tmp_path: Path) -> None:
    wrong = merge_patch(parsed(BASE.read_text()), {"apis": {"public": {"throttel": {}}}})
    assert [each.message for each in problems(tmp_path, wrong)] == [
        "unknown key 'throttel'. Did you mean 'throttle'?"
    ]


@pytest.mark.parametrize(
    ("name", "route"), [("http-apis.md", "HttpRouteConfig"), ("rest-apis.md", "RestRouteConfig")]
)
def test_the_page_shows_each_kind_of_integration(blocks: list[Any], name: str, route: str) -> None:
    text = "".join(block.text for block in blocks if block.page == name)
    field = config_schema()["$defs"][route]["properties"]["integration"]["anyOf"][0]
    # Of kinds that share a model, such as those of DynamoDB, the page shows one and names the others.
    by_model: dict[str, list[str]] = {}
    for kind, model in field["discriminator"]["mapping"].items():
        by_model.setdefault(model, []).append(kind)
    assert [kinds for kinds in by_model.values() if not any(f"type: {kind}," in text for kind in kinds)] == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("http-apis.md", ("jwt", "cognito", "lambda", "iam")),
        ("rest-apis.md", ("cognito", "lambda", "iam")),
        ("websocket-apis.md", ("lambda", "iam")),
    ],
)
def test_the_page_shows_each_kind_of_authorizer(blocks: list[Any], name: str, kinds: tuple[str, ...]) -> None:
    text = "".join(block.text for block in blocks if block.page == name)
    assert [kind for kind in kinds if f"{{type: {kind}" not in text] == []
