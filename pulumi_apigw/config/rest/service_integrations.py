"""AWS service integrations that REST APIs alone have: SNS, DynamoDB and S3.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Tag, model_validator

from ..base import ConfigModel, Region, matching, problem, shown
from ..service_integrations import Mapped, arn_of

__all__ = ["DynamoDbAttribute", "DynamoDbConfig", "S3Config", "SnsPublishConfig"]


# What is written out of a type; an expression or a reference gives what is not known yet.
_WRITTEN = {
    "N": (re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"), "a number"),
    "BOOL": (re.compile("true|false"), "true or false"),
}


def _one_type(value: dict[str, str]) -> dict[str, str]:
    if len(value) != 1:
        raise problem(f"the value has {len(value)} types", "Give it one, such as {N: $request.path.id}.")
    for name, text in value.items():
        pattern, accepted = _WRITTEN.get(name, (None, ""))
        if pattern and "$" not in text and not pattern.fullmatch(text):
            raise problem(f"{shown(text)} is not {accepted}", f"{name!r} takes {accepted}; {{S: …}} is text.")
    return value


def _written(value: Any) -> str:
    return "typed" if isinstance(value, Mapping) else "text"


AttributeName = Annotated[str, matching(r"[A-Za-z0-9_.-]+", "letters, digits and _.-", length=255)]
DynamoDbAttribute = Annotated[
    Annotated[Mapped, Tag("text")]
    | Annotated[dict[Literal["S", "N", "BOOL"], Mapped], AfterValidator(_one_type), Tag("typed")],
    Discriminator(_written),
]
"""The value of an attribute: text, or one with its type as DynamoDB writes it: `{N: $request.path.id}`."""

# What each action needs, and what it has no place for.
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
_NEEDS = {
    "DynamoDB-GetItem": {"key"},
    "DynamoDB-PutItem": {"item"},
    "DynamoDB-UpdateItem": {"key", "item"},
    "DynamoDB-DeleteItem": {"key"},
    "DynamoDB-Query": {"key"},
    "DynamoDB-Scan": set[str](),
}
_READS_INDEX = ("DynamoDB-Query", "DynamoDB-Scan")
_ONE_ITEM = ("DynamoDB-GetItem", "DynamoDB-UpdateItem", "DynamoDB-DeleteItem")


# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
_KEY_ATTRIBUTES = 2


class SnsPublishConfig(ConfigModel):
    """Publish a message to a topic.

    Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    """

    type: Literal["SNS-Publish"]
    """`SNS-Publish`"""
    topic_arn: Annotated[str, arn_of("sns", "orders")]
    """ARN of the topic."""
    message: Mapped = "$request.body"
    """The message."""
    subject: Mapped | None = None
    """Subject of the message, for e-mail."""
    message_group_id: Mapped | None = None
    """Message group (FIFO topics need one)."""
    message_deduplication_id: Mapped | None = None
    """Deduplication id (FIFO topics)."""

    @model_validator(mode="after")
    def _grouped(self) -> SnsPublishConfig:
        if self.topic_arn.endswith(".fifo") and self.message_group_id is None:
            raise problem(
                "the topic is FIFO, and takes no message without a group",
                "Give 'message_group_id', such as '$request.body.orderId'.",
            )
        return self


class DynamoDbConfig(ConfigModel):
    """Read or write items of a table.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
    """

    type: Literal[
        "DynamoDB-GetItem",
        "DynamoDB-PutItem",
        "DynamoDB-UpdateItem",
        "DynamoDB-DeleteItem",
        "DynamoDB-Query",
        "DynamoDB-Scan",
    ]
    """`DynamoDB-` and the action."""
    table_arn: Annotated[
        str,
        matching(
            r"arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:table/[\w.-]+",
            "the ARN of a table, or ${ref.name} for one",
        ),
    ]
    """ARN of the table."""
    key: dict[AttributeName, DynamoDbAttribute] = {}
    """The key's attributes, for GetItem, UpdateItem and DeleteItem; for Query those that must be equal.

    A value is text, or has its type with it: `{N: $request.path.id}`, `{BOOL: "true"}`.
    """
    item: dict[AttributeName, DynamoDbAttribute] = {}
    """Attributes to write, for PutItem (the key's too) and UpdateItem; values as in `key`."""
    index: Annotated[str, matching(r"[A-Za-z0-9_.-]{3,255}", "the name of an index")] | None = None
    """Name of the index that Query or Scan reads."""

    @model_validator(mode="after")
    def _fits_the_action(self) -> DynamoDbConfig:
        needed = _NEEDS[self.type]
        for field, example in (("key", "{id: $request.path.id}"), ("item", "{name: $request.body.name}")):
            if field in needed and not getattr(self, field):
                raise problem(f"{self.type} needs {field!r}", f"Give attributes by name, such as {example}.")
            if field not in needed and getattr(self, field):
                raise problem(f"{self.type} has no {field!r}", "Remove it.")
        if self.type in _ONE_ITEM and len(self.key) > _KEY_ATTRIBUTES:
            fact = f"'key' has {len(self.key)} attributes, and a table's key has {_KEY_ATTRIBUTES} at most"
            raise problem(fact, "Keep those of the table's key.")
        if self.type == "DynamoDB-UpdateItem" and (both := sorted(self.key.keys() & self.item.keys())):
            raise problem(f"{both[0]!r} is of the key, which no update changes", "Remove it from 'item'.")
        if self.index is not None and self.type not in _READS_INDEX:
            raise problem(f"{self.type} reads no index", "Remove 'index', or use DynamoDB-Query.")
        return self


class S3Config(ConfigModel):
    """Read, write or delete one object of a bucket.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
    """

    type: Literal["S3-GetObject", "S3-PutObject", "S3-DeleteObject"]
    """`S3-` and the action."""
    bucket_arn: Annotated[
        str, matching(r"arn:[a-z-]+:s3:::[a-z0-9.-]+", "the ARN of a bucket, or ${ref.name} for one")
    ]
    """ARN of the bucket."""
    object_key: Annotated[
        str, matching(r"[^\s$/][^\s$]*", "a key such as 'items/{id}', with no '/' before it")
    ]
    """Key of the object; `{name}` takes the route's path variable."""
    region: Region | None = None
    """Region of the bucket; the API's own where left out."""
