"""`${ref.x}`: what only the program knows."""

from __future__ import annotations

import asyncio
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime.rpc import UNKNOWN

from pulumi_apigw import RestApi, RestApiArgs, Service, ServiceArgs
from pulumi_apigw.components.references import References
from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import Resource, capture

from .conftest import (
    API,
    AUTHORIZER,
    BUILT,
    FUNCTION,
    INTEGRATION,
    LOG_GROUP,
    OPEN,
    STAGE,
    api,
    config,
    deployed,
    policy,
    refused,
)

KEY = "arn:aws:kms:us-east-1:123456789012:key/1a2b"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("${ref.name}", "orders"),
        ("${ref.later}", "orders"),
        ("a-${ref.name}-b", "a-orders-b"),
        ("${ref.name}/${ref.later}/${ref.name}", "orders/orders/orders"),
        ("${ref.number}-${ref.flag}", "3-true"),
        ("${stageVariables.name} $context.requestId", "${stageVariables.name} $context.requestId"),
        # A value is put in as it is, whatever it looks like.
        ("a ${ref.odd}", "a ${ref.name} \\1"),
    ],
)
def test_what_becomes_of_text(value: str, found: str) -> None:
    def program_refs() -> dict[str, Any]:
        later = pulumi.Output.from_input("orders")
        return {"name": "orders", "later": later, "number": 3, "flag": True, "odd": "${ref.name} \\1"}

    written = config(
        functions={"api": {**BUILT, "environment": {"VALUE": value}}},
        stage_variables={"name": {"default": "x"}},
    )
    graph = deployed(written, refs=program_refs)
    variables = graph.find(FUNCTION, "orders-api").inputs["environment"]["variables"]
    assert variables["VALUE"] == found


def test_a_whole_value_is_the_programs_own() -> None:
    ids = ["a", "b"]
    filled = References({"ids": ids}).fill(
        {"whole": "${ref.ids}", "plain": ("x",), "none": None, "number": 3}
    )
    assert filled == {"whole": ids, "plain": ["x"], "none": None, "number": 3}


@pytest.mark.parametrize(("value", "kind"), [(["a"], "list"), ({"a": "b"}, "dict")])
def test_a_list_cannot_be_a_part_of_text(value: Any, kind: str) -> None:
    written = config(functions={"api": {**BUILT, "environment": {"VALUE": "x-${ref.ids}"}}})
    with pytest.raises(ProgramError) as caught:
        deployed(written, refs=lambda: {"ids": pulumi.Output.from_input(value)})
    assert str(caught.value) == (
        f"ref 'ids' is a {kind}, which cannot be a part of text. Supply text, or use it as a whole value."
    )


def test_secrets_stay_secret() -> None:
    def program() -> None:
        written = config(
            functions={
                "api": {**BUILT, "environment": {"TOKEN": "${ref.token}"}},
                "part": {**BUILT, "environment": {"URL": "https://${ref.token}@example.com"}},
                "open": {**BUILT, "environment": {"NAME": "${ref.name}"}},
            }
        )
        refs = {"token": pulumi.Output.secret("hidden"), "name": "orders"}
        Service("orders", ServiceArgs(config=written, refs=refs))

    graph = capture(program)
    found = {each.name: each for each in graph.of_type(FUNCTION)}
    assert found["orders-api"].inputs["environment"] == {"variables": {"TOKEN": "hidden"}}
    assert "environment" in found["orders-api"].secret_inputs
    assert "environment" in found["orders-part"].secret_inputs
    assert "environment" not in found["orders-open"].secret_inputs


def test_secrets_stay_secret_in_the_body_and_the_trigger_of_a_rest_api() -> None:
    url = {"type": "http", "url": "https://${ref.host}/"}
    routes = {"GET /": {"authorizer": "none", "integration": url}}

    def made(hide: bool) -> dict[str, Resource]:
        def program() -> None:
            host = "hidden.example.com"
            refs = {"host": pulumi.Output.secret(host) if hide else host}
            RestApi("public", RestApiArgs(api={"routes": routes}, refs=refs))

        return {each.type.rpartition(":")[2]: each for each in capture(program).resources if each.custom}

    hidden, known = made(hide=True), made(hide=False)
    assert "https://hidden.example.com/" in hidden["RestApi"].inputs["body"]
    assert "body" in hidden["RestApi"].secret_inputs
    assert "triggers" in hidden["Deployment"].secret_inputs
    assert not known["RestApi"].secret_inputs | known["Deployment"].secret_inputs


def test_references_are_put_in_wherever_text_is_sent() -> None:
    written = config(
        functions={
            "api": {
                **BUILT,
                "description": "${ref.x}",
                "layers": ["${ref.x}"],
                "logs": {"kms_key_arn": "${ref.x}"},
                "tags": {"t": "${ref.x}"},
                "policy_statements": [{"actions": ["${ref.x}"], "resources": ["${ref.x}"]}],
            }
        },
        apis={
            "public": {
                "routes": {"GET /": {**OPEN, "operation_name": "${ref.x}"}},
                "access_log": {"kms_key_arn": "${ref.x}", "format": "$context.requestId ${ref.x}"},
                "tags": {"t": "${ref.x}"},
            }
        },
        stage_variables={"given": {}, "default": {"default": "${ref.x}"}},
        stages={
            "dev": {"description": "${ref.x}", "variables": {"given": "${ref.x}"}, "tags": {"s": "${ref.x}"}}
        },
    )
    graph = deployed(written, refs=lambda: {"x": pulumi.Output.from_input(KEY)})

    def texts(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [text for child in children for text in texts(child)]

    for resource in graph.resources:
        assert not [text for text in texts(dict(resource.inputs)) if "${ref" in text], resource.name
    assert graph.find(STAGE, "orders-public.dev").inputs["stageVariables"]["given"] == KEY
    assert graph.find(STAGE, "orders-public.dev").inputs["stageVariables"]["default"] == KEY
    assert graph.find(LOG_GROUP, "orders-public.dev.access-log").inputs["kmsKeyId"] == KEY
    assert graph.find(API, "orders-public").inputs["tags"] == {"s": KEY, "t": KEY}
    assert policy(graph, "orders-api.policy")[1]["Action"] == [KEY]


def test_what_a_preview_does_not_know_yet_stays_unknown() -> None:
    def settled(value: Any) -> asyncio.Future[Any]:
        future = asyncio.get_event_loop().create_future()
        future.set_result(value)
        return future

    def unknown() -> dict[str, Any]:
        return {"x": pulumi.Output(set(), settled(None), settled(False), settled(False))}

    queue = {"integration": {"type": "SQS-PurgeQueue", "queue_arn": "${ref.x}"}}
    pool = {"type": "cognito", "user_pool_id": "${ref.x}", "client_ids": ["a-${ref.x}"]}
    written = api({"POST /queue": queue, "GET /": {"authorizer": "pool"}}, authorizers={"pool": pool})
    graph = deployed(written, refs=unknown)
    settings = graph.of_type(AUTHORIZER)[0].inputs["jwtConfiguration"]
    assert settings == {"issuer": UNKNOWN, "audiences": [UNKNOWN]}
    sent = graph.find(INTEGRATION, "orders-public.SQS-PurgeQueue POST /queue").inputs["requestParameters"]
    assert sent == {"QueueUrl": UNKNOWN, "Region": UNKNOWN}


def service(written: Any, **args: Any) -> Service:
    return Service("orders", ServiceArgs(config=written, **args))


def test_references_that_are_not_supplied_are_all_told_before_the_first_resource() -> None:
    functions = {"api": {**BUILT, "environment": {"TABLE": "${ref.tabel}", "KEY": "a-${ref.kye}-b"}}}
    message = refused(lambda: service(config(functions=functions), refs={"table": "orders", "none": None}))
    assert message == (
        "functions.api.environment.TABLE: the program supplies no ref named 'tabel'. Did you mean 'table'? "
        "Pass refs={'tabel': …}.\n"
        "functions.api.environment.KEY: the program supplies no ref named 'kye'. Known: table. "
        "Pass refs={'kye': …}."
    )


def test_a_reference_in_a_stage_is_needed_by_that_stage_alone() -> None:
    stages: dict[str, Any] = {
        "dev": {"variables": {"table": "t"}},
        "prod": {"variables": {"table": "${ref.x}"}},
    }
    variables = {"table": {"default": "${ref.y}"}}
    written = config(stages=stages, stage_variables=variables)
    assert deployed(written).of_type(STAGE)
    assert refused(lambda: service(written, stage="prod")) == (
        "stages.prod.variables.table: the program supplies no ref named 'x'. There are none. "
        "Pass refs={'x': …}."
    )


def test_an_output_in_the_config_itself_is_refused_with_what_to_write() -> None:
    def made() -> dict[str, Any]:
        # Not registered: an output is all that is needed.
        return config(functions={"api": {**BUILT, "layers": [pulumi.Output.from_input("arn")]}})

    assert refused(lambda: service(made())) == (
        "functions.api.layers[0]: a config holds no Pulumi Output. "
        "Write '${ref.name}' here, and pass refs={'name': the output}."
    )


def test_a_resource_in_the_config_is_refused_likewise() -> None:
    def program() -> None:
        queue = aws.sqs.Queue("queue")
        service(api({"GET /": {"operation_name": queue}}))

    with pytest.raises(
        ProgramError,
        match=r'^Service .orders. apis\.public\.routes\["GET /"\]\.operation_name: a config holds no',
    ):
        capture(program)
