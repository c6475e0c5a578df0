"""Step Functions: start an execution, wait for one, stop one.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
https://docs.aws.amazon.com/step-functions/latest/dg/tutorial-api-gateway.html
"""

from __future__ import annotations

from collections.abc import Mapping

from ....aws.subtypes import SUBTYPES
from ....config.service_integrations import (
    StartExecutionConfig,
    StartSyncExecutionConfig,
    StopExecutionConfig,
)
from ..model import IntegrationResponsePlan
from ..vtl import RequestTemplate
from .call import ServiceCall, answer, json_call, refused

__all__ = ["StatesConfig", "plan_states"]

StatesConfig = StartExecutionConfig | StartSyncExecutionConfig | StopExecutionConfig

_STARTED = """{"executionArn": $input.json('$.executionArn'), "startDate": $input.json('$.startDate')}"""
_STOPPED = """{"stopDate": $input.json('$.stopDate')}"""
# An execution that failed is answered with 200 too. Its error and cause are not the caller's to see.
_RESULT = (
    """#set($status = "$!input.path('$.status')")"""
    """#if($status == "SUCCEEDED")$input.path('$.output')"""
    f"""#elseif($status == "TIMED_OUT"){refused(504, '{"message": "Gateway Timeout"}')}"""
    f"""#else{refused(502, '{"message": "Bad Gateway"}')}#end"""
)


def plan_states(config: StatesConfig, template: RequestTemplate) -> ServiceCall:
    """A call of a state machine; starting is answered with 202, since the result comes later."""
    fields, answered = _call(config)
    sent = (f'"{name}": {template.text(value)}' for name, value in fields.items() if value is not None)
    return json_call(
        SUBTYPES[config.type].action,
        config.state_machine_arn,
        template,
        f"{{{', '.join(sent)}}}",
        answered,
    )


def _call(config: StatesConfig) -> tuple[Mapping[str, str | None], IntegrationResponsePlan]:
    if isinstance(config, StopExecutionConfig):
        fields = {"executionArn": config.execution_arn, "error": config.error, "cause": config.cause}
        return fields, answer(_STOPPED)
    fields = {"stateMachineArn": config.state_machine_arn, "name": config.name, "input": config.input}
    if isinstance(config, StartSyncExecutionConfig):
        return {**fields, "traceHeader": config.trace_header}, answer(_RESULT)
    return fields, answer(_STARTED, status="202")
