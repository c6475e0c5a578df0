"""AWS service integrations: the fields of the config → AWS's parameters and the resource of the role."""

from __future__ import annotations

from collections.abc import Mapping

from ..config.service_integrations import AppConfigGetConfigurationConfig, ServiceIntegrationConfig
from .model import ServiceIntegrationPlan

__all__ = ["plan_service_integration"]

# The field that names the resource, and the parameter that is made of its ARN.
_RESOURCES: Mapping[str, str | None] = {
    "queue_arn": "QueueUrl",
    "event_bus_arn": "EventBusName",
    "stream_arn": "StreamName",
    "state_machine_arn": "StateMachineArn",
}


def plan_service_integration(
    integration: ServiceIntegrationConfig,
    *,
    name: str,
    timeout_ms: int,
    response_parameters: Mapping[str, Mapping[str, str]],
) -> ServiceIntegrationPlan:
    """One integration with an AWS service."""
    fields: dict[str, str] = integration.model_dump(exclude={"type"}, exclude_none=True)
    resource, parameter = _resource(integration, fields)
    return ServiceIntegrationPlan(
        name=name,
        subtype=integration.type,
        parameters={_aws_name(field): value for field, value in fields.items()},
        resource=resource,
        resource_parameter=parameter,
        timeout_ms=timeout_ms,
        response_parameters=response_parameters,
    )


def _resource(integration: ServiceIntegrationConfig, fields: dict[str, str]) -> tuple[str, str | None]:
    """The resource and its parameter; its field is taken out of `fields`."""
    if isinstance(integration, AppConfigGetConfigurationConfig):
        path = f"application/{integration.application}"
        return f"{path}/environment/{integration.environment}/configuration/{integration.configuration}", None
    field = next(each for each in _RESOURCES if each in fields)
    # An execution is named by the request, so StopExecution has no parameter for its state machine.
    stops = integration.type == "StepFunctions-StopExecution"
    return fields.pop(field), None if stops else _RESOURCES[field]


def _aws_name(field: str) -> str:
    return "".join(word.capitalize() for word in field.split("_"))
