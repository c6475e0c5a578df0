"""First-class integrations: AWS service actions that a route of an HTTP API calls without a function.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def _subtype(name: str, action: str, required: Iterable[str], optional: Iterable[str] = ()) -> Subtype:
    # Every subtype takes the Region of the resource that it calls.
    return Subtype(name, frozenset(required), frozenset(optional) | {"Region"}, action)


_ALL: Final = (
    _subtype(
        "EventBridge-PutEvents",
        "events:PutEvents",
        ["Detail", "DetailType", "Source"],
        ["Time", "EventBusName", "Resources", "TraceHeader"],
    ),
    _subtype(
        "SQS-SendMessage",
        "sqs:SendMessage",
        ["QueueUrl", "MessageBody"],
        [
            "DelaySeconds",
            "MessageAttributes",
            "MessageDeduplicationId",
            "MessageGroupId",
            "MessageSystemAttributes",
        ],
    ),
    _subtype(
        "SQS-ReceiveMessage",
        "sqs:ReceiveMessage",
        ["QueueUrl"],
        [
            "AttributeNames",
            "MaxNumberOfMessages",
            "MessageAttributeNames",
            "ReceiveRequestAttemptId",
            "VisibilityTimeout",
            "WaitTimeSeconds",
        ],
    ),
    _subtype("SQS-DeleteMessage", "sqs:DeleteMessage", ["ReceiptHandle", "QueueUrl"]),
    _subtype("SQS-PurgeQueue", "sqs:PurgeQueue", ["QueueUrl"]),
    _subtype(
        "AppConfig-GetConfiguration",
        "appconfig:GetConfiguration",
        ["Application", "Environment", "Configuration", "ClientId"],
        ["ClientConfigurationVersion"],
    ),
    _subtype(
        "Kinesis-PutRecord",
        "kinesis:PutRecord",
        ["StreamName", "Data", "PartitionKey"],
        ["SequenceNumberForOrdering", "ExplicitHashKey"],
    ),
    _subtype("StepFunctions-StartExecution", "states:StartExecution", ["StateMachineArn"], ["Name", "Input"]),
    _subtype(
        "StepFunctions-StartSyncExecution",
        "states:StartSyncExecution",
        ["StateMachineArn"],
        ["Name", "Input", "TraceHeader"],
    ),
    _subtype("StepFunctions-StopExecution", "states:StopExecution", ["ExecutionArn"], ["Cause", "Error"]),
)

SUBTYPES: Final[Mapping[str, Subtype]] = MappingProxyType({subtype.name: subtype for subtype in _ALL})
"""AWS's integration subtype → what it takes."""
