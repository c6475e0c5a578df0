"""AWS service integrations of an HTTP API: a route calls an AWS service itself, with a role made for that.

`type` is AWS's own name of the integration's subtype; a subtype's parameters are fields in snake_case. What
is called is named by its ARN, from which its URL or name and its region follow.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from ..aws import limits, mappings
from .base import ConfigModel, Region, Text, checked, matching, problem, unless_wrong

__all__ = [
    "AppConfigGetConfigurationConfig",
    "EventBridgePutEventsConfig",
    "KinesisPutRecordConfig",
    "ServiceIntegrationConfig",
    "SqsDeleteMessageConfig",
    "SqsPurgeQueueConfig",
    "SqsReceiveMessageConfig",
    "SqsSendMessageConfig",
    "StartExecutionConfig",
    "StartSyncExecutionConfig",
    "StopExecutionConfig",
    "arn_of",
]


def arn_of(service: str, resource: str) -> AfterValidator:
    """The ARN of something of one service, of the kind that `resource` is of: `stream/orders`, `orders`."""
    accepts = (
        f"an ARN such as 'arn:aws:{service}:eu-west-1:123456789012:{resource}', or ${{ref.name}} for one"
    )
    kind = resource.removesuffix("orders")
    return matching(rf"arn:[a-z-]+:{service}:[a-z0-9-]+:\d{{12}}:{kind}\S+", accepts)


Mapped = Annotated[Text, unless_wrong(mappings.check_service_parameter)]
"""Text, or a mapping expression (`$request.body.x`, `$request.header.x`, `$context.x`, …) for run time."""


def _number(accepted: limits.Range) -> AfterValidator:
    """A number that is written out lies in AWS's range; what an expression gives is not known yet."""

    def check(value: str) -> None:
        if "$" not in value and not (re.fullmatch("[0-9]+", value) and int(value) in accepted):
            raise problem(f"{value} is out of range", f"AWS accepts {accepted}, or an expression.")

    return checked(check)


Identifier = Annotated[
    str, matching(r"[^\s$]+", "an id, without spaces and expressions: the role is made for this one")
]


class _QueueIntegration(ConfigModel):
    queue_arn: Annotated[str, arn_of("sqs", "orders")]
    """ARN of the queue; its URL follows from it."""


class _StateMachineIntegration(ConfigModel):
    state_machine_arn: Annotated[str, arn_of("states", "stateMachine:orders")]
    """ARN of the state machine."""


class EventBridgePutEventsConfig(ConfigModel):
    """Put one event on a bus."""

    type: Literal["EventBridge-PutEvents"]
    """`EventBridge-PutEvents`"""
    event_bus_arn: Annotated[str, arn_of("events", "event-bus/orders")]
    """ARN of the bus."""
    detail: Mapped = "$request.body"
    """The event's detail: JSON text."""
    detail_type: Mapped
    """The event's `detail-type`."""
    source: Mapped
    """The event's `source`."""
    time: Mapped | None = None
    """Time stamp of the event (RFC 3339)."""
    resources: Mapped | None = None
    """ARNs that the event is about."""
    trace_header: Mapped | None = None
    """X-Ray trace header."""


class SqsSendMessageConfig(_QueueIntegration):
    """Send a message to a queue."""

    type: Literal["SQS-SendMessage"]
    """`SQS-SendMessage`"""
    message_body: Mapped = "$request.body"
    """Body of the message."""
    delay_seconds: Annotated[Mapped, _number(limits.SQS_DELAY_SECONDS)] | None = None
    """Seconds, 0 to 900, before the message can be received."""
    message_attributes: Mapped | None = None
    """Message attributes, as JSON text."""
    message_deduplication_id: Mapped | None = None
    """Deduplication id (FIFO queues)."""
    message_group_id: Mapped | None = None
    """Message group (FIFO queues need one)."""
    message_system_attributes: Mapped | None = None
    """System attributes, as JSON text."""

    @model_validator(mode="after")
    def _grouped(self) -> SqsSendMessageConfig:
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
        if self.queue_arn.endswith(".fifo") and self.message_group_id is None:
            raise problem(
                "the queue is FIFO, and takes no message without a group",
                "Give 'message_group_id', such as '$request.body.orderId'.",
            )
        if self.queue_arn.endswith(".fifo") and self.delay_seconds is not None:
            raise problem(
                "the queue is FIFO, and delays no single message",
                "Remove 'delay_seconds', and set the delay of the queue.",
            )
        return self


class SqsReceiveMessageConfig(_QueueIntegration):
    """Receive messages from a queue."""

    type: Literal["SQS-ReceiveMessage"]
    """`SQS-ReceiveMessage`"""
    attribute_names: Mapped | None = None
    """Attributes to return."""
    max_number_of_messages: Annotated[Mapped, _number(limits.SQS_MESSAGES)] | None = None
    """Messages to return at most, 1 to 10."""
    message_attribute_names: Mapped | None = None
    """Message attributes to return."""
    receive_request_attempt_id: Mapped | None = None
    """Deduplication of receives (FIFO queues)."""
    visibility_timeout: Annotated[Mapped, _number(limits.SQS_VISIBILITY_TIMEOUT_SECONDS)] | None = None
    """Seconds, 0 to 43200, for which received messages are hidden."""
    wait_time_seconds: Annotated[Mapped, _number(limits.SQS_WAIT_SECONDS)] | None = None
    """Seconds to wait for a message, 0 to 20."""


class SqsDeleteMessageConfig(_QueueIntegration):
    """Delete a received message."""

    type: Literal["SQS-DeleteMessage"]
    """`SQS-DeleteMessage`"""
    receipt_handle: Mapped
    """Receipt handle of the message."""


class SqsPurgeQueueConfig(_QueueIntegration):
    """Delete every message of a queue."""

    type: Literal["SQS-PurgeQueue"]
    """`SQS-PurgeQueue`"""


class KinesisPutRecordConfig(ConfigModel):
    """Put one record on a data stream."""

    type: Literal["Kinesis-PutRecord"]
    """`Kinesis-PutRecord`"""
    stream_arn: Annotated[str, arn_of("kinesis", "stream/orders")]
    """ARN of the stream."""
    data: Mapped = "$request.body"
    """The record."""
    partition_key: Mapped
    """Key that chooses the shard."""
    sequence_number_for_ordering: Mapped | None = None
    """Sequence number of the record before."""
    explicit_hash_key: Mapped | None = None
    """Hash that chooses the shard instead of the key."""


class StartExecutionConfig(_StateMachineIntegration):
    """Start a state machine and answer at once."""

    type: Literal["StepFunctions-StartExecution"]
    """`StepFunctions-StartExecution`"""
    input: Mapped = "$request.body"
    """Input of the execution: JSON text."""
    name: Mapped | None = None
    """Name of the execution."""


class StartSyncExecutionConfig(_StateMachineIntegration):
    """Start an express state machine and answer with its result."""

    type: Literal["StepFunctions-StartSyncExecution"]
    """`StepFunctions-StartSyncExecution`"""
    input: Mapped = "$request.body"
    """Input of the execution: JSON text."""
    name: Mapped | None = None
    """Name of the execution."""
    trace_header: Mapped | None = None
    """X-Ray trace header."""


class StopExecutionConfig(_StateMachineIntegration):
    """Stop an execution."""

    type: Literal["StepFunctions-StopExecution"]
    """`StepFunctions-StopExecution`"""
    execution_arn: Mapped
    """The execution to stop, such as `$request.body.executionArn`."""
    cause: Mapped | None = None
    """Why, in words."""
    error: Mapped | None = None
    """Error code to record."""


class AppConfigGetConfigurationConfig(ConfigModel):
    """Read a configuration of AWS AppConfig."""

    type: Literal["AppConfig-GetConfiguration"]
    """`AppConfig-GetConfiguration`"""
    application: Identifier
    """Id of the application."""
    environment: Identifier
    """Id of the environment."""
    configuration: Identifier
    """Id of the configuration profile."""
    client_id: Mapped
    """Who asks, such as `$context.identity.sourceIp`."""
    client_configuration_version: Mapped | None = None
    """Version that the client has."""
    region: Region | None = None
    """Region of the application; the API's own where left out."""


ServiceIntegrationConfig = (
    EventBridgePutEventsConfig
    | SqsSendMessageConfig
    | SqsReceiveMessageConfig
    | SqsDeleteMessageConfig
    | SqsPurgeQueueConfig
    | KinesisPutRecordConfig
    | StartExecutionConfig
    | StartSyncExecutionConfig
    | StopExecutionConfig
    | AppConfigGetConfigurationConfig
)
