"""One call of an AWS service: what is sent to it, by which right, and what callers get of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import AwsIntegrationPlan, IntegrationResponsePlan
from ..parameters import JSON
from ..vtl import RequestTemplate

__all__ = ["JSON_PROTOCOLS", "ServiceCall", "answer", "errors", "json_call", "refused"]

# Content type of each service's JSON; its model in botocore says so: a test compares them.
JSON_PROTOCOLS: Mapping[str, str] = {
    "dynamodb": "application/x-amz-json-1.0",
    "events": "application/x-amz-json-1.1",
    "kinesis": "application/x-amz-json-1.1",
    "states": "application/x-amz-json-1.0",
}

_BAD_REQUEST = '{"message": "Bad Request"}'
_NOT_FOUND = '{"message": "Not Found"}'
_TOO_MANY = '{"message": "Too Many Requests"}'
_BAD_GATEWAY = '{"message": "Bad Gateway"}'

# Services of JSON answer 400 to whatever is wrong. What the caller cannot mend is no fault of the request.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.MessagesAndCodes
# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html#API_PutRecord_Errors
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors
_OWN_FAULTS = ("AccessDenied", "ResourceNotFound", "StateMachineDoesNotExist", "KMS", "Kms")
_LOADS = ("Throttl", "ThroughputExceeded", "LimitExceeded")


@dataclass(frozen=True, kw_only=True)
class ServiceCall:
    """What a service's own module says of a call; the route's mappings come on top of it."""

    service: str
    target: str
    method: str = "POST"
    action: str
    resource: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    template: str | None = None
    responses: tuple[IntegrationResponsePlan, ...]
    region: str | None = None

    def integration(self, name: str, timeout_ms: int) -> AwsIntegrationPlan:
        """The integration that makes the call, without what is mapped; `name` is its own in the API."""
        return AwsIntegrationPlan(
            name=name,
            method=self.method,
            service=self.service,
            target=self.target,
            region=self.region,
            actions=(self.action,),
            resources=(self.resource,),
            timeout_ms=timeout_ms,
        )

    def merged_parameters(self, written: Mapping[str, str]) -> dict[str, str]:
        """The call's parameters, less those that a route has `written` itself in any case of letters."""
        own = {name.lower() for name in written}
        brought = {name: value for name, value in self.parameters.items() if name.lower() not in own}
        return {**brought, **written}


def json_call(
    action: str, resource: str, template: RequestTemplate, body: str, *answers: IntegrationResponsePlan
) -> ServiceCall:
    """A call of a service that speaks JSON, by the IAM action of that call."""
    service, _, name = action.partition(":")
    content_type = JSON_PROTOCOLS[service]
    return ServiceCall(
        service=service,
        target=f"action/{name}",
        action=action,
        resource=resource,
        parameters={"integration.request.header.Content-Type": f"'{content_type}'"},
        template=template.write(body),
        responses=(*answers, _json_errors(), _gateway_errors()),
    )


def answer(
    body: str, *, status: str = "200", headers: Mapping[str, str] | None = None
) -> IntegrationResponsePlan:
    """What callers get when the call went well."""
    return IntegrationResponsePlan(
        selection="default", status=status, headers=headers or {}, templates={JSON: body}
    )


def refused(status: int, body: str) -> str:
    """VTL that changes the status of an answer.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
    """
    return f"#set($context.responseOverride.status = {status}){body}"


def errors(*, missing: bool = False) -> tuple[IntegrationResponsePlan, ...]:
    """Answers for the errors of services whose statuses tell refused rights from bad requests.

    With `missing`, 403 and 404 say alike that what was asked for is not there.
    """
    if missing:
        refusal = IntegrationResponsePlan(selection="40[34]", status="404", templates={JSON: _NOT_FOUND})
        others = r"4(?:[1-9]\d|0[0-25-9])"
    else:
        refusal = IntegrationResponsePlan(selection="403", status="502", templates={JSON: _BAD_GATEWAY})
        others = r"4(?:[1-9]\d|0[0-24-9])"
    bad = IntegrationResponsePlan(selection=others, status="400", templates={JSON: _BAD_REQUEST})
    return refusal, bad, _gateway_errors()


def _json_errors() -> IntegrationResponsePlan:
    template = (
        """#set($type = "$!input.path('$.__type')")"""
        f"#if({_contains(_OWN_FAULTS)}){refused(502, _BAD_GATEWAY)}"
        f"#elseif({_contains(_LOADS)}){refused(429, _TOO_MANY)}"
        f"#else{_BAD_REQUEST}#end"
    )
    return IntegrationResponsePlan(selection=r"4\d{2}", status="400", templates={JSON: template})


def _gateway_errors() -> IntegrationResponsePlan:
    return IntegrationResponsePlan(selection=r"5\d{2}", status="502", templates={JSON: _BAD_GATEWAY})


def _contains(words: tuple[str, ...]) -> str:
    return " || ".join(f'$type.contains("{word}")' for word in words)
