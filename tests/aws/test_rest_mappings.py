from __future__ import annotations

import pytest

from pulumi_apigw.aws import rest_mappings

REQUEST = (
    "Use method.request.header.x, method.request.querystring.x, method.request.path.x, "
    "method.request.body.x, stageVariables.x, context.x, or text in single quotes."
)
RESPONSE = (
    "Use integration.response.header.x, integration.response.body.x, stageVariables.x, context.x, or text in "
    "single quotes."
)
KEY = "integration.request.header.x"


# The table of https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
@pytest.mark.parametrize(
    "value",
    [
        "method.request.path.id",
        "method.request.querystring.q",
        "method.request.querystring.page.size_$-1",
        "method.request.multivaluequerystring.q",
        "method.request.header.X-Tenant",
        "method.request.multivalueheader.X-Tenant",
        "method.request.body",
        "method.request.body.items[0].name",
        "stageVariables.version",
        "context.requestId",
        "context.authorizer.claims.sub",
        "'https://www.example.com'",
        "''",
        "${ref.value}",
        "'${ref.value}-${stage.name}'",
    ],
)
def test_what_an_integration_gets(value: str) -> None:
    assert rest_mappings.check_request_parameter(KEY, value) is None


@pytest.mark.parametrize(
    "key",
    ["integration.request.header.X-A", "integration.request.querystring.q[a]", "integration.request.path.id"],
)
def test_where_an_integration_gets_it(key: str) -> None:
    assert rest_mappings.check_request_parameter(key, "'x'") is None


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("", f"the value is empty. {REQUEST}"),
        ("text", "value 'text' is no expression, and text stands in single quotes. Write \"'text'\"."),
        (
            "$context.requestId",
            "value '$context.requestId' is written as templates and HTTP APIs have it. "
            "Write context.requestId.",
        ),
        (
            "${request.header.x}",
            "value '${request.header.x}' is written as templates and HTTP APIs have it. "
            "Write method.request.header.x.",
        ),
        (
            "integration.response.header.x",
            f"value 'integration.response.header.x' is no expression that AWS knows here. {REQUEST}",
        ),
        (
            "method.request.header.",
            f"value 'method.request.header.' is no expression that AWS knows here. {REQUEST}",
        ),
        ("'a' 'b'", f"value \"'a' 'b'\" is no expression that AWS knows here. {REQUEST}"),
        ("a $context.b", f"value 'a $context.b' is no expression that AWS knows here. {REQUEST}"),
    ],
)
def test_what_an_integration_cannot_get(value: str, wrong: str) -> None:
    assert rest_mappings.check_request_parameter(KEY, value) == wrong


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        (
            "overwrite:querystring.page",
            "key 'overwrite:querystring.page' is no parameter of an integration's request. HTTP APIs have "
            "that: a REST API writes 'integration.request.querystring.page: method.request.header.y'.",
        ),
        (
            "overwrite:path",
            "key 'overwrite:path' is no parameter of an integration's request. HTTP APIs have that: a "
            "REST API writes 'integration.request.header.x: method.request.header.y'.",
        ),
        (
            "method.request.header.x",
            "key 'method.request.header.x' is no parameter of an integration's request. Use "
            "integration.request.header.<name>, integration.request.querystring.<name> or "
            "integration.request.path.<name>.",
        ),
        (
            "integration.request.header.a b",
            "key 'integration.request.header.a b' has no valid header name. Use letters, digits and '-'.",
        ),
    ],
)
def test_where_an_integration_cannot_get_it(key: str, wrong: str) -> None:
    assert rest_mappings.check_request_parameter(key, "'x'") == wrong


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ("integration.response.header.X-A", True),
        ("integration.response.multivalueheader.X-A", True),
        ("integration.response.body", True),
        ("integration.response.body.redirect.url", True),
        ("stageVariables.version", True),
        ("context.requestId", True),
        ("'text'", True),
        ("method.request.header.Origin", False),
        ("integration.request.header.x", False),
    ],
)
def test_headers_of_an_integrations_response(value: str, accepted: bool) -> None:
    wrong = rest_mappings.check_response_header("X-A", value)

    assert wrong == (
        None if accepted else f"value {value!r} is no expression that AWS knows here. {RESPONSE}"
    )


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ("method.request.header.Origin", True),
        ("method.request.querystring.q", True),
        ("method.request.path.id", True),
        ("stageVariables.version", True),
        ("context.error.responseType", True),
        ("'*'", True),
        ("method.request.body", False),
        ("integration.response.header.x", False),
    ],
)
def test_headers_of_a_gateway_response(value: str, accepted: bool) -> None:
    assert (rest_mappings.check_gateway_header("X-A", value) is None) == accepted


def test_a_headers_name() -> None:
    wrong = "'a b' is no name of a header. Use letters, digits and '-'."
    assert rest_mappings.check_gateway_header("a b", "'x'") == wrong
    assert rest_mappings.check_response_header("a b", "'x'") == wrong


@pytest.mark.parametrize(
    ("text", "of_request", "of_token"),
    [
        ("$request.header.Authorization", True, True),
        ("$request.querystring.token", True, False),
        ("$stageVariables.version", True, False),
        ("$context.identity.sourceIp", True, False),
        ("method.request.header.Authorization", False, False),
        ("$request.body", False, False),
        ("Authorization", False, False),
    ],
)
def test_identity_sources(text: str, of_request: bool, of_token: bool) -> None:
    assert (rest_mappings.check_identity_source(text) is None) == of_request
    assert (rest_mappings.check_token_source(text) is None) == of_token
