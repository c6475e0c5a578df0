"""Kinesis: one record.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
"""

from __future__ import annotations

from ....aws.subtypes import SUBTYPES
from ....config.service_integrations import KinesisPutRecordConfig
from ..vtl import RequestTemplate
from .call import ServiceCall, answer, json_call

__all__ = ["plan_kinesis"]

_ANSWER = """{"ShardId": $input.json('$.ShardId'), "SequenceNumber": $input.json('$.SequenceNumber')}"""


def plan_kinesis(config: KinesisPutRecordConfig, template: RequestTemplate) -> ServiceCall:
    """A record for a stream; Kinesis takes its data in base64."""
    texts = {
        "StreamARN": config.stream_arn,
        "PartitionKey": config.partition_key,
        "ExplicitHashKey": config.explicit_hash_key,
        "SequenceNumberForOrdering": config.sequence_number_for_ordering,
    }
    fields = [f'"{name}": {template.text(value)}' for name, value in texts.items() if value is not None]
    body = f'{{{", ".join(fields)}, "Data": {template.encoded(config.data)}}}'
    return json_call(SUBTYPES[config.type].action, config.stream_arn, template, body, answer(_ANSWER))
