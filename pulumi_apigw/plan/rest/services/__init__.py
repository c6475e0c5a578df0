"""AWS service integrations of a REST API: a call by its name → what API Gateway sends and answers.

What a route writes itself (templates, parameters, responses) wins over what the call brings, key by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from ....aws.route_keys import RouteKey
from ....config.rest.integrations import RestServiceIntegrationConfig
from ....config.rest.routes import IntegrationResponseConfig, RestRouteConfig
from ....config.rest.service_integrations import DynamoDbConfig, S3Config, SnsPublishConfig
from ....config.service_integrations import (
    EventBridgePutEventsConfig,
    KinesisPutRecordConfig,
    SqsDeleteMessageConfig,
    SqsPurgeQueueConfig,
    SqsReceiveMessageConfig,
    SqsSendMessageConfig,
    StartExecutionConfig,
    StartSyncExecutionConfig,
    StopExecutionConfig,
)
from ..model import AwsIntegrationPlan, IntegrationResponsePlan
from ..parameters import JSON
from ..vtl import RequestTemplate
from .call import ServiceCall
from .dynamodb import plan_dynamodb
from .events import plan_events
from .kinesis import plan_kinesis
from .s3 import plan_s3
from .sns import plan_sns
from .sqs import plan_sqs
from .states import plan_states

__all__ = ["ServiceCall", "plan_call", "plan_service"]

_ERRORS = range(400, 600)

_DEFAULT = "default"


def plan_service(
    config: RestServiceIntegrationConfig,
    *,
    name: str,
    key: RouteKey,
    route: RestRouteConfig,
    timeout_ms: int,
) -> AwsIntegrationPlan:
    """The integration of a route that calls an AWS service; `name` is the integration's in its API."""
    call = plan_call(config, RequestTemplate(key))
    templates = {} if call.template is None else {JSON: call.template}
    return replace(
        call.integration(name, timeout_ms),
        request_parameters=call.merged_parameters(route.request_parameters),
        request_templates={**templates, **route.request_templates},
        # A body of another type would reach the service as it came, in place of the call.
        passthrough_behavior=route.passthrough_behavior or ("NEVER" if templates else None),
        content_handling=route.content_handling,
        responses=tuple(_responses(call, route.integration_responses)),
    )


def plan_call(config: RestServiceIntegrationConfig, template: RequestTemplate) -> ServiceCall:
    """What a call sends and answers, before the route's own mappings."""
    match config:
        case (
            SqsSendMessageConfig()
            | SqsReceiveMessageConfig()
            | SqsDeleteMessageConfig()
            | SqsPurgeQueueConfig()
        ):
            return plan_sqs(config, template)
        case SnsPublishConfig():
            return plan_sns(config, template)
        case EventBridgePutEventsConfig():
            return plan_events(config, template)
        case KinesisPutRecordConfig():
            return plan_kinesis(config, template)
        case StartExecutionConfig() | StartSyncExecutionConfig() | StopExecutionConfig():
            return plan_states(config, template)
        case DynamoDbConfig():
            return plan_dynamodb(config, template)
        case S3Config():
            return plan_s3(config)
        case _:
            assert_never(config)


def _responses(
    call: ServiceCall, written: Mapping[str, IntegrationResponseConfig]
) -> Iterator[IntegrationResponsePlan]:
    """What the call brings and the route writes, each status once; of the two the route's words hold.

    API Gateway keeps a response by its status: the second of a status would take the first one's place.
    https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
    """
    found: dict[str, tuple[bool, IntegrationResponsePlan]] = {}
    for own, response in _every_response(call, written):
        key = response.status if response.selection != _DEFAULT else _DEFAULT
        if key in found:
            other_own, other = found[key]
            kept = other if other_own or not own else response
            own, response = (
                own or other_own,
                replace(kept, selection=f"{other.selection}|{response.selection}"),
            )
        found[key] = own, response
    return (response for _, response in found.values())


def _every_response(
    call: ServiceCall, written: Mapping[str, IntegrationResponseConfig]
) -> Iterator[tuple[bool, IntegrationResponsePlan]]:
    brought = {response.selection: response for response in call.responses}
    added = [selection for selection in written if selection not in brought]
    for selection in dict.fromkeys([*brought, *written]):
        response = brought.get(selection, IntegrationResponsePlan(selection=selection, status="200"))
        own = written.get(selection)
        # A status alone changes the status alone, and leaves the body that the call brings.
        changes = {} if own is None else {each: getattr(own, each) for each in own.model_fields_set}
        yield own is not None, replace(response, selection=_less(selection, added), **changes)


def _less(selection: str, added: Iterable[str]) -> str:
    """The pattern of a brought response without the statuses of the route's own patterns.

    AWS does not say which of two patterns that match one status it takes.
    """
    own = [each for each in added if each != selection and _overlap(each, selection)]
    return f"(?!(?:{'|'.join(own)})$){selection}" if own and selection not in added else selection


def _overlap(one: str, other: str) -> bool:
    return any(re.fullmatch(one, str(status)) and re.fullmatch(other, str(status)) for status in _ERRORS)
