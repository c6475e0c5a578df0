"""Shapes of what AWS makes up are of types and outputs that exist."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest
from pulumi._types import resource_types

from pulumi_apigw.graph.aws_shapes import SHAPES

from .conftest import created

REQUIRED: dict[str, dict[str, Any]] = {
    "aws:apigateway/usagePlanKey:UsagePlanKey": {"keyId": "abc123"},
    "aws:apigateway/domainName:DomainName": {"domainName": "api.example.com"},
    "aws:apigatewayv2/domainName:DomainName": {"domainName": "api.example.com"},
    "aws:cognito/userPoolDomain:UserPoolDomain": {"domain": "shop"},
    "aws:lambda/functionUrl:FunctionUrl": {"functionName": "api"},
    "aws:secretsmanager/secretVersion:SecretVersion": {"secretId": "arn:aws:secretsmanager:x"},
}


@pytest.mark.parametrize("type_", sorted(SHAPES))
def test_every_shape_is_filled_from_what_its_type_requires(type_: str) -> None:
    id_, made = created(type_, REQUIRED.get(type_, {}))
    assert id_
    assert not [key for key, value in made.items() if isinstance(value, str) and ("{" in value or not value)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_shape_names_a_type_and_outputs_that_exist() -> None:
    """A misspelt type or output would do nothing, unseen."""
    registered = re.search(r'resource_modules="""\n(.*?)"""', Path(aws.__file__).read_text(), re.DOTALL)
    assert registered
    classes = {
        token: (module["fqn"], name)
        for module in json.loads(registered[1])
        for token, name in module["classes"].items()
    }
    for type_, shape in SHAPES.items():
        if not type_.startswith("aws:"):
            continue
        module, name = classes[type_]
        known = resource_types(getattr(importlib.import_module(module), name))
        given = {*shape.outputs, shape.name, "arn" if shape.arn else ""} - {""}
        assert given <= set(known), type_
