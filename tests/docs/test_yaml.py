"""Configs in the pages have no problems: whole services as they stand, fragments merged into base.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pulumi_apigw.config import read_config
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.patch import merge_patch
from pulumi_apigw.errors import Problem

BASE = Path(__file__).with_name("base.yaml")


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


def problems(folder: Path, data: Any, stack_files: dict[str, str] | None = None) -> list[Problem]:
    """What is wrong with a config, once the folders and files that it names are there."""
    config = folder / "api.yaml"
    with config.open("w") as file:
        YAML(typ="safe").dump(data, file)
    for name, text in (stack_files or {}).items():
        (folder / name).write_text(text)
    for stage in read_config(config).examination.stages.values():
        for function in stage.functions.values():
            if isinstance(function, FunctionConfig):
                (folder / function.source).mkdir(parents=True, exist_ok=True)
                if function.requirements:
                    (folder / function.requirements).touch()
    return list(read_config(config).problems)


def test_a_config_has_no_problems(yaml: Any, tmp_path: Path) -> None:
    if yaml.head == "api.yaml":
        assert problems(tmp_path, parsed(yaml.text)) == []
    elif yaml.head == "part of api.yaml":
        assert problems(tmp_path, merge_patch(parsed(BASE.read_text()), parsed(yaml.text))) == []
    else:
        assert problems(tmp_path, parsed(BASE.read_text()), {yaml.head: yaml.text}) == []


def test_a_wrong_fragment_is_noticed(tmp_path: Path) -> None:
    wrong = merge_patch(parsed(BASE.read_text()), {"apis": {"public": {"throttel": {}}}})
    assert [each.message for each in problems(tmp_path, wrong)] == [
        "unknown key 'throttel'. Did you mean 'throttle'?"
    ]


def test_the_integrations_page_shows_each_kind_of_integration(blocks: list[Any]) -> None:
    from pulumi_apigw.config import config_schema

    page = "".join(block.text for block in blocks if block.page == "http-apis.md")
    route = config_schema()["$defs"]["HttpRouteConfig"]["properties"]["integration"]["anyOf"][0]
    kinds = route["discriminator"]["mapping"]
    assert [kind for kind in kinds if f"type: {kind}," not in page] == []


@pytest.mark.parametrize("kind", ["jwt", "cognito", "lambda", "iam"])
def test_the_page_shows_each_kind_of_authorizer(blocks: list[Any], kind: str) -> None:
    page = "".join(block.text for block in blocks if block.page == "http-apis.md")
    assert f"{{type: {kind}" in page
