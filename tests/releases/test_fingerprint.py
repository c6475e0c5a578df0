"""What changes a release, and what leaves it the same in every stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config import ServiceConfig
from pulumi_apigw.config.resolve import examined
from pulumi_apigw.releases import FunctionRelease, Release, release_of

from .conftest import CODE

Released = Callable[..., Release]

OF_A_STAGE = {
    "variables": "stages: {dev: {variables: {checkout: classic, table: another}}}",
    "throttle": "stages: {dev: {throttle: {rate_limit: 7}}}",
    "the API's throttle": "apis: {public: {throttle: {rate_limit: 7}}}",
    "a route's throttle": "apis: {public: {routes: {GET /items: {throttle: {rate_limit: 7}}}}}",
    "a route's metrics": "apis: {public: {routes: {GET /items: {detailed_metrics: false}}}}",
    "logs": "apis: {public: {access_log: none}, admin: {execution_log: {level: ERROR}}}",
    "a cache": "apis: {admin: {cache: {size_gb: 0.5}}}",
    "a route's log": "apis: {live: {routes: {say: {execution_log: {level: INFO}}}}}",
    "tags": "{tags: {team: a}, apis: {public: {tags: {team: b}}}, stages: {dev: {tags: {team: c}}}}",
    "the endpoint": "apis: {admin: {endpoint: edge, disable_execute_api_endpoint: true}}",
    "a web ACL": 'apis: {admin: {web_acl_arn: "${ref.acl}"}}',
    "usage plans": "apis: {admin: {api_keys: {shop: {}}, usage_plans: {staff: {api_keys: [office, shop]}}}}",
    "how a stack keeps deployments": "apis: {admin: {retain_deployments: true}, live: {auto_deploy: false}}",
    "a function's memory": "functions: {api: {memory_mb: 1024, environment: {DEBUG: 'on'}}}",
    "where a function is": 'functions: {legacy: {arn: "${ref.other}"}}',
    "the service's own": "{description: Orders, stage_variables: {table: {description: The table}}}",
    "another stage": "stages: {staging: {variables: {table: a, shop: b}}}",
    "alarms": "observability: {}",
    "a pin": 'stages: {dev: {release: "0a1b2c3d4e5f"}}',
}
OF_A_RELEASE = {
    "a new route": "apis: {public: {routes: {GET /more: {}}}}",
    "a removed route": "apis: {public: {routes: {GET /old: null}}}",
    "an authorizer of a route": "apis: {public: {routes: {GET /items: {authorizer: none}}}}",
    "a default": "apis: {public: {defaults: {timeout_ms: 5000}}}",
    "a default of all routes of a REST API": "apis: {admin: {defaults: {timeout_ms: 5000}}}",
    "the text of a reference": 'apis: {public: {authorizers: {customers: {issuer: "${ref.pool}"}}}}',
    "a model": "apis: {admin: {models: {Item: {properties: {price: {minimum: 2}}}}}}",
    "a null in a model": "apis: {admin: {models: {Item: {properties: {price: {default: 0}}}}}}",
    "CORS": "apis: {public: {cors: {allow_origins: ['https://shop.example.com']}}}",
    "an authorizer": "apis: {public: {authorizers: {customers: {audience: [web, app]}}}}",
    "which function a route calls": "apis: {public: {routes: {GET /old: {function: api}}}}",
    "a new API": "apis: {more: {routes: {GET /: {function: api, authorizer: none}}}}",
    "a message of a WebSocket API": "apis: {live: {routes: {say: {reply: true}}}}",
    "a runtime": "functions: {api: {runtime: python3.14}}",
    "a handler": "functions: {api: {handler: orders.api.main}}",
    "an architecture": "functions: {api: {architecture: x86_64}}",
}


@pytest.mark.parametrize("snippet", OF_A_STAGE.values(), ids=OF_A_STAGE)
def test_what_belongs_to_a_stage_leaves_the_release_the_same(released: Released, snippet: str) -> None:
    assert released(snippet).id == released().id
    assert released(snippet).contents == released().contents


@pytest.mark.parametrize("snippet", OF_A_RELEASE.values(), ids=OF_A_RELEASE)
def test_what_is_deployed_makes_another_release(released: Released, snippet: str) -> None:
    assert released(snippet).id != released().id


def test_the_order_of_keys_is_no_change(released: Released, changed: Callable[[str], dict[str, Any]]) -> None:
    data = reversed_keys(changed("{}"))
    assert list(data["apis"]) == ["live", "admin", "public"]
    config = examined(data, "dev").written["dev"]
    assert release_of(config, CODE, stage="dev") == released()


def reversed_keys(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: reversed_keys(value) for key, value in reversed(data.items())}


def test_other_code_makes_another_release(released: Released) -> None:
    assert released(code={"api": "0" * 64}).id != released().id


def test_P1_stages_with_their_own_variables_run_the_same_release(released: Released) -> None:
    dev, prod = released(stage="dev"), released(stage="prod")
    assert (dev.stage, prod.stage) == ("dev", "prod")
    assert dev.id == prod.id
    assert (dev.apis, dev.contents) == (prod.apis, prod.contents)
    assert "https://${stage.shop}" in str(dev.apis["public"])


def test_P1_a_patch_of_what_belongs_to_a_stage_leaves_the_release_the_same(released: Released) -> None:
    patch = "stages: {prod: {patch: {apis: {public: {throttle: {burst_limit: 9}}}}}}"
    assert released(patch, stage="prod").id == released().id


def test_P1_a_patch_of_an_api_makes_the_stage_another_release(released: Released) -> None:
    patch = "stages: {prod: {patch: {apis: {public: {routes: {GET /old: {authorizer: none}}}}}}}"
    prod, dev = released(patch, stage="prod"), released(patch)
    assert dev.id == released().id != prod.id
    assert {part for part in prod.contents if prod.contents[part] != dev.contents[part]} == {"apis.public"}


def test_the_stacks_own_patch_counts(released: Released) -> None:
    patch = {"apis": {"public": {"routes": {"GET /old": None}}}}
    assert released(stack_patch=patch).id != released().id


def test_functions_are_those_that_are_built(released: Released) -> None:
    function = FunctionRelease(
        code_sha256=CODE["api"],
        runtime="python3.13",
        handler="orders.api.handler",
        architecture="arm64",
        alias_variable="lambda_alias",
    )
    assert released().functions == {"api": function}


def test_variables_are_the_promotable_ones_with_the_stages_values(released: Released) -> None:
    assert released(stage="dev").variables == {"checkout": "express"}
    assert released(stage="prod").variables == {"checkout": "classic"}


def test_contents_name_what_changed(released: Released) -> None:
    before = released().contents
    assert before.keys() == {"apis.public", "apis.admin", "apis.live", "functions.api"}
    after = released("functions: {api: {handler: orders.api.main}}").contents
    assert {part for part in after if after[part] != before[part]} == {"functions.api"}


def test_settings_are_those_that_hold_in_the_stage(released: Released) -> None:
    public = released(stage="prod").settings["public"]
    assert public["throttle"] == {"rate_limit": 500, "burst_limit": 500}
    assert public["routes"] == {"GET /items": {"throttle": {"rate_limit": 20, "burst_limit": 500}}}
    admin = released(stage="prod").settings["admin"]
    assert admin["endpoint"] == "regional"
    assert admin["usage_plans"]["staff"]["throttle"] == {"rate_limit": 5, "burst_limit": 5}
    assert "api_keys" not in admin


def test_a_status_that_is_written_out_is_another_answer_of_a_service(released: Released) -> None:
    route = (
        "apis: {admin: {routes: {GET /files: {authorizer: none, integration: {type: S3-GetObject, "
        "bucket_arn: 'arn:aws:s3:::files', object_key: a}, integration_responses: {'404': {%s}}}}}}"
    )
    assert released(route % "").id != released(route % "status: 200").id


def test_a_config_built_in_python_has_the_id_of_the_file(
    released: Released, changed: Callable[[str], dict[str, Any]]
) -> None:
    record = "{from: dev, release: 0a1b2c3d4e5f, at: 2026-11-23T12:00:00Z}"
    data = changed(f"stages: {{dev: {{promoted: {record}}}}}")
    config = examined(ServiceConfig(**data), "dev").written["dev"]
    assert release_of(config, CODE, stage="dev") == released()
