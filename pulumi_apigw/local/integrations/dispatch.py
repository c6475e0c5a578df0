"""Sends a call to what its route's integration names."""

from __future__ import annotations

import dataclasses

from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.events import function_event
from pulumi_apigw.local.integrations.functions import FunctionCaller
from pulumi_apigw.local.integrations.proxies import HttpProxy, forward
from pulumi_apigw.local.mapping import map_request, map_response
from pulumi_apigw.local.model import LocalIntegration
from pulumi_apigw.local.permissions import route_sources
from pulumi_apigw.local.responses import (
    MalformedResponseError,
    Rejection,
    Response,
    function_response,
)

__all__ = ["Integrations"]


class Integrations:
    """Answers calls.

    A departure from AWS: private integrations (VPC links) and AWS services are not on a laptop and answer
    501.
    """

    def __init__(self, functions: FunctionCaller, proxy: HttpProxy) -> None:
        self._functions = functions
        self._proxy = proxy

    async def answer(self, call: Call, integration: LocalIntegration) -> Response:
        """The integration's response with its response parameters applied.

        Raises `Rejection`, and `FunctionCallError` where a function cannot be called or fails.
        """
        if integration.subtype:
            raise _not_served(call, f"the AWS service integration {integration.subtype}")
        if integration.connection_type == "VPC_LINK":
            raise _not_served(call, "a private integration (VPC link)")
        if integration.type == "AWS_PROXY":
            response = await self._call_function(call, integration)
        elif integration.type == "HTTP_PROXY":
            response = await forward(call, integration, self._proxy)
        else:
            raise _not_served(call, f"an integration of type {integration.type}")
        return map_response(call, integration.response_parameters, response)

    async def _call_function(self, call: Call, integration: LocalIntegration) -> Response:
        sources = route_sources(call.api, call.stage, call.route, call.request.method)
        target = self._functions.target(
            call.api, call.stage, integration.uri, sources, integration.credentials_arn
        )
        call.function = str(target)
        mapped = call
        if integration.request_parameters:
            mapped = dataclasses.replace(call, request=map_request(call, integration.request_parameters)[0])
        event = function_event(mapped, integration.payload_format)
        try:
            payload = await self._functions.payload(target, event, integration.timeout_ms)
        except TimeoutError:
            raise Rejection(
                503,
                f"{call.route.key}: function {str(target)!r} gave no answer in {integration.timeout_ms} ms.",
            ) from None
        try:
            return function_response(payload, integration.payload_format)
        except MalformedResponseError as error:
            raise Rejection(
                500, f"{call.route.key}: function {str(target)!r} gave no valid response: {error}."
            ) from None


def _not_served(call: Call, what: str) -> Rejection:
    return Rejection(
        501, f"{call.route.key}: {what} is not served locally.", text=f"Not served locally: {what}."
    )
