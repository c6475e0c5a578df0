"""What a deployment pins: the emulators keep ids of deployments, and serve the newest routes on every stage.

As on AWS, what a stage points to cannot be deleted, and a stage that deploys by itself cannot be pinned. The
functions that are called run in the emulator, by version and alias.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ..edge.front import Answer, ask
from ..rest.stages import change

__all__ = ["CANARY", "HttpDeployments", "RestDeployments"]

CANARY = "X-Canary"
"""The header of a request that the canary gets: AWS chooses at random."""

_HTTP = re.compile(r"/v2/apis/(?P<api>\w+)/(?P<kind>stages|deployments)(?:/(?P<id>[\w-]+))?")
_REST = re.compile(r"/restapis/(?P<api>\w+)(?:/(?P<kind>stages|deployments))?(?:/(?P<id>[\w-]+))?")
_FUNCTION = re.compile(r"/functions/(?P<arn>[^/]+:function:(?P<name>[^:/]+):(?P<alias>[^/]+))/invocations")
_JSON = {"Content-Type": "application/json"}
_IN_USE = {"message": "Active stages pointing to this deployment must be moved or deleted"}


def _said(status: int, data: Any) -> Answer:
    return status, _JSON, json.dumps(data).encode()


class HttpDeployments:
    """Before MiniStack: stages of HTTP and WebSocket APIs, and which routes each of them has."""

    def __init__(self) -> None:
        self._routes: dict[str, set[str]] = {}
        self._pins: dict[tuple[str, str], str] = {}
        """API and stage → the deployment; those that deploy by themselves have none."""

    def answer(
        self, emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        host = headers.get("Host", "").partition(".")
        if host[2].startswith("execute-api"):
            _, stage, rest = path.split("/", 2)
            pinned = self._pins.get((host[0], stage))
            # Paths without variables are all that is called here.
            if pinned and f"{method} /{rest}" not in self._routes[pinned]:
                return _said(404, {"message": "Not Found"})
        if not (found := _HTTP.fullmatch(path)):
            return ask(emulator, method, path, body, headers)
        if found["kind"] == "stages":
            return self._stage(emulator, method, path, body, headers, found["api"])
        if method == "DELETE" and found["id"] in self._pins.values():
            return _said(400, _IN_USE)
        answered = ask(emulator, method, path, body, headers)
        if method == "POST":
            routes = json.loads(ask(emulator, "GET", f"/v2/apis/{found['api']}/routes")[2])["items"]
            made = json.loads(answered[2])["deploymentId"]
            self._routes[made] = {route["routeKey"] for route in routes}
        return answered

    def _stage(
        self, emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str], api: str
    ) -> Answer:
        if method not in ("POST", "PATCH"):
            return ask(emulator, method, path, body, headers)
        told = json.loads(body)
        known = json.loads(ask(emulator, "GET", path)[2]) if method == "PATCH" else {}
        after = known | told
        if after.get("autoDeploy") and "deploymentId" in told:
            # https://github.com/go-to-k/cdk-real-drift/issues/667
            return _said(400, {"message": "Deployment ID cannot be set: AutoDeploy is enabled"})
        if "stageVariables" in told:
            # As in tests/apply/promotion: AWS keeps what an update does not name, and "" takes it away.
            variables = known.get("stageVariables", {}) | told["stageVariables"]
            told["stageVariables"] = {name: value for name, value in variables.items() if value}
        answered = ask(emulator, method, path, json.dumps(told).encode(), _without_length(headers))
        self._pins[api, after["stageName"]] = "" if after.get("autoDeploy") else after.get("deploymentId", "")
        return answered


class RestDeployments:
    """Before moto: it keeps no canaries, and runs no functions, which are MiniStack's."""

    def __init__(self, functions: str) -> None:
        self._functions = functions
        self._bodies: dict[str, Any] = {}
        self._deployed: dict[str, Any] = {}
        self._canaries: dict[tuple[str, str], dict[str, Any]] = {}

    def answer(
        self, emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        if path.startswith("/called/"):
            return self._called(emulator, method, path, canary=CANARY in headers)
        plain = path.partition("?")[0]
        if not (found := _REST.fullmatch(plain)):
            return ask(emulator, method, path, body, headers)
        if found["kind"] == "stages" and found["id"]:
            return self._stage(emulator, method, path, body, headers, (found["api"], found["id"]))
        if (
            found["kind"] == "deployments"
            and method == "DELETE"
            and self._in_use(emulator, *found.group("api", "id"))
        ):
            return _said(400, _IN_USE)
        answered = ask(emulator, method, path, body, headers)
        if found["kind"] == "deployments" and method == "POST":
            # The API as it is now, whatever becomes of it.
            self._deployed[json.loads(answered[2])["id"]] = self._bodies[found["api"]]
        elif found["kind"] is None and method == "PUT":
            self._bodies[found["api"]] = json.loads(body)
        return answered

    def _stage(
        self,
        emulator: str,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        stage: tuple[str, str],
    ) -> Answer:
        canary = self._canaries.setdefault(stage, {})
        if method == "PATCH":
            told = json.loads(body)["patchOperations"]
            own = [each for each in told if each["path"].startswith("/canarySettings")]
            for each in own:
                change(canary, each["path"].strip("/").split("/"), each)
            others = [each for each in told if each not in own]
            if not others:
                method, body = "GET", b""
            else:
                body = json.dumps({"patchOperations": others}).encode()
        status, answered, found = ask(emulator, method, path, body, _without_length(headers))
        return status, answered, json.dumps({**json.loads(found), **canary}).encode() if found else found

    def _in_use(self, emulator: str, api: str, deployment: str) -> bool:
        stages = json.loads(ask(emulator, "GET", f"/restapis/{api}/stages")[2])["item"]
        used = {stage["deploymentId"] for stage in stages}
        of_canaries = (
            each.get("canarySettings", {}) for (own, _), each in self._canaries.items() if own == api
        )
        return deployment in used | {each.get("deploymentId") for each in of_canaries}

    def _called(self, emulator: str, method: str, path: str, *, canary: bool) -> Answer:
        """`/called/API/STAGE/…`: what the stage's deployment says of the route, by the stage's variables."""
        _, _, api, name, rest = path.split("/", 4)
        stage = json.loads(ask(emulator, "GET", f"/restapis/{api}/stages/{name}")[2])
        deployment, variables = stage["deploymentId"], stage.get("variables", {})
        if canary:
            settings = self._canaries[api, name]["canarySettings"]
            deployment = settings["deploymentId"]
            variables = variables | settings["stageVariableOverrides"]
        methods = self._deployed[deployment]["paths"].get(f"/{rest}", {})
        route = methods.get(method.lower()) or methods.get("x-amazon-apigateway-any-method")
        if route is None:
            return _said(403, {"message": "Missing Authentication Token"})
        uri = route["x-amazon-apigateway-integration"]["uri"]
        for variable, value in variables.items():
            uri = uri.replace(f"${{stageVariables.{variable}}}", value)
        function = _FUNCTION.search(uri)
        assert function, uri
        if not self._may_call(function["name"], function["alias"], f"{api}/{name}/{method}/{rest}"):
            return _said(500, {"message": "Internal server error"})
        event = {
            "httpMethod": method,
            "path": f"/{rest}",
            "headers": {},
            "multiValueHeaders": {},
            "stageVariables": variables,
            "requestContext": {"requestId": "request", "stage": name, "path": f"/{name}/{rest}"},
        }
        path = f"/2015-03-31/functions/{quote(function['arn'], safe='')}/invocations"
        answer = json.loads(
            ask(self._functions, "POST", path, json.dumps(event).encode(), service="lambda")[2]
        )
        return answer["statusCode"], _JSON, answer["body"].encode()

    def _may_call(self, function: str, alias: str, called: str) -> bool:
        path = f"/2015-03-31/functions/{function}/policy?Qualifier={alias}"
        status, _, found = ask(self._functions, "GET", path, service="lambda")
        if status != 200:
            return False
        policy = json.loads(json.loads(found)["Policy"])
        # The provider asks nobody for the account here.
        arn = f"arn:aws:execute-api:us-east-1::{called}"
        patterns = (each["Condition"]["ArnLike"]["AWS:SourceArn"] for each in policy["Statement"])
        return any(fnmatch.fnmatchcase(arn, pattern) for pattern in patterns)


def _without_length(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of a body that is another by now."""
    return {name: value for name, value in headers.items() if name.lower() != "content-length"}
