from __future__ import annotations

import time
from typing import Any

from pulumi_apigw.config.resolve import examine
from pulumi_apigw.source import SourceMap


def large(good: dict[str, Any]) -> dict[str, Any]:
    route = {"scopes": ["read", "write"], "throttle": {"rate_limit": 5, "burst_limit": 5}}
    good["apis"]["public"]["routes"] = {f"GET /items{number}/{{id}}": route for number in range(300)}
    good["functions"]["api"]["environment"] = {"TABLE": "${stage.table}"}
    good["stage_variables"] = {"table": {}}
    good["stages"] = {name: {"variables": {"table": name}} for name in ("dev", "test", "prod")}
    return good


def test_three_hundred_routes_in_three_stages(good: dict[str, Any]) -> None:
    data = large(good)
    # CPU time: other processes of the machine are not measured.
    begin = time.process_time()
    examination = examine(data, SourceMap())
    spent = time.process_time() - begin
    assert examination.problems == ()
    assert len(examination.stages["prod"].apis["public"].routes) == 300
    assert spent < 0.5


def test_three_hundred_wrong_routes(good: dict[str, Any]) -> None:
    data = large(good)
    data["apis"]["public"]["routes"] = {
        key: {"authorizer": f"nobody{number}", "timeout": number}
        for number, key in enumerate(data["apis"]["public"]["routes"])
    }
    begin = time.process_time()
    problems = examine(data, SourceMap()).problems
    assert len(problems) == 600
    assert time.process_time() - begin < 2


def test_a_rest_api_of_many_routes_in_three_stages(good: dict[str, Any]) -> None:
    data = large(good)
    api = data["apis"]["public"] | {"protocol": "rest", "models": {"Item": {"type": "object"}}}
    api["authorizers"] = {"customers": {"type": "cognito", "user_pool_arns": ["${ref.pool}"]}}
    api["quotas"] = {"resources": 700}
    route = {"scopes": ["read"], "body": "Item", "parameters": {"query.limit": {"required": True}}}
    api["routes"] = {f"POST /items{number}/{{id}}": route for number in range(300)}
    data["apis"]["public"] = api
    begin = time.process_time()
    examination = examine(data, SourceMap())
    spent = time.process_time() - begin
    assert examination.problems == ()
    assert len(examination.stages["prod"].apis["public"].routes) == 300
    assert spent < 0.5
