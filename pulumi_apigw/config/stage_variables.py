"""Names and values of stage variables.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
"""

from __future__ import annotations

from typing import Annotated

from ..aws import limits
from .base import Text, matching

__all__ = ["StageVariableName", "StageVariableValue"]

StageVariableName = Annotated[
    str,
    matching(
        limits.STAGE_VARIABLE_NAME,
        "letters, digits and '_'",
        length=limits.STAGE_VARIABLE_NAME_LENGTH,
        final=True,
    ),
]
StageVariableValue = Annotated[
    Text,
    matching(
        limits.STAGE_VARIABLE_VALUE,
        "letters, digits and -._~:/?#&=, with no spaces",
        length=limits.STAGE_VARIABLE_VALUE_LENGTH,
    ),
]
