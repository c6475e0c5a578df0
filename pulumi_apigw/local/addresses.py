"""Where the APIs of a started gateway answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_apigw.local.model import Api

__all__ = ["Addresses"]


class Addresses:
    """The URLs of APIs, each of which has a port of its own; `ports` are by the APIs' ids."""

    def __init__(self, host: str, ports: Mapping[str, int]) -> None:
        self._host = f"[{host}]" if ":" in host else host
        self._ports = ports

    def base(self, api: Api, scheme: str = "http") -> str:
        """An API's URL without a stage."""
        return f"{scheme}://{self._host}:{self._ports[api.id]}"

    def stage(self, api: Api, stage: str) -> str:
        """Where a stage's routes answer: `ws://` for a WebSocket API."""
        return _of_stage(self.base(api, "ws" if api.protocol == "websocket" else "http"), stage)

    def connections(self, api: Api, stage: str) -> str:
        """Where a stage of a WebSocket API is asked about its connections: boto3's `endpoint_url`."""
        return _of_stage(self.base(api), stage)

    def described(self, api: Api) -> dict[str, Any]:
        """An API with its stages, as plain data."""
        stages = [self._described_stage(api, stage.name) for stage in api.stages]
        return {"name": api.name, "id": api.id, "protocol": api.protocol, "stages": stages}

    def substitutes(self, apis: Iterable[Api]) -> Mapping[str, str]:
        """What begins the URLs of WebSocket APIs on AWS, and what begins them here."""
        return {
            f"{on_aws}://{api.domain_name}": self.base(api, here)
            for api in apis
            if api.protocol == "websocket"
            for on_aws, here in (("https", "http"), ("wss", "ws"))
        }

    def _described_stage(self, api: Api, stage: str) -> dict[str, Any]:
        described: dict[str, Any] = {"name": stage, "url": self.stage(api, stage)}
        if api.protocol == "websocket":
            described["connections_url"] = self.connections(api, stage)
        if keys := api.keys_of(stage):
            # A value that the program gives is a secret; the others are made up here.
            described["api_keys"] = {key.name: None if key.secret else key.value for key in keys}
        return described


def _of_stage(base: str, stage: str) -> str:
    return base if stage == "$default" else f"{base}/{stage}"
