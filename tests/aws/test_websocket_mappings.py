from __future__ import annotations

import pytest

from pulumi_apigw.aws import websocket_mappings as mappings


@pytest.mark.parametrize(
    "value",
    [
        "route.request.body",
        "route.request.body.order.id",
        "route.request.body[0].id",
        "route.request.header.X-Tenant",
        "route.request.multivalueheader.Accept",
        "route.request.querystring.token",
        "route.request.multivaluequerystring.tag",
        "context.connectionId",
        "context.identity.sourceIp",
        "stageVariables.colour",
        "'text of any kind'",
        "${ref.tenant}",
        "'${stage.tenant}'",
    ],
)
def test_request_parameters_that_aws_takes(value: str) -> None:
    assert mappings.check_request_parameter("integration.request.header.x", value) is None


@pytest.mark.parametrize("place", ["header", "querystring", "path"])
def test_places_of_the_integrations_request(place: str) -> None:
    assert mappings.check_request_parameter(f"integration.request.{place}.x", "context.stage") is None


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("route.request.header.X-Tenant", ["route.request.header.X-Tenant"]),
        ("route.request.querystring.token", ["route.request.querystring.token"]),
        ("route.request.body.header", []),
        ("context.connectionId", []),
        ("'route'", []),
    ],
)
def test_what_only_the_request_that_connects_has(value: str, names: list[str]) -> None:
    assert mappings.connect_parameters(value) == names


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("$request.header.Authorization", "route.request.header.Authorization"),
        ("$request.querystring.token", "route.request.querystring.token"),
        ("$context.identity.sourceIp", "context.identity.sourceIp"),
        ("$stageVariables.tenant", "stageVariables.tenant"),
    ],
)
def test_identity_sources_as_aws_writes_them(written: str, sent: str) -> None:
    assert mappings.check_identity_source(written) is None
    assert mappings.aws_identity_source(written) == sent


@pytest.mark.parametrize(
    "text",
    [
        "$request.body.action",
        "${request.body.action}",
        "$request.body.meta.kind",
        "$request.body[2]",
        '$request.body["order"].kind',
        "${request.body.kind}-${request.body.version}",
        "v1-${request.body.kind}",
    ],
)
def test_expressions_that_choose_a_route(text: str) -> None:
    assert mappings.check_route_expression(text) is None
    assert mappings.check_request_expression(text) is None
    assert mappings.check_reply_expression(text) is None


@pytest.mark.parametrize("text", ["fixed", r"\$default"])
def test_a_fixed_key_chooses_a_template_or_a_route(text: str) -> None:
    assert mappings.check_request_expression(text) is None
    assert mappings.check_route_expression(text) is None


def test_a_key_that_the_program_knows_chooses_a_template_and_no_route() -> None:
    assert mappings.check_request_expression("${ref.kind}") is None
    assert "names no key of a message" in str(mappings.check_route_expression("${ref.kind}"))


@pytest.mark.parametrize(
    "text",
    [
        "${integration.response.statuscode}",
        "$integration.response.header.Content-Type",
        "${integration.response.multivalueheader.X-Kind}",
    ],
)
def test_answers_choose_templates_of_replies_alone(text: str) -> None:
    assert mappings.check_reply_expression(text) is None
    assert "which AWS knows nothing of here" in str(mappings.check_request_expression(text))


@pytest.mark.parametrize("key", ["$default", "200", r"4\d{2}", "5.."])
def test_keys_of_replies(key: str) -> None:
    assert mappings.check_reply_key(key) is None


def test_a_route_is_chosen_by_no_default() -> None:
    assert "Write '\\$default'" in str(mappings.check_route_expression("$default"))


@pytest.mark.parametrize(
    ("key", "matches"), [("$default", True), (r"4\d{2}", True), ("5..", True), ("4XX", False), ("600", False)]
)
def test_keys_of_replies_match_statuses(key: str, matches: bool) -> None:
    assert mappings.matches_a_status(key) is matches


@pytest.mark.parametrize(
    ("text", "key"),
    [("json", "json"), (r"\$default", "$default"), ("${request.body.x}", None), ("${ref.x}", None)],
)
def test_the_key_that_an_expression_always_gives(text: str, key: str | None) -> None:
    assert mappings.fixed_key(text) == key
