"""SQS: send, receive, delete and purge.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Mapping

from ....aws.service_uris import ACCOUNT, NAME
from ....aws.subtypes import SUBTYPES
from ....config.service_integrations import (
    SqsDeleteMessageConfig,
    SqsPurgeQueueConfig,
    SqsReceiveMessageConfig,
    SqsSendMessageConfig,
)
from ..vtl import RequestTemplate
from .call import ServiceCall, answer, errors
from .query import QUERY_PARAMETERS, attributes, listed, query

__all__ = ["SqsConfig", "plan_sqs"]

SqsConfig = SqsSendMessageConfig | SqsReceiveMessageConfig | SqsDeleteMessageConfig | SqsPurgeQueueConfig

_MESSAGES = "$.ReceiveMessageResponse.ReceiveMessageResult.messages"
_ANSWERS: Mapping[str, str] = {
    "SendMessage": """{"MessageId": $input.json('$.SendMessageResponse.SendMessageResult.MessageId')}""",
    # In SQS's JSON the list is called `messages`, and is null where there are none.
    "ReceiveMessage": (
        f"#set($messages = $input.path('{_MESSAGES}'))"
        f"""#if("$!messages" == ""){{"Messages": []}}#else{{"Messages": $input.json('{_MESSAGES}')}}#end"""
    ),
    "DeleteMessage": "{}",
    "PurgeQueue": "{}",
}


def plan_sqs(config: SqsConfig, template: RequestTemplate) -> ServiceCall:
    """A call of a queue: the path of the call names it."""
    action = SUBTYPES[config.type].action
    name = action.partition(":")[2]
    return ServiceCall(
        service="sqs",
        target=f"path/{ACCOUNT}/{NAME}",
        action=action,
        resource=config.queue_arn,
        parameters=QUERY_PARAMETERS,
        template=template.write(query(name, _fields(config), template) + _lists(config, template)),
        responses=(answer(_ANSWERS[name]), *errors()),
    )


def _fields(config: SqsConfig) -> Mapping[str, str | None]:
    if isinstance(config, SqsSendMessageConfig):
        return {
            "MessageBody": config.message_body,
            "DelaySeconds": config.delay_seconds,
            "MessageDeduplicationId": config.message_deduplication_id,
            "MessageGroupId": config.message_group_id,
        }
    if isinstance(config, SqsReceiveMessageConfig):
        return {
            "MaxNumberOfMessages": config.max_number_of_messages,
            "ReceiveRequestAttemptId": config.receive_request_attempt_id,
            "VisibilityTimeout": config.visibility_timeout,
            "WaitTimeSeconds": config.wait_time_seconds,
        }
    return {"ReceiptHandle": config.receipt_handle} if isinstance(config, SqsDeleteMessageConfig) else {}


def _lists(config: SqsConfig, template: RequestTemplate) -> str:
    if isinstance(config, SqsSendMessageConfig):
        return attributes("MessageAttribute", config.message_attributes, template) + attributes(
            "MessageSystemAttribute", config.message_system_attributes, template
        )
    if isinstance(config, SqsReceiveMessageConfig):
        return listed("AttributeName", config.attribute_names, template) + listed(
            "MessageAttributeName", config.message_attribute_names, template
        )
    return ""
