"""The APIs of a service, around the functions that they call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pulumi

from ..plan.model import AnyApiPlan, HttpApiPlan, RestApiPlan, WebSocketApiPlan
from .api_deployments import ApiDeployments
from .connections import Connections
from .http_api import HttpApi, HttpApiArgs
from .rest_api import RestApi, RestApiArgs
from .targets import Target
from .websocket_api import WebSocketApi, WebSocketApiArgs

__all__ = ["AnyApi", "connections_of", "create_apis"]

AnyApi = HttpApi | RestApi | WebSocketApi
Targets = Mapping[str, Target]


def create_apis(
    name: str,
    plans: Iterable[AnyApiPlan],
    *,
    create_functions: Callable[[Sequence[WebSocketApi]], Targets],
    deployments: Callable[[str], ApiDeployments | None],
    refs: Mapping[str, pulumi.Input[Any]],
    parent: pulumi.Resource,
) -> dict[str, AnyApi]:
    """Every API by its name, and between them the functions; `deployments` gives those of an API.

    Functions know of the WebSocket APIs that they push to, and routes know of the functions: so each
    WebSocket API is begun, then the functions are made, once and for all APIs, then the routes.
    """
    child = pulumi.ResourceOptions(parent=parent)
    plans = list(plans)
    begun: list[WebSocketApi] = []
    apis: dict[str, AnyApi] = {}

    def create_within(rest: Sequence[WebSocketApiPlan]) -> Targets:
        """The functions, inside of the WebSocket APIs that are begun and of these."""
        if not rest:
            return create_functions(begun)
        found: dict[str, Target] = {}

        def functions(api: WebSocketApi) -> Targets:
            begun.append(api)
            found.update(create_within(rest[1:]))
            return found

        args = WebSocketApiArgs(
            api=rest[0], functions=functions, refs=refs, deployments=deployments(rest[0].name)
        )
        apis[rest[0].name] = WebSocketApi(f"{name}-{rest[0].name}", args, child)
        return found

    targets = create_within([each for each in plans if isinstance(each, WebSocketApiPlan)])
    for plan in plans:
        if isinstance(plan, RestApiPlan):
            rest_args = RestApiArgs(
                api=plan, functions=targets, refs=refs, deployments=deployments(plan.name)
            )
            apis[plan.name] = RestApi(f"{name}-{plan.name}", rest_args, child)
        elif isinstance(plan, HttpApiPlan):
            http_args = HttpApiArgs(
                api=plan, functions=targets, refs=refs, deployments=deployments(plan.name)
            )
            apis[plan.name] = HttpApi(f"{name}-{plan.name}", http_args, child)
    return {plan.name: apis[plan.name] for plan in plans}


def connections_of(
    function: str, apis: Iterable[WebSocketApi], *, is_shared: bool = False
) -> list[Connections]:
    """The connections that a function may reach, of all WebSocket APIs and their stages.

    Of stages that share the function its events tell which of them pushes; its environment cannot.
    """
    found = (
        api.connections(function, stage.stage_name)
        for api in apis
        if api.may_reach(function)
        for stage in api.plan.stages
    )
    return [replace(each, is_told=not is_shared) for each in found]
