"""SNS: publish.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

from __future__ import annotations

from ....config.rest.service_integrations import SnsPublishConfig
from ..vtl import RequestTemplate
from .call import ServiceCall, answer, errors
from .query import QUERY_PARAMETERS, query

__all__ = ["plan_sns"]


def plan_sns(config: SnsPublishConfig, template: RequestTemplate) -> ServiceCall:
    """A message to a topic, which the form names."""
    fields = {
        "TopicArn": config.topic_arn,
        "Message": config.message,
        "Subject": config.subject,
        "MessageGroupId": config.message_group_id,
        "MessageDeduplicationId": config.message_deduplication_id,
    }
    return ServiceCall(
        service="sns",
        # The root: https://repost.aws/knowledge-center/api-gateway-proxy-integrate-service
        target="path//",
        action="sns:Publish",
        resource=config.topic_arn,
        parameters=QUERY_PARAMETERS,
        template=template.write(query("Publish", fields, template)),
        responses=(
            answer("""{"MessageId": $input.json('$.PublishResponse.PublishResult.MessageId')}"""),
            *errors(),
        ),
    )
