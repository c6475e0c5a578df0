"""First-class integrations: AWS service actions that a route of an HTTP API calls without a function.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

PAGE: Final = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "http-api-develop-integrations-aws-services-reference.html"
)


@dataclass(frozen=True)
class Subtype:
    """One integration subtype: AWS's parameter names, the IAM action its role needs, and its page."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]
    action: str

    @property
    def parameters(self) -> frozenset[str]:
        return self.required | self.optional

    @property
    def page(self) -> str:
        return f"{PAGE}#{self.name}"


def _subtype(name: str, action: str, required: str, optional: str = "") -> Subtype:
    # Every subtype takes the Region of the resource that it calls.
    return Subtype(name, frozenset(required.split()), frozenset(optional.split()) | {"Region"}, action)


_ALL: Final = (
    _subtype(
        "EventBridge-PutEvents",
        "events:PutEvents",
        required="Detail DetailType Source",
        optional="EventBusName Resources Time TraceHeader",
    ),
    _subtype(
        "SQS-SendMessage",
        "sqs:SendMessage",
        required="MessageBody QueueUrl",
        optional="DelaySeconds MessageAttributes MessageDeduplicationId MessageGroupId "
        "MessageSystemAttributes",
    ),
    _subtype(
        "SQS-ReceiveMessage",
        "sqs:ReceiveMessage",
        required="QueueUrl",
        optional="AttributeNames MaxNumberOfMessages MessageAttributeNames ReceiveRequestAttemptId "
        "VisibilityTimeout WaitTimeSeconds",
    ),
    _subtype("SQS-DeleteMessage", "sqs:DeleteMessage", required="QueueUrl ReceiptHandle"),
    _subtype("SQS-PurgeQueue", "sqs:PurgeQueue", required="QueueUrl"),
    _subtype(
        "AppConfig-GetConfiguration",
        "appconfig:GetConfiguration",
        required="Application ClientId Configuration Environment",
        optional="ClientConfigurationVersion",
    ),
    _subtype(
        "Kinesis-PutRecord",
        "kinesis:PutRecord",
        required="Data PartitionKey StreamName",
        optional="ExplicitHashKey SequenceNumberForOrdering",
    ),
    _subtype(
        "StepFunctions-StartExecution",
        "states:StartExecution",
        required="StateMachineArn",
        optional="Input Name",
    ),
    _subtype(
        "StepFunctions-StartSyncExecution",
        "states:StartSyncExecution",
        required="StateMachineArn",
        optional="Input Name TraceHeader",
    ),
    _subtype(
        "StepFunctions-StopExecution",
        "states:StopExecution",
        required="ExecutionArn",
        optional="Cause Error",
    ),
)

SUBTYPES: Final[Mapping[str, Subtype]] = MappingProxyType({subtype.name: subtype for subtype in _ALL})
"""AWS's integration subtype → what it takes."""
