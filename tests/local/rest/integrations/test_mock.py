"""https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ..conftest import Service, mock

MakeService = Callable[..., Service]
ANY_BINARY = {"x-amazon-apigateway-binary-media-types": ["*/*"]}
JSON = "application/json"


def response(status: str = "200", template: str | None = None, **headers: str) -> dict[str, Any]:
    parameters = {f"method.response.header.{name}": value for name, value in headers.items()}
    templates = {} if template is None else {JSON: template}
    return {"statusCode": status, "responseParameters": parameters, "responseTemplates": templates}


def test_a_mock_gives_its_status_headers_and_body(service: MakeService) -> None:
    responses = {
        "default": response(
            "201", '{"id": "$input.params(\'id\')"}', **{"X-A": "'b'", "X-S": "context.stage"}
        )
    }
    given = service({"GET /items/{id}": mock(responses=responses)})
    found = given.answer("GET /items/7").response
    assert (found.status, found.body) == (201, b'{"id": "7"}')
    assert dict(found.headers) == {"x-a": "b", "x-s": "dev", "content-type": JSON}


@pytest.mark.parametrize(
    ("template", "status"),
    [
        ('{"statusCode": 200}', 200),
        ('{"statusCode": 404}', 404),
        ('{"statusCode": 409}', 499),
        ('{"statusCode": 503}', 500),
        ("#if($input.params('fail') == '1'){\"statusCode\": 404}#else{\"statusCode\": 200}#end", 404),
    ],
)
def test_the_templates_status_selects_the_response(service: MakeService, template: str, status: int) -> None:
    responses = {
        "2\\d{2}": response("200"),
        "4\\d{2}": response("499"),
        "404": response("404"),
        "default": response("500"),
    }
    given = service({"GET /items": mock(template, responses)})
    assert given.answer("GET /items?fail=1").response.status == status


@pytest.mark.parametrize(
    ("template", "responses", "note"),
    [
        ("ok", None, "the mock's request template gives 'ok'. Let it give {\"statusCode\": 200}."),
        ('{"statusCode": "200"}', None, "the mock's request template gives"),
        ('{"statusCode": true}', None, "the mock's request template gives"),
        (
            '{"statusCode": 404}',
            {"200": response()},
            "no response of the mock is for status 404, and it has no default.",
        ),
        ('{"statusCode": 404}', {"4[": response()}, "a response of the mock is for no pattern: "),
        ("[" * 100_000, None, "the mock's request template gives"),
    ],
)
def test_a_mock_that_cannot_answer_is_500(
    service: MakeService, template: str, responses: Any, note: str
) -> None:
    given = service({"GET /items": mock(template, responses)})
    found = given.answer().response
    assert (found.status, found.body) == (500, b'{"message": "Internal server error"}')
    assert given.notes[0].startswith(f"500 GET /items: {note}")


@pytest.mark.parametrize(
    ("passthrough", "content_type", "status"),
    [
        ("never", "text/plain", 415),
        ("when_no_templates", "text/plain", 415),
        ("when_no_match", "text/plain", 200),
        ("never", "application/json; charset=utf-8", 200),
        ("never", "", 200),
    ],
)
def test_passthrough(service: MakeService, passthrough: str, content_type: str, status: int) -> None:
    given = service({"POST /items": mock(passthroughBehavior=passthrough)})
    headers = {"content-type": content_type} if content_type else {}
    found = given.answer("POST /items", headers, b'{"statusCode": 200}').response
    assert found.status == status
    if status == 415:
        assert found.body == b'{"message": "Unsupported Media Type"}'


def test_a_body_is_no_template(service: MakeService) -> None:
    given = service({"POST /items": mock(requestTemplates={})})
    body = b"#set($context.responseOverride.header.X-A = 'b'){\"statusCode\": 200}"
    assert given.answer("POST /items", {}, body).response.status == 500


def test_without_a_template_the_body_gives_the_status(service: MakeService) -> None:
    responses = {"404": response("404"), "default": response()}
    given = service({"POST /items": mock(responses=responses, requestTemplates={})})
    assert given.answer("POST /items", {}, b'{"statusCode": 404}').response.status == 404


@pytest.mark.parametrize(("handling", "status"), [("CONVERT_TO_TEXT", 200), (None, 500)])
def test_P22_templates_do_not_apply_to_binary_types(
    service: MakeService, handling: str | None, status: int
) -> None:
    given = service({"OPTIONS /items": mock(contentHandling=handling)}, document=ANY_BINARY)
    assert given.answer("OPTIONS /items", {"origin": "https://a.example"}).response.status == status
    if status == 500:
        assert given.notes == [
            "500 OPTIONS /items: application/json is a binary type of the API, to which no template applies. "
            "Give the integration contentHandling CONVERT_TO_TEXT."
        ]


@pytest.mark.parametrize(
    ("handling", "template", "expected"),
    [
        ("CONVERT_TO_TEXT", "a text", b"a text"),
        (None, "aGk=", b"hi"),
        (None, "aG\nk=\n", b"hi"),
        (None, "a text", None),
        (None, "é", None),
    ],
)
def test_P22_a_body_for_a_client_of_binary_types_is_base64(
    service: MakeService, handling: str | None, template: str, expected: bytes | None
) -> None:
    responses = {"default": {**response(template=template), "contentHandling": handling}}
    operation = mock(responses=responses, contentHandling="CONVERT_TO_TEXT")
    given = service({"GET /items": operation}, document=ANY_BINARY)
    found = given.answer().response
    if expected is None:
        assert found.status == 500
        assert "the response's template gives no Base64" in given.notes[0]
    else:
        assert (found.status, found.body) == (200, expected)


@pytest.mark.parametrize(
    ("accept", "media_type"), [("text/html", "text/html"), ("image/png", JSON), ("", JSON), ("*/*", JSON)]
)
def test_what_the_client_accepts_chooses_the_template(
    service: MakeService, accept: str, media_type: str
) -> None:
    responses = {"default": {"statusCode": "200", "responseTemplates": {"text/html": "<b>", JSON: "{}"}}}
    given = service({"GET /items": mock(responses=responses)})
    headers = dict(given.answer(headers={"accept": accept}).response.headers)
    assert headers["content-type"] == media_type


ORIGINS = (
    '#set($origin = $input.params().header.get("Origin"))\n'
    '#if(!$origin || $origin == "")#set($origin = $input.params().header.get("origin"))#end\n'
    '#if($origin == "https://a.example" || $origin.startsWith("http://"))'
    "#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end"
)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://a.example", "https://a.example"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("https://b.example", None),
        ("", None),
    ],
)
def test_P9_a_template_allows_some_origins(service: MakeService, origin: str, allowed: str | None) -> None:
    responses = {"default": response("204", ORIGINS, Vary="'Origin'")}
    given = service({"OPTIONS /items": mock(responses=responses)})
    found = given.answer("OPTIONS /items", {"Origin": origin} if origin else {}).response
    headers = dict(found.headers)
    assert (found.status, found.body, headers["vary"]) == (204, b"", "Origin")
    assert headers.get("access-control-allow-origin") == allowed


def test_an_override_wins_over_a_mapped_header_and_the_status(service: MakeService) -> None:
    template = "#set($context.responseOverride.header.X-A = 'c')#set($context.responseOverride.status = 202)"
    given = service({"GET /items": mock(responses={"default": response("200", template, **{"x-a": "'b'"})})})
    found = given.answer().response
    assert (found.status, [value for name, value in found.headers if name == "x-a"]) == (202, ["c"])


@pytest.mark.parametrize(("status", "expected"), [("202", 202), ("'202'", 202), ("99", 200), ("'x'", 200)])
def test_a_status_that_is_none_is_ignored(service: MakeService, status: str, expected: int) -> None:
    template = f"#set($context.responseOverride.status = {status})"
    given = service({"GET /items": mock(responses={"default": response(template=template)})})
    assert given.answer().response.status == expected


def test_an_override_cannot_begin_another_header(service: MakeService) -> None:
    template = "#set($context.responseOverride.header.X-A = $input.path('$.a'))"
    given = service({"POST /items": mock(responses={"default": response(template=template)})})
    found = given.answer("POST /items", {}, b'{"a": "b\\r\\nset-cookie: c=1"}').response
    assert dict(found.headers)["x-a"] == "b set-cookie: c=1"


def test_a_template_with_a_loop_is_501(service: MakeService) -> None:
    responses = {"default": response(template="#foreach($a in $input.path('$'))$a#end")}
    given = service({"GET /items": mock(responses=responses)})
    assert given.answer().response.status == 501
    assert given.notes == [
        "501 GET /items: a mapping template with #foreach, in line 1 of the template is not served locally."
    ]
