from __future__ import annotations

import pytest

from pulumi_apigw.local.targets import MissingVariableError, parse_function, substitute

ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders-api"


@pytest.mark.parametrize("qualifier", [None, "dev", "12", "$LATEST"])
@pytest.mark.parametrize(
    "form", ["{}", "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"]
)
def test_reads_the_function_of_a_uri(form: str, qualifier: str | None) -> None:
    arn = f"{ARN}:{qualifier}" if qualifier else ARN
    target = parse_function(form.format(arn))
    assert target is not None
    assert (target.arn, target.name, target.qualifier) == (arn, "orders-api", qualifier)


@pytest.mark.parametrize(
    "uri", ["https://example.com", "", f"{ARN}:", "arn:aws:sqs:us-east-1:123456789012:q"]
)
def test_other_uris_are_no_functions(uri: str) -> None:
    assert parse_function(uri) is None


def test_puts_stage_variables_in() -> None:
    assert substitute("a:${stageVariables.x}/${stageVariables.y}", {"x": "1", "y": "2"}) == "a:1/2"


def test_a_missing_stage_variable_is_named() -> None:
    with pytest.raises(MissingVariableError, match=r"^backend$"):
        substitute("a:${stageVariables.backend}", {"other": "1"})
