"""Stages and what belongs to them, as API Gateway keeps them, for the stand-in.

Paths of changes: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

NOW = 1700000000
# A method's setting by the end of its path; what a method has whose settings say nothing of it.
SETTINGS: dict[str, tuple[str, Any]] = {
    "metrics/enabled": ("metricsEnabled", False),
    "logging/loglevel": ("loggingLevel", "OFF"),
    "logging/dataTrace": ("dataTraceEnabled", False),
    "throttling/burstLimit": ("throttlingBurstLimit", 5000),
    "throttling/rateLimit": ("throttlingRateLimit", 10000.0),
    "caching/enabled": ("cachingEnabled", False),
    "caching/ttlInSeconds": ("cacheTtlInSeconds", 300),
    "caching/dataEncrypted": ("cacheDataEncrypted", False),
    "caching/requireAuthorizationForCacheControl": ("requireAuthorizationForCacheControl", True),
    "caching/unauthorizedCacheControlHeaderStrategy": (
        "unauthorizedCacheControlHeaderStrategy",
        "SUCCEED_WITH_RESPONSE_HEADER",
    ),
}
NUMBERS = {"percentTraffic": float, "rateLimit": float, "burstLimit": int, "limit": int, "offset": int}
FLAGS = {"tracingEnabled", "cacheClusterEnabled", "useStageCache", "enabled"}


class RefusedError(Exception):
    """What AWS does not do while something else needs it."""


@dataclass
class Things:
    """Stages, deployments, documentation versions, and the collections of an account."""

    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    numbers: Any = field(default_factory=itertools.count)

    def create(self, kind: str, data: dict[str, Any], id_: str = "") -> dict[str, Any]:
        id_ = id_ or f"{kind}{next(self.numbers)}"
        made = {**data, "id": id_, "createdDate": NOW, "lastUpdatedDate": NOW}
        if kind == "clientcertificates":
            made |= {"clientCertificateId": id_, "expirationDate": NOW, "pemEncodedCertificate": "pem"}
        if kind == "apikeys":
            made["value"] = made["value"] or "v" * 40
        self.others[kind, id_] = made
        return made

    def create_stage(self, data: dict[str, Any]) -> dict[str, Any]:
        stage = {**data, "createdDate": NOW, "methodSettings": {}}
        self.stages[data["stageName"]] = stage
        return with_status(stage)

    def patch_stage(self, name: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
        stage = self.stages[name]
        for operation in operations:
            path = operation["path"].removeprefix("/")
            setting = next((end for end in SETTINGS if path.endswith(f"/{end}")), None)
            if setting:
                own = stage["methodSettings"].setdefault(
                    path.removesuffix(f"/{setting}"), dict(SETTINGS.values())
                )
                key, default = SETTINGS[setting]
                value = operation["value"]
                own[key] = value == "true" if isinstance(default, bool) else type(default)(value)
            elif operation["op"] == "remove" and path in stage["methodSettings"]:
                del stage["methodSettings"][path]
            else:
                change(stage, path.split("/"), operation)
        return with_status(stage)

    def delete_stage(self, name: str) -> None:
        plans = [each for (kind, _), each in self.others.items() if kind == "usageplans"]
        if any(each["stage"] == name for plan in plans for each in plan["apiStages"]):
            raise RefusedError("a usage plan has the stage")
        del self.stages[name]

    def delete(self, kind: str, id_: str) -> None:
        for stage in self.stages.values():
            used = (stage["deploymentId"], stage.get("canarySettings", {}).get("deploymentId"))
            if id_ in (*used, stage.get("clientCertificateId")):
                raise RefusedError(f"a stage points to {id_}")
            if kind == "versions" and stage.get("documentationVersion") == id_:
                raise RefusedError(f"a stage points to version {id_}")
        del self.others[kind, id_]

    def patch_plan(self, id_: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
        plan = self.others["usageplans", id_]
        for operation in operations:
            name, *rest = operation["path"].removeprefix("/").split("/")
            if name != "apiStages":
                change(plan, [name, *rest], operation)
            elif not rest:
                api, _, stage = operation["value"].partition(":")
                plan["apiStages"] = [each for each in plan["apiStages"] if each["stage"] != stage]
                if operation["op"] == "add":
                    plan["apiStages"].append({"apiId": api, "stage": stage, "throttle": {}})
            else:
                _, _, *path, limit = rest
                own = plan["apiStages"][0]["throttle"].setdefault("/".join(path), {})
                own[limit] = NUMBERS[limit](operation["value"])
        return plan


def with_status(stage: dict[str, Any]) -> dict[str, Any]:
    """A stage and whether its cache is there."""
    status = "AVAILABLE" if stage.get("cacheClusterEnabled") else "NOT_AVAILABLE"
    return {**stage, "cacheClusterStatus": status}


def change(thing: dict[str, Any], path: list[str], operation: dict[str, Any]) -> None:
    """One change of one property."""
    *way, key = path
    for part in way:
        thing = thing.setdefault(part, {})
    value = operation.get("value")
    if operation["op"] == "remove" or value == "":
        thing.pop(key, None)
    elif key in FLAGS:
        thing[key] = value == "true"
    else:
        thing[key] = NUMBERS.get(key, str)(value)
