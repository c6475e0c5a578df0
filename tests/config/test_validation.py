from __future__ import annotations

import copy
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pulumi_apigw.config.resolve import examine
from pulumi_apigw.config.validation import validate
from pulumi_apigw.source import Path, SourceMap, format_path

RICH = """
description: Orders of customers
functions:
  api:
    requirements: uv.lock
    exclude: ["**/tests"]
    memory_mb: 512
    environment: {TABLE: "${stage.table}"}
    layers: ["${ref.layer}"]
    logs: {retention_days: 30, level: INFO}
    policy_statements: [{actions: ["s3:*"], resources: ["*"], conditions: {Bool: {a: true}}}]
    vpc: {subnet_ids: [subnet-1], security_group_ids: "${ref.groups}"}
    alias_variable: backend
    tags: {team: orders}
  there: {arn: "${ref.there}", alias: live}
  given: {provided: true}
apis:
  public:
    protocol: http
    cors: {allow_origins: ["https://shop.example.com"], allow_methods: [GET], allow_credentials: true}
    authorizers:
      pool: {type: cognito, user_pool_id: eu-west-1_AbCdEf123, client_ids: [web]}
      keys: {type: lambda, function: there, identity_sources: [$request.header.X-Key], ttl_seconds: 5}
      signed: {type: iam}
    defaults: {scopes: [read], timeout_ms: 20000}
    routes:
      GET /a: {scopes: [write], throttle: {rate_limit: 5, burst_limit: 5}}
      GET /b/{id}: {authorizer: pool, integration: {type: http, url: "https://example.com/{id}", method: GET}}
      GET /c: {authorizer: keys, function: given, response_parameters: {500: {"append:header.x": text}}}
      GET /d: {authorizer: signed, integration: {type: private, vpc_link: inside, target_arn: "${ref.t}"}}
      POST /e: {integration: {type: SQS-SendMessage, queue_arn: "${ref.queue}"}}
    vpc_links: {inside: {subnet_ids: [subnet-1], security_group_ids: [sg-1]}}
    throttle: {rate_limit: 5}
    access_log: {fields: [requestId], retention_days: 30}
stage_variables:
  table: {pattern: "[a-z]+", default: orders, promote: true}
  backend: {}
stages:
  dev: {variables: {backend: dev}, throttle: {burst_limit: 5}}
  prod: {variables: {backend: prod, table: other}, tags: {team: orders}}
"""
RICH_REST = pathlib.Path(__file__).with_name("rich_rest.yaml").read_text()


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from paths(value, (*path, key))


def with_value(data: Any, path: Path, value: Any) -> Any:
    place = data = copy.deepcopy(data)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize("rich", [RICH, RICH_REST], ids=["http", "rest"])
@pytest.mark.parametrize("wrong", [5, [[]]], ids=["number", "list"])
def test_one_wrong_value_is_one_problem_at_its_own_place(
    wrong: Any, rich: str, changed: Callable[[str], dict[str, Any]]
) -> None:
    data = changed(rich)
    assert examine(data, SourceMap()).problems == ()
    refused = 0
    for path in paths(data):
        found = [each.path for each in examine(with_value(data, path, wrong), SourceMap()).errors]
        place = format_path(path)
        assert [each for each in found if not each.startswith(place)] == [], place
        assert len(found) <= 1, place
        refused += len(found)
    assert refused > 100


def test_what_was_refused_is_known(changed: Callable[[str], dict[str, Any]]) -> None:
    data = changed(
        "functions: {api: {memory_mb: big, layers: [a, '${ref.layer}']}}\nstages: {dev: {tag: {}}}"
    )
    validated = validate(data, SourceMap(), stage="dev")
    assert validated.config is not None
    assert validated.config.stages["dev"].tags == {}
    assert validated.removed == {
        ("functions", "api", "memory_mb"),
        ("functions", "api", "layers"),
        ("stages", "dev", "tag"),
    }


def test_a_stage_stands_in_for_refused_ones(changed: Callable[[str], dict[str, Any]]) -> None:
    validated = validate(changed("stages: 5"), SourceMap(), stage="prod")
    assert validated.config is not None
    assert list(validated.config.stages) == ["prod"]


@pytest.mark.parametrize("data", [None, 5, [], "text"])
def test_data_that_is_no_config(data: Any) -> None:
    validated = validate(data, SourceMap(), stage="dev")
    assert validated.config is None
    assert [problem.path for problem in validated.problems] == [""]
