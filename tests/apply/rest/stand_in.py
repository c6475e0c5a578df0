"""REST APIs as API Gateway keeps them, for what moto does not: an import resets every setting of the API.

It follows https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html
and https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html; routes are of no interest here.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from .stages import RefusedError, Things, with_status

EXTENSIONS = {
    "x-amazon-apigateway-api-key-source": "apiKeySource",
    "x-amazon-apigateway-binary-media-types": "binaryMediaTypes",
    "x-amazon-apigateway-minimum-compression-size": "minimumCompressionSize",
}
ENDPOINT = "x-amazon-apigateway-endpoint-configuration"
POLICY = "x-amazon-apigateway-policy"


def settings(name: str) -> dict[str, Any]:
    """What an API has of which nothing has been said."""
    return {
        "name": name,
        "apiKeySource": "HEADER",
        "disableExecuteApiEndpoint": False,
        "binaryMediaTypes": [],
    }


@dataclass
class StandIn:
    """The control plane of one account, on loopback."""

    apis: dict[str, dict[str, Any]] = field(default_factory=dict)
    deployments: dict[str, str] = field(default_factory=dict)
    things: Things = field(default_factory=Things)
    permissions: list[dict[str, Any]] = field(default_factory=list)

    def create(self, data: dict[str, Any]) -> dict[str, Any]:
        id_ = f"api{len(self.apis)}"
        self.apis[id_] = {"endpointConfiguration": {"types": ["EDGE"]}, **settings(data["name"]), **data}
        return self.shown(id_)

    def put(self, id_: str, body: dict[str, Any]) -> dict[str, Any]:
        old = self.apis[id_]
        kept: dict[str, Any] = {key: old[key] for key in ("endpointConfiguration", "tags") if key in old}
        api = {**kept, **settings(body["info"]["title"])}
        if description := body["info"].get("description"):
            api["description"] = description
        for extension, name in EXTENSIONS.items():
            if extension in body:
                api[name] = body[extension]
        if POLICY in body:
            api["policy"] = json.dumps(body[POLICY])
        for server in body.get("servers", []):
            api |= server.get(ENDPOINT, {})
        self.apis[id_] = api
        return self.shown(id_)

    def patch(self, id_: str, data: dict[str, Any]) -> dict[str, Any]:
        for operation in data["patchOperations"]:
            name, *rest = operation["path"].strip("/").split("/")
            patch: Callable[..., None] = self._binary if name == "binaryMediaTypes" else self._replace
            patch(self.apis[id_], name, operation, *rest)
        return self.shown(id_)

    def permit(self, function: str, data: dict[str, Any]) -> dict[str, Any]:
        """Leave for API Gateway to call a function."""
        statement = {
            "Sid": data["StatementId"],
            "Effect": "Allow",
            "Principal": {"Service": data["Principal"]},
            "Action": data["Action"],
            "Resource": function,
            "Condition": {"ArnLike": {"AWS:SourceArn": data["SourceArn"]}},
        }
        self.permissions.append(statement)
        return {"Statement": json.dumps(statement)}

    def shown(self, id_: str) -> dict[str, Any]:
        """An API as AWS answers it: its policy is escaped once more."""
        api = {**self.apis[id_], "id": id_, "createdDate": 1700000000}
        return {**api, "policy": json.dumps(api["policy"])[1:-1]} if "policy" in api else api

    @staticmethod
    def _binary(api: dict[str, Any], name: str, operation: dict[str, Any], type_: str) -> None:
        type_ = type_.replace("~1", "/").replace("~0", "~")
        (api[name].remove if operation["op"] == "remove" else api[name].append)(type_)

    @staticmethod
    def _replace(api: dict[str, Any], name: str, operation: dict[str, Any]) -> None:
        value = operation.get("value")
        if value in (None, ""):
            api.pop(name, None)
        elif name == "minimumCompressionSize":
            api[name] = int(value)
        else:
            api[name] = value == "true" if name == "disableExecuteApiEndpoint" else value


def serve(stand_in: StandIn) -> ThreadingHTTPServer:
    """Serve it on a free port of loopback, in a thread of its own."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            _, *path = unquote(self.path.partition("?")[0]).split("/")
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length) or "{}")
            status, found = answered(stand_in, self.command, path, data)
            text = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: pytest shows what went wrong."""

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def answered(
    stand_in: StandIn, method: str, path: list[str], data: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """A status and an answer."""
    try:
        return 200, respond(stand_in, method, path, data)
    except RefusedError as refused:
        return 400, {"message": str(refused)}
    except KeyError as missing:
        return 404, {"__type": "NotFoundException", "message": f"there is no {missing}"}


def respond(stand_in: StandIn, method: str, path: list[str], data: dict[str, Any]) -> dict[str, Any]:
    things = stand_in.things
    match method, path:
        case "POST", ["restapis"]:
            return stand_in.create(data)
        case "PUT", [_, api]:
            return stand_in.put(api, data)
        case "PATCH", ["restapis", api]:
            return stand_in.patch(api, data)
        case "GET", ["restapis", api]:
            return stand_in.shown(api)
        case "GET", [_, _, "resources"]:
            return {"item": [{"id": "root", "path": "/"}]}
        case "POST", ["restapis", api, "deployments"]:
            made = things.create("deployments", {})
            # What is deployed is the API as it is now.
            stand_in.deployments[made["id"]] = json.dumps(stand_in.apis[api], sort_keys=True)
            return made
        case "POST", [_, _, "documentation", "versions"]:
            version = data["documentationVersion"]
            return things.create("versions", {"version": version}, version)
        case "POST", [_, _, "stages"]:
            return things.create_stage(data)
        case "GET", [_, _, "stages", name]:
            return with_status(things.stages[name])
        case "PATCH", [_, _, "stages", name]:
            return things.patch_stage(name, data["patchOperations"])
        case "DELETE", [_, _, "stages", name]:
            things.delete_stage(name)
        case "DELETE", ["restapis", api]:
            del stand_in.apis[api]
        case "POST", ["2015-03-31", "functions", function, "policy"]:
            return stand_in.permit(function, data)
        case "GET", ["2015-03-31", "functions", _, "policy"]:
            return {"Policy": json.dumps({"Version": "2012-10-17", "Statement": stand_in.permissions})}
        case "POST", ["usageplans", _, "keys"]:
            if ("keys", data["keyId"]) in things.others:
                raise RefusedError("another plan of the stage has the key")
            return things.create("keys", {"type": "API_KEY", "name": "", "value": ""}, data["keyId"])
        case "PATCH", ["usageplans", id_]:
            return things.patch_plan(id_, data["patchOperations"])
        case "POST", [kind]:
            return things.create(kind, data)
        case "GET", [*_, kind, id_]:
            return things.others[kind, id_]
        case "DELETE", [*_, kind, id_]:
            things.delete(kind, id_)
    return {}
