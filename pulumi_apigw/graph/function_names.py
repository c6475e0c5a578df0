"""A Lambda function as a program refers to it: by name, partial ARN or ARN, maybe with a qualifier."""

from __future__ import annotations

import re

__all__ = ["split_function"]

# Lambda's own pattern, which reads `function:` as a prefix only where it stands alone: a function may be
# called `my-function`. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
_REFERENCE = re.compile(
    r"(?:arn:[\w-]+:lambda:)?(?:[a-z]{2,4}(?:-[a-z]+)+-\d:)?(?:\d{12}:)?(?:function:)?"
    r"(?P<name>[\w-]+)(?::(?P<qualifier>[\w$-]+))?"
)


def split_function(reference: str) -> tuple[str, str | None]:
    """Name and qualifier of a function given in any form that Lambda's API takes; None without a qualifier.

    What is none of these forms comes back whole, as the name.
    """
    match = _REFERENCE.fullmatch(reference)
    return (match["name"], match["qualifier"]) if match else (reference, None)
