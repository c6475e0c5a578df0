"""Where the APIs of a started gateway answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi_apigw.local.domains import Domain
from pulumi_apigw.local.model import Api

__all__ = ["Addresses"]


class Addresses:
    """The URLs of APIs, each of which has a port of its own; `ports` are by the APIs' ids."""

    def __init__(self, host: str, ports: Mapping[str, int], domains: Sequence[Domain] = ()) -> None:
        self._host = f"[{host}]" if ":" in host else host
        self._ports = ports
        self._domains = domains

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
        """What begins the URLs of WebSocket APIs on AWS, and what begins them here; the longest first."""
        found: dict[str, str] = {}
        for api in (each for each in apis if each.protocol == "websocket"):
            for on_aws, here in (("https", "http"), ("wss", "ws")):
                found[f"{on_aws}://{api.domain_name}"] = self.base(api, here)
                for stage in api.stages:
                    by_domain = _of_stage(self.base(api, here), stage.name)
                    found |= {f"{on_aws}://{place}": by_domain for place in self._places(api, stage.name)}
        return dict(sorted(found.items(), key=lambda each: -len(each[0])))

    def _places(self, api: Api, stage: str) -> list[str]:
        """A stage's names and base paths by custom domains."""
        return [
            f"{domain.name}/{base_path.path}".rstrip("/")
            for domain in self._domains
            for base_path in domain.base_paths
            if (base_path.api_id, base_path.stage) == (api.id, stage)
        ]

    def _by_domain(self, api: Api, stage: str) -> list[str]:
        """The URLs of a stage by custom domains; what ends in `.localhost` resolves to this computer.

        https://www.rfc-editor.org/rfc/rfc6761#section-6.3
        """
        scheme, port = "ws" if api.protocol == "websocket" else "http", self._ports[api.id]
        places = (place.partition("/") for place in self._places(api, stage) if not place.startswith("*"))
        return [f"{scheme}://{name}.localhost:{port}{slash}{path}" for name, slash, path in places]

    def _described_stage(self, api: Api, stage: str) -> dict[str, Any]:
        described: dict[str, Any] = {"name": stage, "url": self.stage(api, stage)}
        if by_domain := self._by_domain(api, stage):
            described["domain_urls"] = by_domain
        if api.protocol == "websocket":
            described["connections_url"] = self.connections(api, stage)
        if keys := api.keys_of(stage):
            # A value that the program gives is a secret; the others are made up here.
            described["api_keys"] = {key.name: None if key.secret else key.value for key in keys}
        return described


def _of_stage(base: str, stage: str) -> str:
    return base if stage == "$default" else f"{base}/{stage}"
