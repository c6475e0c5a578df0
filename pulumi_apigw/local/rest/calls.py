"""One call of a REST API on its way through the gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.model import LocalRestApi, RestRoute

__all__ = ["RestAuthorization", "RestCall"]


@dataclass(frozen=True)
class RestAuthorization:
    """What an authorizer found out.

    `claims`: of a Cognito token. `context`: what a Lambda authorizer returned, all texts, with `principal_id`
    and the API key it names beside it. `iam`: the caller that a signature names.
    """

    claims: Mapping[str, str] | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    principal_id: str | None = None
    usage_key: str | None = None
    iam: Mapping[str, Any] | None = None


@dataclass
class RestCall:
    """A request to a stage; `path` is as sent and without the stage, `note` writes to the log.

    Where no method has the path the call is not `routed`, and `route` names the request.
    """

    api: LocalRestApi
    stage: LocalStage
    route: RestRoute
    request: Request
    path: str
    parameters: Mapping[str, str]
    note: Callable[[str], None]
    routed: bool = True
    authorization: RestAuthorization | None = None
    api_key: ApiKey | None = None
    function: str = ""

    @property
    def method_arn(self) -> str:
        """The ARN that IAM policies of an authorizer name: the caller's method and the path it asked for."""
        path = f"/{self.path.strip('/')}"
        return f"{self.api.execution_arn}/{self.stage.name}/{self.request.method}{path}"
