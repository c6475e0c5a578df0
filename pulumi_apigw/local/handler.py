"""Answers the requests of one API: stage, route, authorizer, CORS, integration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.authorizers import Authorize, FunctionAuthorizer, JwtAuthorizer, authorize_iam
from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.cors import is_preflight, preflight_response, with_cors
from pulumi_apigw.local.integrations import FunctionCaller, Integrations
from pulumi_apigw.local.integrations.functions import FunctionCallError
from pulumi_apigw.local.keys import KeySet
from pulumi_apigw.local.model import Api, LocalApi, LocalAuthorizer, LocalRoute
from pulumi_apigw.local.permissions import authorizer_sources
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response, message
from pulumi_apigw.local.routes import Router, select_stage

__all__ = ["Answer", "ApiHandler", "Handler"]


@dataclass(frozen=True)
class Answer:
    """A response and the function it came from ("" where none was called)."""

    response: Response
    function: str = ""


class Handler(Protocol):
    """What answers the requests of one API, of any kind."""

    @property
    def api(self) -> Api:
        """The API."""

    async def answer(self, request: Request) -> Answer:
        """The response to a request, whatever happens to it on the way."""

    def refuse_size(self, request: Request) -> Answer:
        """The response to a request whose body is too large."""

    def identify(self, request: Request) -> Sequence[tuple[str, str]]:
        """The headers that name a request in its response."""


class ApiHandler:
    """One HTTP API, compiled; `note` gets a line for each thing its developer should know."""

    def __init__(
        self,
        api: LocalApi,
        functions: FunctionCaller,
        integrations: Integrations,
        keys: Callable[[], KeySet],
        note: Callable[[str], None],
    ) -> None:
        self.api = api
        self._functions = functions
        self._integrations = integrations
        self._note = note
        self._router = Router(api.routes)
        self._stages = {stage.name: stage for stage in api.stages}
        self._authorizers: Mapping[str, Authorize] = {
            authorizer.id: self._authorizer(authorizer, keys) for authorizer in api.authorizers
        }

    async def answer(self, request: Request) -> Answer:
        """The response to a request, whatever happens to it on the way."""
        call = None
        try:
            call = self._call(request)
            response = self._unrouted(request) if call is None else await self._run(call)
        except Rejection as rejection:
            response = rejection.response
            if rejection.note:
                self._note(f"{response.status} {rejection.note}")
        except FunctionCallError as error:
            response = message(500)
            self._note(f"500 {call.route.key if call else request.raw_path}: {error}")
        except GatewayError as error:
            response = message(500)
            self._note(f"500 {request.method} {request.raw_path}: {error}")
        cors = self.api.cors
        if cors is not None and not (response.status == 204 and is_preflight(request)):
            response = with_cors(cors, request, response)
        return Answer(response, call.function if call else "")

    def refuse_size(self, request: Request) -> Answer:
        """413."""
        return Answer(message(413))

    def identify(self, request: Request) -> Sequence[tuple[str, str]]:
        """`apigw-requestid`."""
        return [("apigw-requestid", request.id)]

    def _call(self, request: Request) -> Call | None:
        """The call of a route, None where no route matches; raises `Rejection` (404) without a stage."""
        selected = select_stage(self._stages, request.raw_path)
        if selected is None:
            known = ", ".join(f"/{name}" for name in self._stages) or "none"
            raise Rejection(
                404, f"{request.method} {request.raw_path}: no stage has this path. Stages: {known}."
            )
        stage, path = selected
        if not stage.deployed:
            # On AWS a stage without a deployment knows no routes.
            raise Rejection(
                404,
                f"stage {stage.name!r} of API {self.api.name!r} has nothing deployed. "
                "Set `auto_deploy=True`, or give it a `deployment_id`.",
            )
        match = self._router.match(request.method, path)
        if match is None:
            return None
        return Call(self.api, stage, match.route, request, path, match.parameters, self._note)

    def _unrouted(self, request: Request) -> Response:
        if self.api.cors is not None and is_preflight(request):
            return preflight_response(self.api.cors, request)
        bare = request.raw_path.rstrip("/")
        without_slash = bare and bare != request.raw_path and self._call(replace(request, raw_path=bare))
        fix = f" {bare} has one: a slash at the end makes another path." if without_slash else ""
        raise Rejection(404, f"{request.method} {request.raw_path}: no route matches.{fix}")

    async def _run(self, call: Call) -> Response:
        integration = call.route.integration
        if integration is None:
            raise Rejection(404)
        authorize = self._authorize(call.route)
        if authorize is not None:
            # Before the preflight's answer too: on AWS a `$default` or ANY route with an authorizer refuses a
            # browser's OPTIONS, which is why such an API needs an open `OPTIONS /{proxy+}` route.
            # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
            call.authorization = await authorize(call)
        if self.api.cors is not None and is_preflight(call.request):
            return preflight_response(self.api.cors, call.request)
        return await self._integrations.answer(call, integration)

    def _authorize(self, route: LocalRoute) -> Authorize | None:
        if route.authorization_type == "NONE":
            return None
        if route.authorization_type == "AWS_IAM":
            return authorize_iam
        authorize = self._authorizers.get(route.authorizer.id) if route.authorizer else None
        if authorize is None:
            raise Rejection(
                500,
                f"{route.key}: its authorization type is {route.authorization_type} and this API has no "
                "authorizer with its `authorizer_id`. Give it one of the same API.",
            )
        return authorize

    def _authorizer(self, authorizer: LocalAuthorizer, keys: Callable[[], KeySet]) -> Authorize:
        if authorizer.type == "JWT":
            return JwtAuthorizer(authorizer, keys)
        return FunctionAuthorizer(authorizer, self._invoke_authorizer)

    async def _invoke_authorizer(
        self, call: Call, authorizer: LocalAuthorizer, event: Mapping[str, Any], timeout_ms: int
    ) -> Any:
        sources = authorizer_sources(call.api, authorizer)
        target = self._functions.target(
            call.api, call.stage, authorizer.uri, sources, authorizer.credentials_arn
        )
        try:
            return await self._functions.payload(target, event, timeout_ms)
        except TimeoutError:
            raise Rejection(
                500, f"{call.route.key}: authorizer {authorizer.name!r} gave no answer in {timeout_ms} ms."
            ) from None
