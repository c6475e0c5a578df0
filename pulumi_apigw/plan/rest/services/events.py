"""EventBridge: one event.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

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
        "TraceHeader": config.trace_header,
    }
    fields = [f'"{name}": {template.text(value)}' for name, value in texts.items() if value is not None]
    if config.time is not None:
        fields.append(f'"Time": {_time(config.time, template)}')
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


def _time(value: str, template: RequestTemplate) -> str:
    """Seconds since 1970: EventBridge's JSON takes no text. A request's may be milliseconds too.

    https://github.com/async-aws/aws/issues/1395
    """
    with suppress(ValueError):
        written = datetime.fromisoformat(value)
        return f"{(written if written.tzinfo else written.replace(tzinfo=UTC)).timestamp():.3f}"
    number = template.variable(value)
    return (
        f"#if({number}.matches('[0-9]{{13}}'))${{{number[1:]}.substring(0, 10)}}"
        f"#elseif({number}.matches('[0-9]{{1,10}}')){number}#else{template.text(value)}#end"
    )


def _resources(value: str, template: RequestTemplate) -> str:
    """A list of the body as it is; else ARNs with commas between."""
    found = template.value(value)
    if not found.startswith('"'):
        return found
    return f"[{', '.join(template.text(each.strip()) for each in value.split(',') if each.strip())}]"
