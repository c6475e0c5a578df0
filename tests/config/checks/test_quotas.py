"""What only much data goes beyond."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.aws import log_fields
from pulumi_apigw.config.resolve import examine
from pulumi_apigw.source import SourceMap


def routes(data: dict[str, Any], count: int) -> None:
    data["apis"]["public"]["routes"] = {f"GET /items{number}": {} for number in range(count)}


def authorizers(data: dict[str, Any], count: int) -> None:
    names = [f"guard{number}" for number in range(count - 1)]
    jwt = data["apis"]["public"]["authorizers"]["customers"]
    data["apis"]["public"]["authorizers"] |= dict.fromkeys(names, jwt) | {"signed": {"type": "iam"}}
    data["apis"]["public"]["routes"] |= {f"GET /{name}": {"authorizer": name} for name in [*names, "signed"]}


def variables(data: dict[str, Any], count: int) -> None:
    # One more is the alias's own.
    data["stage_variables"] = {f"v{number}": {"default": "x"} for number in range(count - 1)}


def environment(data: dict[str, Any], count: int) -> None:
    data["functions"]["api"]["environment"] = {"TEXT": "é" * ((count - 4) // 2) + "x" * (count % 2)}


def tags(data: dict[str, Any], count: int) -> None:
    data["tags"] = {"team": "orders", "shared": "yes"}
    data["stages"]["dev"]["tags"] = {"stage": "dev", "team": "dev"}
    data["functions"]["api"]["tags"] = {f"t{number}": "x" for number in range(count - 3)}


def audiences(data: dict[str, Any], count: int) -> None:
    data["apis"]["public"]["authorizers"]["customers"]["audience"] = [
        f"web{number}" for number in range(count)
    ]


def log_format(data: dict[str, Any], count: int) -> None:
    text = "$context.requestId"
    data["apis"]["public"]["access_log"] = {"format": text + "-" * (count - len(text))}


@pytest.mark.parametrize(
    ("grow", "most", "message"),
    [
        (
            routes,
            300,
            "apis.public.routes: there are 301 routes, while AWS's default quota is 300. "
            "Ask AWS to raise the quota, or split the API.",
        ),
        (
            authorizers,
            10,
            "apis.public.authorizers: there are 11 authorizers, while AWS's default quota is 10. "
            "Ask AWS to raise the quota, or split the API.",
        ),
        (
            variables,
            100,
            "stage_variables: a stage has 101 stage variables. AWS takes at most 100: remove some.",
        ),
        (
            environment,
            4096,
            "functions.api.environment: the environment has 4097 bytes. "
            "Lambda takes at most 4096: move values to SSM Parameter Store or Secrets Manager.",
        ),
        (
            tags,
            50,
            "functions.api.tags: there are 51 tags with those of the service and the stage. "
            "AWS takes at most 50: remove some.",
        ),
        (
            audiences,
            50,
            "apis.public.authorizers.customers.audience: there are 51 audiences. "
            "AWS takes at most 50: split the authorizer.",
        ),
        (
            log_format,
            3072,
            "apis.public.access_log.format: the format has 3073 bytes. "
            "AWS takes at most 3072: leave something out.",
        ),
    ],
)
def test_one_more_than_aws_takes(
    grow: Callable[[dict[str, Any], int], None], most: int, message: str, good: dict[str, Any]
) -> None:
    grow(good, most)
    assert examine(good, SourceMap()).problems == ()
    grow(good, most + 1)
    assert [str(problem) for problem in examine(good, SourceMap()).problems] == [message]


@pytest.mark.parametrize(("different", "errors"), [(299, []), (300, ["routes call 301 different targets"])])
def test_integrations_are_counted_by_what_routes_call(
    different: int, errors: list[str], good: dict[str, Any]
) -> None:
    proxy = {"integration": {"type": "http", "url": "https://example.com"}}
    good["apis"]["public"]["routes"] = {f"GET /same{number}": proxy for number in range(50)} | {
        f"GET /own{number}": {"integration": {"type": "http", "url": f"https://example.com/{number}"}}
        for number in range(different)
    }
    found = examine(good, SourceMap()).errors
    assert [problem.message for problem in found] == [
        f"{fact}. AWS takes at most 300 integrations: split the API." for fact in errors
    ]


def rest(data: dict[str, Any]) -> dict[str, Any]:
    """The good config with a REST API in place of its HTTP API."""
    api = data["apis"]["public"]
    api["protocol"] = "rest"
    api["authorizers"] = {"customers": {"type": "cognito", "user_pool_arns": ["${ref.pool}"]}}
    return data


def resources(data: dict[str, Any], count: int) -> None:
    # The root is one, /items another, and each of the rest two: its number and what is below it.
    data["apis"]["public"]["routes"] = {f"GET /items/{number}/x": {} for number in range((count - 2) // 2)}
    if count % 2:
        data["apis"]["public"]["routes"]["GET /odd"] = {}


def guards(data: dict[str, Any], count: int) -> None:
    api = data["apis"]["public"]
    names = [f"guard{number}" for number in range(count - 1)]
    api["authorizers"] |= dict.fromkeys(names, api["authorizers"]["customers"]) | {"signed": {"type": "iam"}}
    api["routes"] |= {f"GET /{name}": {"authorizer": name} for name in [*names, "signed"]}


def limited_routes(data: dict[str, Any], count: int) -> None:
    api = data["apis"]["public"]
    api["defaults"]["api_key"] = True
    api["routes"] = {f"GET /items{number}": {} for number in range(count)}
    limits = {"rate_limit": 1, "burst_limit": 1}
    api["usage_plans"] = {"basic": {"routes": dict.fromkeys(api["routes"], limits)}}


def policy(data: dict[str, Any], count: int) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}
    document = {"Version": "2012-10-17", "Id": "", "Statement": [statement]}
    length = len(json.dumps(document, separators=(",", ":")))
    data["apis"]["public"]["policy"] = document | {"Id": "x" * (count - length)}


def descriptions(data: dict[str, Any], count: int) -> None:
    # One of the API, one of the route, and two of its answer.
    names = {f"query.q{number}": {"description": "What it is for"} for number in range(count - 4)}
    answers = {"200": {"description": "The items", "headers": {"x-total": "How many"}}}
    route = {"parameters": names, "responses": answers, "summary": "Items", "description": "Lists them"}
    data["apis"]["public"] |= {"description": "Items", "routes": {"GET /items": route}}


def template(data: dict[str, Any], count: int) -> None:
    data["apis"]["public"]["routes"]["GET /items"] = {
        "integration": {"type": "mock"},
        "request_templates": {"application/json": "statusCode".ljust(count)},
    }


@pytest.mark.parametrize(
    ("grow", "most", "message"),
    [
        (
            resources,
            300,
            "apis.public.routes: the paths make 301 resources, one of each part, and the quota is 300. Give "
            "'quotas.resources' what AWS raised it to, split the API, or use a path such as "
            "'/items/{proxy+}'.",
        ),
        (
            guards,
            10,
            "apis.public.authorizers: there are 11 authorizers, and the quota is 10. Give "
            "'quotas.authorizers' what AWS raised it to, or share authorizers.",
        ),
        (
            limited_routes,
            20,
            "apis.public.usage_plans.basic.routes: there are 21 methods, while AWS's default quota is 20 a "
            "stage. Have it raised, or set the plan's 'throttle'.",
        ),
        (
            policy,
            8192,
            "apis.public.policy: the policy has 8193 characters, while AWS's default quota is 8192. Shorten "
            "it: ranges instead of addresses, '*' in a resource.",
        ),
        (
            descriptions,
            2000,
            "apis.public.routes: the descriptions make 2001 documentation parts, while AWS's default quota "
            "is 2000. Have it raised, or leave some out.",
        ),
        (
            template,
            300 * 1024,
            'apis.public.routes["GET /items"].request_templates["application/json"]: the template has 307201 '
            "bytes. AWS takes at most 300 KB: shorten it.",
        ),
    ],
)
def test_one_more_than_aws_takes_of_a_rest_api(
    grow: Callable[[dict[str, Any], int], None], most: int, message: str, good: dict[str, Any]
) -> None:
    grow(rest(good), most)
    assert examine(good, SourceMap()).problems == ()
    grow(rest(good), most + 1)
    assert [str(problem) for problem in examine(good, SourceMap()).problems] == [message]


def test_all_log_fields_at_once(good: dict[str, Any]) -> None:
    rest(good)["apis"]["public"]["access_log"] = {"fields": list(log_fields.REST_LOG_FIELDS)}
    assert [str(problem) for problem in examine(good, SourceMap()).problems] == [
        "apis.public.access_log.fields: the 68 fields make a format of 3228 bytes. AWS takes at most 3072: "
        "leave some out."
    ]


@pytest.mark.parametrize(
    ("grow", "quota", "count"), [(resources, "resources", 301), (guards, "authorizers", 11)]
)
def test_what_aws_raised_is_let_through(
    grow: Callable[[dict[str, Any], int], None], quota: str, count: int, good: dict[str, Any]
) -> None:
    rest(good)["apis"]["public"]["quotas"] = {quota: count}
    grow(good, count)
    assert examine(good, SourceMap()).problems == ()
