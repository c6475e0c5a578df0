"""One call of a REST API on its way through the gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.model import ApiKey, LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.model import LocalRestApi, RestRoute

__all__ = ["RestCall"]


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
    authorization: Authorization | None = None
    api_key: ApiKey | None = None
    function: str = ""

    @property
    def method_arn(self) -> str:
        """The ARN that IAM policies of an authorizer name: the caller's method and the path it asked for."""
        path = f"/{self.path.strip('/')}"
        return f"{self.api.execution_arn}/{self.stage.name}/{self.request.method}{path}"
