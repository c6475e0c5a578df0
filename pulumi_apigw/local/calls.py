"""One call on its way through the gateway: the request and everything that was decided about it so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_apigw.local.domains import domain_context
from pulumi_apigw.local.model import LocalApi, LocalRoute, LocalStage
from pulumi_apigw.local.requests import Request

__all__ = ["Call", "HttpAuthorization"]


@dataclass(frozen=True)
class HttpAuthorization:
    """What the authorizer of an HTTP API found out; one of the three is set where a route has an authorizer.

    `jwt`: claims and scopes. `function`: the context a Lambda authorizer returned (`principal_id` beside it).
    `iam`: the caller a signature names.
    """

    jwt: Mapping[str, Any] | None = None
    function: Mapping[str, Any] | None = None
    principal_id: str | None = None
    iam: Mapping[str, Any] | None = None


@dataclass
class Call:
    """A request that selected a route of a stage; `path` is without the stage, `note` writes to the log."""

    api: LocalApi
    stage: LocalStage
    route: LocalRoute
    request: Request
    path: str
    parameters: Mapping[str, str]
    note: Callable[[str], None]
    authorization: HttpAuthorization | None = None
    function: str = ""

    @property
    def route_arn(self) -> str:
        """The ARN that IAM policies of an authorizer name: the caller's method and the path it asked for."""
        return f"{self.api.execution_arn}/{self.stage.name}/{self.request.method}{self.path}"

    def context(self, name: str) -> str | None:
        """A `$context` variable, None where it has no value here.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
        """
        if name.startswith("authorizer."):
            return self._authorizer_variable(name.removeprefix("authorizer."))
        request = self.request
        value = {
            "accountId": self.api.account_id,
            "apiId": self.api.id,
            **domain_context(request, self.api),
            "extendedRequestId": request.id,
            "httpMethod": request.method,
            "identity.sourceIp": request.source_ip,
            "identity.userAgent": request.header("user-agent"),
            "path": request.path,
            "protocol": request.protocol,
            "requestId": request.id,
            "requestTime": request.time,
            "requestTimeEpoch": request.time_epoch_ms,
            "routeKey": self.route.key,
            "stage": self.stage.name,
        }.get(name)
        return None if value is None else str(value)

    def _authorizer_variable(self, name: str) -> str | None:
        found = self.authorization or HttpAuthorization()
        if name == "principalId":
            return found.principal_id
        if found.jwt is not None and name.startswith("claims."):
            value = found.jwt["claims"].get(name.removeprefix("claims."))
        else:
            value = (found.function or {}).get(name)
        return None if value is None else str(value)
