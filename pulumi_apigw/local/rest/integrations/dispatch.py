"""Sends a call to what its method's integration names."""

from __future__ import annotations

from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.integrations.functions import call_function
from pulumi_apigw.local.rest.integrations.mock import mocked
from pulumi_apigw.local.rest.integrations.proxies import forward
from pulumi_apigw.local.rest.model import RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal, not_served

__all__ = ["RestIntegrations"]


class RestIntegrations:
    """Answers calls.

    Departures from AWS: private integrations (VPC links), AWS services, HTTP backends with templates and
    functions that stream their answers answer 501. What another server streams is passed on as a whole.
    """

    def __init__(self, functions: FunctionCaller, proxy: HttpProxy) -> None:
        self._functions = functions
        self._proxy = proxy

    async def answer(self, call: RestCall) -> Response:
        """The integration's response; raises `Refusal`."""
        integration = call.route.integration
        if integration is None:
            raise Refusal("API_CONFIGURATION_ERROR", f"{call.route.key}: the method has no integration.")
        if integration.connection_type == "VPC_LINK":
            raise not_served(call.route.key, "a private integration (VPC link)")
        if integration.type == "AWS_PROXY" and not integration.streamed:
            return _remapped(await call_function(call, integration, self._functions))
        if integration.type == "HTTP_PROXY":
            return _remapped(await forward(call, integration, self._proxy))
        if integration.type == "MOCK":
            return mocked(call, integration)
        raise not_served(call.route.key, _described(integration))


def _remapped(response: Response) -> Response:
    """A backend's response without the header that API Gateway does not let it send by that name.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """
    headers = [
        (f"x-amzn-remapped-{name}" if name == "www-authenticate" else name, value)
        for name, value in response.headers
    ]
    return Response(response.status, headers, response.body)


def _described(integration: RestIntegration) -> str:
    if integration.type == "AWS_PROXY":
        return "a function's streamed answer"
    # arn:aws:apigateway:REGION:SERVICE:action/NAME, or path/…
    parts = integration.uri.split(":", 5)
    if integration.type == "AWS" and len(parts) == 6:
        return f"the AWS service integration {parts[4]}:{parts[5]}"
    return f"an integration of type {integration.type}"
