from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw import Service, ServiceArgs
from pulumi_apigw.graph import Resource, ResourceGraph, capture

API = "aws:apigatewayv2/api:Api"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
VPC_LINK = "aws:apigatewayv2/vpcLink:VpcLink"
FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
PERMISSION = "aws:lambda/permission:Permission"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

BUILT: dict[str, Any] = {"runtime": "python3.13", "handler": "orders.api.handler", "source": "src"}
OPEN: dict[str, Any] = {"function": "api", "authorizer": "none"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program's folder, with the source that `BUILT` names."""
    (tmp_path / "src" / "orders").mkdir(parents=True)
    for module in ("handlers.py", "orders/api.py"):
        (tmp_path / "src" / module).write_text("def handler(event, context):\n    return {}\n")
    monkeypatch.chdir(tmp_path)


def config(**parts: Any) -> dict[str, Any]:
    """A service's config with one function and one open route; `parts` replace its own keys."""
    return {
        "service": "orders",
        "functions": {"api": BUILT},
        "apis": {"public": {"routes": {"GET /": OPEN}}},
        "stages": {"dev": {}, "prod": {}},
        **parts,
    }


def api(routes: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """The same with an API of one's own; its routes call `api` and are open unless they say otherwise."""
    written = {key: {"authorizer": "none", **route} for key, route in routes.items()}
    return config(apis={"public": {"defaults": {"function": "api"}, "routes": written, **parts}})


def deployed(
    written: Any,
    *,
    refs: Callable[[], Mapping[str, Any]] = dict,
    functions: Callable[[], Mapping[str, Any]] = dict,
    opts: Callable[[], pulumi.ResourceOptions | None] = lambda: None,
    stack: str = "dev",
    **options: Any,
) -> ResourceGraph:
    """What a program registers that makes a `Service` of a config and exports its outputs."""

    def program() -> None:
        args = ServiceArgs(config=written, refs=refs(), functions=functions())
        Service("orders", args, opts()).export()

    return capture(program, stack=stack, project="orders", **options)


def refused(make: Callable[[], object], **options: Any) -> str:
    """The message with which the engine is told to stop; nothing may be registered before it.

    It is given without the component that each line begins with, which `test_told.py` has.
    """
    message = []

    def program() -> None:
        with pytest.raises(pulumi.RunError) as caught:
            make()
        message.append(str(caught.value))

    assert capture(program, project="orders", **options).resources == ()
    return without_component(message[0])


def without_component(message: str) -> str:
    """A message less the component (`Function 'api'`) at the beginning of each line."""
    return re.sub(
        r"^(Service|Function|HttpApi|RestApi|WebSocketApi|Authorizer|Stage) '[^']*' ",
        "",
        message,
        flags=re.MULTILINE,
    )


def policy(graph: ResourceGraph, name: str) -> list[dict[str, Any]]:
    """The statements of a role's own policy."""
    document = json.loads(graph.find(POLICY, name).inputs["policy"])
    assert document.pop("Version") == "2012-10-17"
    return list(document.pop("Statement"))


def uri(function: str, qualifier: str | None = None) -> str:
    """The URI by which API Gateway calls a function in the captured account and region."""
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{function}"
    called = arn if qualifier is None else f"{arn}:{qualifier}"
    return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{called}/invocations"


def ours(graph: ResourceGraph, name: str = "orders") -> list[Resource]:
    """The resources of a service, itself among them."""
    found: list[Resource] = [each for each in graph.resources if each.name == name and not each.custom]
    for each in found:
        found.extend(graph.children(each.urn))
    return found
