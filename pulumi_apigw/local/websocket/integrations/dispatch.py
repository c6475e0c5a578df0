"""Sends a call to what its route's integration names."""

from __future__ import annotations

from pulumi_apigw.local.integrations import FunctionCaller, HttpProxy
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.integrations.backends import forward, forward_with_templates
from pulumi_apigw.local.websocket.integrations.functions import call_proxy, call_with_templates
from pulumi_apigw.local.websocket.integrations.mock import mocked
from pulumi_apigw.local.websocket.integrations.replies import Reply
from pulumi_apigw.local.websocket.refusals import Refusal, not_served

__all__ = ["WebSocketIntegrations"]


class WebSocketIntegrations:
    """Answers calls.

    A departure from AWS: private integrations (VPC links) and AWS services are not on a laptop.
    """

    def __init__(self, functions: FunctionCaller, proxy: HttpProxy) -> None:
        self._functions = functions
        self._proxy = proxy

    async def reply(self, call: WebSocketCall) -> Reply:
        """The integration's answer; raises `Refusal`: 501 for what is not served here."""
        integration = call.route.integration
        if integration is None:
            raise Refusal(500, f"{call.route.key}: the route has no integration. Give it a `target`.")
        if integration.connection_type == "VPC_LINK":
            raise not_served(call.route.key, "a private integration (VPC link)")
        if integration.type == "AWS_PROXY":
            return await call_proxy(call, integration, self._functions)
        if integration.type == "HTTP_PROXY":
            return await forward(call, integration, self._proxy)
        if integration.type == "HTTP":
            return await forward_with_templates(call, integration, self._proxy)
        if integration.type == "MOCK":
            return mocked(call, integration)
        if integration.type == "AWS" and ":lambda:path/" in integration.uri:
            return await call_with_templates(call, integration, self._functions)
        raise not_served(call.route.key, f"an integration of type {integration.type} with {integration.uri}")
