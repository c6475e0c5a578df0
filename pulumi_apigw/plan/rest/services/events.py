"""EventBridge: one event.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

from __future__ import annotations

from dataclasses import replace

from ....aws.subtypes import SUBTYPES
from ....config.service_integrations import EventBridgePutEventsConfig
from ..vtl import RequestTemplate
from .call import ServiceCall, answer, json_call, refused

__all__ = ["plan_events"]

# EventBridge answers 200 also where it took no event. Errors of an entry that repeating does not mend are the
# caller's: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
_ANSWER = (
    """#if("$!input.path('$.FailedEntryCount')" == "0")"""
    """{"EventId": $input.json('$.Entries[0].EventId')}"""
    """#else#set($code = "$!input.path('$.Entries[0].ErrorCode')")"""
    """#if($code == "MalformedDetail" || $code == "InvalidArgument")"""
    f"""{refused(400, '{"message": "Bad Request"}')}"""
    f"""#else{refused(502, '{"message": "Bad Gateway"}')}#end#end"""
)


def plan_events(config: EventBridgePutEventsConfig, template: RequestTemplate) -> ServiceCall:
    """An event for a bus."""
    texts = {
        "EventBusName": config.event_bus_arn,
        "Source": config.source,
        "DetailType": config.detail_type,
        "Detail": config.detail,
        "Time": config.time,
        "TraceHeader": config.trace_header,
    }
    fields = [f'"{name}": {template.text(value)}' for name, value in texts.items() if value is not None]
    if config.resources is not None:
        fields.append(f'"Resources": {_resources(config.resources, template)}')
    call = json_call(
        SUBTYPES[config.type].action,
        config.event_bus_arn,
        template,
        f'{{"Entries": [{{{", ".join(fields)}}}]}}',
        answer(_ANSWER),
    )
    # API Gateway writes this header for its other services of JSON by itself.
    target = {"integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'"}
    return replace(call, parameters={**call.parameters, **target})


def _resources(value: str, template: RequestTemplate) -> str:
    """A list of the body as it is; else ARNs with commas between."""
    found = template.value(value)
    if not found.startswith('"'):
        return found
    return f"[{', '.join(template.text(each.strip()) for each in value.split(',') if each.strip())}]"
