"""Answers the requests of one REST API: stage, method, authorizer, API key, throttle, validation, call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pulumi_apigw.aws.limits import PAYLOAD_BYTES
from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.handler import Answer
from pulumi_apigw.local.integrations import FunctionCaller
from pulumi_apigw.local.keys import KeySet
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response
from pulumi_apigw.local.rest.api_keys import checked_key
from pulumi_apigw.local.rest.authorizers import Authorize, CognitoAuthorizer, LambdaAuthorizer, authorize_iam
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.compression import compressed
from pulumi_apigw.local.rest.gateway_responses import ERROR_TYPE, refused
from pulumi_apigw.local.rest.integrations import RestIntegrations
from pulumi_apigw.local.rest.model import LocalRestApi, RestAuthorizer, RestRoute
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.rest.routes import RestRouter
from pulumi_apigw.local.rest.throttles import Throttling
from pulumi_apigw.local.rest.validation import RequestValidation
from pulumi_apigw.local.routes import select_stage

__all__ = ["RestHandler"]


class RestHandler:
    """One REST API, compiled; `note` gets a line for each thing its developer should know."""

    def __init__(
        self,
        api: LocalRestApi,
        functions: FunctionCaller,
        integrations: RestIntegrations,
        keys: Callable[[], KeySet],
        note: Callable[[str], None],
    ) -> None:
        self.api = api
        self._integrations = integrations
        self._note = note
        self._router = RestRouter(api.routes)
        self._stages = {stage.name: stage for stage in api.stages}
        self._throttling = Throttling(api.throttles)
        self._validation = RequestValidation(api.references, api.id)
        self._authorizers: Mapping[str, Authorize] = {
            authorizer.id: _authorize_by(authorizer, functions, keys) for authorizer in api.authorizers
        }

    async def answer(self, request: Request) -> Answer:
        """The response to a request, whatever happens to it on the way."""
        try:
            call = self._call(request)
        except Rejection as rejection:
            return Answer(self._noted(rejection))
        try:
            response = await self._run(call)
        except Refusal as refusal:
            response = refused(call, refusal)
            if refusal.note:
                self._note(f"{response.status} {refusal.note}")
        except GatewayError as error:
            response = refused(call, Refusal("DEFAULT_5XX"))
            self._note(f"500 {call.route.key}: {error}")
        return Answer(compressed(response, request, self.api.minimum_compression_size), call.function)

    def refuse_size(self, request: Request) -> Answer:
        """413, as a gateway response where the request names a stage."""
        text = f"HTTP content length exceeded {PAYLOAD_BYTES} bytes."
        try:
            call = self._call(request)
        except Rejection as rejection:
            return Answer(self._noted(rejection))
        return Answer(refused(call, Refusal("REQUEST_TOO_LARGE", message=text)))

    def identify(self, request: Request) -> Sequence[tuple[str, str]]:
        """`x-amzn-requestid` and `x-amz-apigw-id`."""
        return [("x-amzn-requestid", request.uuid), ("x-amz-apigw-id", request.id)]

    def _call(self, request: Request) -> RestCall:
        """The call that a request is; raises `Rejection` (403) without a stage."""
        selected = select_stage(self._stages, request.raw_path)
        if selected is None or not selected[0].deployed:
            known = ", ".join(f"/{stage.name}" for stage in self.api.stages if stage.deployed) or "none"
            # No gateway response of the API: the request reaches none of its deployments.
            raise Rejection(
                403,
                f"{request.method} {request.raw_path}: no stage has this path. Stages: {known}.",
                [(ERROR_TYPE, "ForbiddenException")],
            )
        stage, path = selected
        match = self._router.match(request.method, path)
        if match is None:
            unknown = RestRoute(f"{request.method} {path}")
            return RestCall(self.api, stage, unknown, request, path, {}, self._note, routed=False)
        return RestCall(self.api, stage, match.route, request, path, match.parameters, self._note)

    async def _run(self, call: RestCall) -> Response:
        if not call.routed:
            raise Refusal("MISSING_AUTHENTICATION_TOKEN", f"{call.route.key}: no method matches.")
        authorize = self._authorize(call.route)
        if authorize is not None:
            call.authorization = await authorize(call)
        if call.route.api_key:
            call.api_key = checked_key(call)
        self._throttling.check(call)
        self._validation.check(call)
        return await self._integrations.answer(call)

    def _authorize(self, route: RestRoute) -> Authorize | None:
        if route.authorization_type == "NONE":
            return None
        if route.authorization_type == "AWS_IAM":
            return authorize_iam
        authorize = self._authorizers.get(route.authorizer.id) if route.authorizer else None
        if authorize is None:
            raise Refusal(
                "AUTHORIZER_CONFIGURATION_ERROR",
                f"{route.key}: its authorization type is {route.authorization_type} and this API has no such "
                "authorizer. Give the method the id of one.",
            )
        return authorize

    def _noted(self, rejection: Rejection) -> Response:
        if rejection.note:
            self._note(f"{rejection.response.status} {rejection.note}")
        return rejection.response


def _authorize_by(
    authorizer: RestAuthorizer, functions: FunctionCaller, keys: Callable[[], KeySet]
) -> Authorize:
    if authorizer.takes_tokens:
        return CognitoAuthorizer(authorizer, keys)
    return LambdaAuthorizer(authorizer, functions)
