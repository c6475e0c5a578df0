from __future__ import annotations

import pytest

from pulumi_apigw.aws import mappings

REQUEST_FIX = (
    "Use $request.header.x, $request.querystring.x, $request.path, $request.path.x, $request.body.x, "
    "$context.x, $stageVariables.x, or plain text."
)
RESPONSE_FIX = "Use $response.header.x, $response.body.x, $context.x, $stageVariables.x, or plain text."


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("append:header.x-id", "$context.requestId"),
        ("overwrite:header.Host", "internal.example.com"),
        ("remove:header.x-secret", "''"),
        ("remove:header.x-secret", ""),
        ("append:querystring.page[size]", "$request.querystring.page[size]"),
        ("remove:querystring.debug", "''"),
        ("overwrite:path", "$request.path"),
        ("overwrite:path", "/$request.path.proxy"),
        ("overwrite:path", "$request.path.proxy/end"),
        ("overwrite:path", "/v2/${request.path.id}/${request.path.name}"),
        ("overwrite:path", "/${stage.prefix}${ref.suffix}/$request.path.proxy"),
        ("append:header.x", "$request.header.x-forwarded-port"),
        ("append:header.x", "$request.body"),
        ("append:header.x", "$request.body.user.names[0]"),
        ("append:header.x", "${context.requestTimeEpoch}000"),
        ("append:header.x", "$context.authorizer.user_id"),
        ("append:header.x", "$stageVariables.backend"),
        ("append:header.x", "costs 5$ or $request"),
        ("append:header.x", "${ref.anything at all}"),
    ],
)
def test_good_request_parameters(key: str, value: str) -> None:
    assert mappings.check_request_parameter(key, value) is None


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "header.x",
            "1",
            "key 'header.x' is no request parameter. Use append, overwrite or remove with header.<name> or "
            "querystring.<name> (such as 'append:header.x'), or 'overwrite:path'.",
        ),
        (
            "set:header.x",
            "1",
            "key 'set:header.x' is no request parameter. Use append, overwrite or remove with header.<name> "
            "or querystring.<name> (such as 'append:header.x'), or 'overwrite:path'.",
        ),
        (
            "append:header.",
            "1",
            "key 'append:header.' is no request parameter. Use append, overwrite or remove with "
            "header.<name> or querystring.<name> (such as 'append:header.x'), or 'overwrite:path'.",
        ),
        ("append:path", "/x", "key 'append:path' cannot change the path. Use 'overwrite:path'."),
        (
            "append:header.a b",
            "1",
            "key 'append:header.a b' has no valid header name. Use letters, digits and '-'.",
        ),
        ("overwrite:path", "", "value '' is empty. Give text, or an expression such as $context.requestId."),
        ("remove:header.x", "1", "value '1' is given to a key that removes. Leave it empty: ''."),
        (
            "append:header.x",
            "$requst.header.y",
            f"value '$requst.header.y' holds an expression that is not one of AWS. {REQUEST_FIX}",
        ),
        (
            "append:header.x",
            "$request.pathology",
            f"value '$request.pathology' holds an expression that is not one of AWS. {REQUEST_FIX}",
        ),
        (
            "append:header.x",
            "$response.header.y",
            f"value '$response.header.y' holds an expression that is not one of AWS. {REQUEST_FIX}",
        ),
        (
            "append:header.x",
            "$request.body..name",
            f"value '$request.body..name' holds an expression that is not one of AWS. {REQUEST_FIX}",
        ),
        (
            "append:header.x",
            "$request.body.a[?(@.b)]",
            f"value '$request.body.a[?(@.b)]' holds an expression that is not one of AWS. {REQUEST_FIX}",
        ),
        (
            "append:header.x",
            "to ${request.params.y}",
            "value 'to ${request.params.y}' holds '${request.params.y}', which is not an expression of AWS. "
            f"{REQUEST_FIX}",
        ),
        (
            "overwrite:path",
            "/$request.path.a/$request.path.b",
            "value '/$request.path.a/$request.path.b' has several expressions. "
            "Put each in braces, such as ${context.requestId}.",
        ),
        ("append:header.x", "y" * 513, "value has 513 characters. AWS takes at most 512."),
    ],
)
def test_bad_request_parameters_say_the_fact_and_the_fix(key: str, value: str, message: str) -> None:
    assert mappings.check_request_parameter(key, value) == message


def test_a_reference_of_ours_can_be_of_any_length() -> None:
    assert mappings.check_request_parameter("append:header.x", "y" * 600 + "${ref.z}") is None


@pytest.mark.parametrize(
    "header",
    ["Authorization", "access-control-allow-origin", "apigw-x", "X-Amz-Date", "x-amzn-trace-id", "Via", "TE"],
)
def test_reserved_headers_cannot_be_mapped(header: str) -> None:
    key = f"overwrite:header.{header}"
    message = f"key {key!r} changes the header {header!r}, which AWS reserves. Use another header."

    assert mappings.is_reserved_header(header)
    assert mappings.check_request_parameter(key, "1") == message
    assert mappings.check_response_parameter(key, "1") == message


@pytest.mark.parametrize("header", ["Host", "x-api-key", "authorization-id", "content-type"])
def test_other_headers_are_free(header: str) -> None:
    assert not mappings.is_reserved_header(header)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("append:header.x-id", "$context.requestId"),
        ("overwrite:header.x", "$response.header.y"),
        ("overwrite:header.x", "$response.body.error.code"),
        ("overwrite:header.x", "${response.header.a}, ${stageVariables.b}"),
        ("remove:header.server", "''"),
        ("overwrite:statuscode", "403"),
        ("overwrite:statuscode", "$response.header.status"),
    ],
)
def test_good_response_parameters(key: str, value: str) -> None:
    assert mappings.check_response_parameter(key, value) is None


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "overwrite:querystring.x",
            "1",
            "key 'overwrite:querystring.x' is no response parameter. Use append, overwrite or remove with "
            "header.<name> (such as 'append:header.x'), or 'overwrite:statuscode'.",
        ),
        (
            "append:statuscode",
            "403",
            "key 'append:statuscode' cannot change the status code. Use 'overwrite:statuscode'.",
        ),
        ("overwrite:statuscode", "199", "value '199' is not a status code. Use one from 200 to 599."),
        (
            "overwrite:statuscode",
            "forbidden",
            "value 'forbidden' is not a status code. Use one from 200 to 599.",
        ),
        (
            "append:header.x",
            "$request.header.y",
            f"value '$request.header.y' holds an expression that is not one of AWS. {RESPONSE_FIX}",
        ),
    ],
)
def test_bad_response_parameters_say_the_fact_and_the_fix(key: str, value: str, message: str) -> None:
    assert mappings.check_response_parameter(key, value) == message


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("200", None),
        ("599", None),
        ("199", "status code '199' cannot have response parameters. Use one from 200 to 599."),
        ("600", "status code '600' cannot have response parameters. Use one from 200 to 599."),
        ("5xx", "status code '5xx' cannot have response parameters. Use one from 200 to 599."),
    ],
)
def test_response_parameters_are_for_a_status_code(status: str, message: str | None) -> None:
    assert mappings.check_response_status(status) == message


def test_service_parameters_take_the_whole_body_and_refuse_what_is_unknown() -> None:
    assert mappings.check_service_parameter("$request.body") is None
    assert mappings.check_service_parameter("https://sqs.eu-west-1.amazonaws.com/1/orders") is None
    assert mappings.check_service_parameter("$request.cookies.x") == (
        f"value '$request.cookies.x' holds an expression that is not one of AWS. {REQUEST_FIX}"
    )


@pytest.mark.parametrize(
    "source",
    [
        "$request.header.Authorization",
        "$request.querystring.token",
        "$context.routeKey",
        "$stageVariables.tenant",
    ],
)
def test_good_identity_sources(source: str) -> None:
    assert mappings.check_identity_source(source) is None


@pytest.mark.parametrize(
    "source",
    [
        "Authorization",
        "method.request.header.Authorization",
        "$request.body.x",
        "${request.header.x}",
        "$context",
    ],
)
def test_bad_identity_sources(source: str) -> None:
    assert mappings.check_identity_source(source) == (
        f"identity source {source!r} is none that AWS can read. "
        "Use $request.header.X, $request.querystring.X, $context.X or $stageVariables.X."
    )


def test_a_token_comes_from_a_header_or_the_query_string() -> None:
    assert mappings.check_jwt_identity_source("$request.header.Authorization") is None
    assert mappings.check_jwt_identity_source("$request.querystring.access_token") is None
    assert mappings.check_jwt_identity_source("$context.routeKey") == (
        "identity source '$context.routeKey' cannot hold a token. "
        "Use $request.header.Authorization, another header, or $request.querystring.x."
    )


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("text", ["text"]),
        ("", []),
        ("costs 5$ or $request", ["costs 5$ or $request"]),
        ("$request.body", ["<request.body>"]),
        ("$request.body.a['b c'] x", ["<request.body.a['b>", " c'] x"]),
        ("/$request.path.id/x", ["/", "<request.path.id>", "/x"]),
        ("${request.body.a}-${context.b}.", ["<request.body.a>", "-", "<context.b>", "."]),
        ("${request.body['a b']}", ["<request.body['a b']>"]),
        ("$request.body.a${ref.x}", ["<request.body.a>", "(${ref.x})"]),
        ("a${ref.x}b${stage.y}", ["a", "(${ref.x})", "b", "(${stage.y})"]),
    ],
)
def test_pieces_of_a_value(value: str, pieces: list[str]) -> None:
    found = list(mappings.split_value(value))
    marks = {(True, False): "<{}>", (False, True): "({})", (False, False): "{}"}
    assert [marks[each.is_expression, each.is_reference].format(each.text) for each in found] == pieces
