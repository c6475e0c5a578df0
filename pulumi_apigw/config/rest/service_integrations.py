"""AWS service integrations that REST APIs alone have: SNS, DynamoDB and S3.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html
"""

from __future__ import annotations

from typing import Annotated, Literal

from ..base import ConfigModel, matching
from ..service_integrations import Mapped

__all__ = ["DynamoDbConfig", "S3Config", "SnsPublishConfig"]


class SnsPublishConfig(ConfigModel):
    """Publish a message to a topic.

    Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    """

    type: Literal["SNS-Publish"]
    """`SNS-Publish`"""
    topic_arn: Annotated[
        str, matching(r"arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:\S+", "the ARN of a topic, or ${ref.name} for one")
    ]
    """ARN of the topic."""
    message: Mapped = "$request.body"
    """The message."""
    subject: Mapped | None = None
    """Subject of the message, for e-mail."""
    message_group_id: Mapped | None = None
    """Message group (FIFO topics need one)."""
    message_deduplication_id: Mapped | None = None
    """Deduplication id (FIFO topics)."""


class DynamoDbConfig(ConfigModel):
    """Read or write items of a table.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html
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
    key: dict[str, Mapped] = {}
    """Key attributes (text) by name, for GetItem, UpdateItem, DeleteItem; for Query the attribute to be equal."""
    item: dict[str, Mapped] = {}
    """Attributes (text) by name, for PutItem; for UpdateItem those to set."""
    index: str | None = None
    """Name of the index that Query or Scan reads."""


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
    object_key: Annotated[str, matching(r"[^\s$]+", "a key such as 'items/{id}'")]
    """Key of the object; `{name}` takes the route's path variable."""
    region: Annotated[str, matching(r"[a-z]{2,4}(-[a-z]+)+-\d", "a region such as 'eu-west-1'")] | None = None
    """Region of the bucket; the API's own where left out."""
