"""One API's answers, with functions that are plain Python."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.functions import FunctionError, Invocation
from pulumi_apigw.local.model import (
    LocalIntegration,
    LocalRoute,
    LocalStage,
    Permission,
)

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function"
EXECUTION_ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123def4"


def function(qualifier: str = "", **changes: Any) -> LocalIntegration:
    uri = f"{LAMBDA}:orders" + (f":{qualifier}" if qualifier else "")
    return LocalIntegration(**{"type": "AWS_PROXY", "uri": uri, "payload_format": "2.0", **changes})


def permission(name: str = "orders", qualifier: str | None = None, source: str = "/*") -> Permission:
    return Permission(
        name, "lambda:InvokeFunction", "apigateway.amazonaws.com", qualifier, EXECUTION_ARN + source
    )


MakeService = Callable[..., Any]


def test_a_route_calls_its_function(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", function()))
    answer = given.answer()
    assert (answer.response.status, answer.response.body, answer.function) == (200, b'{"ok": true}', "orders")
    assert given.notes == []


@pytest.mark.parametrize(
    ("qualifier", "permissions"),
    [
        ("", []),
        ("dev", [permission()]),
        ("dev", [permission(qualifier="prod")]),
        ("", [permission(qualifier="dev")]),
    ],
)
def test_P8_a_missing_permission_is_500_with_the_fix_in_the_log(
    service: MakeService, qualifier: str, permissions: list[Permission]
) -> None:
    given = service(LocalRoute("GET /items", function(qualifier)), permissions=permissions)
    response = given.answer().response
    assert (response.status, response.body) == (500, b'{"message":"Internal Server Error"}')
    assert given.pool.calls == []
    alias = f", qualifier={qualifier!r}" if qualifier else ""
    label = f"orders:{qualifier}" if qualifier else "orders"
    assert given.notes == [
        f"500 GET /items: API 'public' may not call function '{label}': no lambda permission covers "
        f"{EXECUTION_ARN}/$default/GET/items. Add aws.lambda_.Permission(action='lambda:InvokeFunction', "
        f"function='orders'{alias}, principal='apigateway.amazonaws.com', source_arn='{EXECUTION_ARN}/*')."
    ]


def test_P8_an_integration_with_a_role_needs_no_permission(service: MakeService) -> None:
    integration = function(credentials_arn="arn:aws:iam::123456789012:role/gateway")
    assert service(LocalRoute("GET /items", integration), permissions=[]).answer().response.status == 200


def test_a_stage_variable_chooses_the_alias(service: MakeService) -> None:
    given = service(
        LocalRoute("GET /items", function("${stageVariables.backend}")),
        stages=(LocalStage("dev", {"backend": "dev"}), LocalStage("prod", {"backend": "prod"})),
        permissions=[permission(qualifier="dev"), permission(qualifier="prod")],
    )
    for stage in ("dev", "prod"):
        assert given.answer(path=f"/{stage}/items").function == f"orders:{stage}"
    assert [arn.rpartition(":")[2] for arn, _ in given.pool.calls] == ["dev", "prod"]


def test_a_missing_stage_variable_is_500(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", function("${stageVariables.backend}")))
    assert given.answer().response.status == 500
    assert given.notes == [
        "500 GET /items: stage '$default' has no stage variable 'backend', which the target's URI uses. "
        "Add it to the stage's variables."
    ]


def test_a_stage_without_a_deployment_has_no_routes(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", function()), stages=(LocalStage("dev", deployed=False),))
    response = given.answer(path="/dev/items").response
    assert (response.status, response.body) == (404, b'{"message":"Not Found"}')
    assert given.notes == [
        "404 stage 'dev' of API 'public' has nothing deployed. Set `auto_deploy=True`, or give it a "
        "`deployment_id`."
    ]


def test_a_path_of_no_stage_names_the_stages(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", function()), stages=(LocalStage("dev"),))
    assert given.answer(path="/items").response.status == 404
    assert given.notes == ["404 GET /items: no stage has this path. Stages: /dev."]


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("/items/", " /items has one: a slash at the end makes another path."),
        ("/other", ""),
        ("/other/", ""),
        ("/", ""),
    ],
)
def test_P33_a_path_of_no_route_is_404(service: MakeService, path: str, fix: str) -> None:
    given = service(LocalRoute("GET /items", function()))
    response = given.answer(path=path).response
    assert (response.status, response.body) == (404, b'{"message":"Not Found"}')
    assert given.notes == [f"404 GET {path}: no route matches.{fix}"]


def test_an_error_of_the_function_is_500(service: MakeService) -> None:
    error = FunctionError("unhandled", "ValueError", "no stock")
    given = service(LocalRoute("GET /items", function()), orders=lambda event: Invocation(error=error))
    assert given.answer().response.body == b'{"message":"Internal Server Error"}'
    assert given.notes == ["500 GET /items: function 'orders' failed (unhandled): ValueError: no stock"]


def test_a_malformed_response_is_500(service: MakeService) -> None:
    given = service(
        LocalRoute("GET /items", function()), orders=lambda event: {"statusCode": 200, "body": {}}
    )
    assert given.answer().response.status == 500
    assert given.notes == [
        "500 GET /items: function 'orders' gave no valid response: `body` is of type dict, not a string. Use "
        "json.dumps."
    ]


def test_an_integration_that_takes_too_long_is_503(
    service: MakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = service(LocalRoute("GET /items", function(timeout_ms=50)))

    async def never(arn: str, event: object) -> Invocation:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(given.pool, "invoke", never)
    response = given.answer().response
    assert (response.status, response.body) == (503, b'{"message":"Service Unavailable"}')
    assert given.notes == ["503 GET /items: function 'orders' gave no answer in 50 ms."]


def test_an_uri_of_no_function_is_500(service: MakeService) -> None:
    given = service(LocalRoute("GET /items", LocalIntegration("AWS_PROXY", "orders")))
    assert given.answer().response.status == 500
    assert given.notes == [
        "500 GET /items: 'orders' is not the URI of a function. Give its `arn` or its `invoke_arn`."
    ]


@pytest.mark.parametrize(
    ("integration", "what"),
    [
        (
            LocalIntegration("AWS_PROXY", subtype="SQS-SendMessage"),
            "the AWS service integration SQS-SendMessage",
        ),
        (LocalIntegration("HTTP_PROXY", connection_type="VPC_LINK"), "a private integration (VPC link)"),
        (LocalIntegration("MOCK"), "an integration of type MOCK"),
    ],
)
def test_what_is_not_on_a_laptop_is_501(
    service: MakeService, integration: LocalIntegration, what: str
) -> None:
    given = service(LocalRoute("GET /items", integration))
    response = given.answer().response
    assert (response.status, response.body) == (501, f'{{"message":"Not served locally: {what}."}}'.encode())
    assert given.notes == [f"501 GET /items: {what} is not served locally."]


def test_request_and_response_parameters_apply_to_functions(service: MakeService) -> None:
    integration = function(
        request_parameters={"overwrite:header.x-stage": "$context.stage"},
        response_parameters={"200": {"overwrite:statuscode": "202"}},
    )
    given = service(LocalRoute("GET /items", integration))
    assert given.answer().response.status == 202
    assert given.pool.calls[0][1]["headers"]["x-stage"] == "$default"
