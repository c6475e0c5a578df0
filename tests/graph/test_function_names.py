"""How programs refer to functions."""

from __future__ import annotations

import pytest

from pulumi_apigw.graph.function_names import split_function

ARN = "arn:aws:lambda:us-east-1:123456789012:function:"


@pytest.mark.parametrize("name", ["orders", "my-function", "function"])
@pytest.mark.parametrize(
    "prefix", ["", "function:", "123456789012:function:", ARN, ARN.replace("us-east-1", "us-gov-west-1")]
)
def test_splits_every_form_of_a_function_name(prefix: str, name: str) -> None:
    assert split_function(prefix + name) == (name, None)
    if (prefix, name) != ("", "function"):  # `function:dev` is the function `dev`, for Lambda too
        assert split_function(f"{prefix}{name}:dev") == (name, "dev")
        assert split_function(f"{prefix}{name}:$LATEST") == (name, "$LATEST")


def test_what_is_no_function_is_left_as_it_is() -> None:
    assert split_function("arn:aws:sqs:us-east-1:123456789012:orders") == (
        "arn:aws:sqs:us-east-1:123456789012:orders",
        None,
    )
