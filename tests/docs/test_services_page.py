"""docs/rest-services.md shows every call, and says the patterns and the escaping that the plan has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from pulumi_apigw.config.rest.integrations import RestServiceIntegrationConfig
from pulumi_apigw.plan.rest.services.call import errors

PAGE = (Path(__file__).parents[2] / "docs" / "rest-services.md").read_text(encoding="utf-8")
TYPES = [
    type_
    for model in get_args(RestServiceIntegrationConfig)
    for type_ in get_args(model.model_fields["type"].annotation)
]


@pytest.mark.parametrize("type_", TYPES)
def test_every_call_has_an_example(type_: str) -> None:
    assert re.search(rf"type: {type_}\b", PAGE)


def test_the_patterns_are_those_of_the_plan() -> None:
    for response in (*errors(), *errors(missing=True)):
        assert f"`{response.selection}`" in PAGE


def test_its_own_template_escapes_what_callers_send(blocks: list[Any]) -> None:
    templates = [
        template
        for block in blocks
        if block.page == "rest-services.md" and block.language == "yaml"
        for route in YAML(typ="safe").load(block.text)["apis"]["public"]["routes"].values()
        for template in route.get("request_templates", {}).values()
    ]
    assert len(templates) == 3
    for template in templates:
        assert "$input.params(" not in re.sub(r"\$util\.escapeJavaScript\(\$input\.params\(", "", template)
        assert "$input.body" not in template.replace("$util.urlEncode($input.body)", "")
