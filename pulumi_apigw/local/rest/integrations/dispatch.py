"""Sends a call to what its method's integration names."""

from __future__ import annotations

from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
from pulumi_apigw.local.responses import Response, not_served
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.integrations.functions import call_function
from pulumi_apigw.local.rest.integrations.mock import mocked
from pulumi_apigw.local.rest.integrations.proxies import forward
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["RestIntegrations"]


class RestIntegrations:
    """Answers calls.

    A departure from AWS: private integrations (VPC links), AWS services and HTTP backends with templates are
    not on a laptop, nor is response streaming, and answer 501.
    """

    def __init__(self, functions: FunctionCaller, proxy: HttpProxy) -> None:
        self._functions = functions
        self._proxy = proxy

    async def answer(self, call: RestCall) -> Response:
        """The integration's response; raises `Refusal`, and `Rejection` (501) for what is not served."""
        integration = call.route.integration
        if integration is None:
            raise Refusal("API_CONFIGURATION_ERROR", f"{call.route.key}: the method has no integration.")
        if integration.connection_type == "VPC_LINK":
            raise not_served(call.route.key, "a private integration (VPC link)")
        if integration.streamed:
            raise not_served(call.route.key, "a streamed response")
        if integration.type == "AWS_PROXY":
            return await call_function(call, integration, self._functions)
        if integration.type == "HTTP_PROXY":
            return await forward(call, integration, self._proxy)
        if integration.type == "MOCK":
            return mocked(call, integration)
        raise not_served(call.route.key, f"an integration of type {integration.type}")
