"""What `$input`, `$context` and `$util` are in mapping templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal
from pulumi_apigw.local.rest.templates import rendered

BODY = '{"name": "a \\"cup\\"", "parts": [{"n": 1}], "none": null}'
MakeCall = Callable[..., RestCall]


@pytest.fixture
def call(make_call: MakeCall) -> RestCall:
    headers = [("origin", "https://a.example"), ("x-tag", "1"), ("x-tag", "2")]
    return make_call(Request("GET", "/dev/items/7", "q=1&q=2&id=query", headers=headers))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$input.params('id') $input.params('q') $input.params('x-tag')|$input.params('none')", "7 2 2|"),
        ("$input.params().header.get('Origin') $input.params().header.ORIGIN", "https://a.example " * 2),
        ("$input.params('header').containsKey('oRiGiN') $input.params().path.id", "true 7"),
        ("$input.path('$.parts[0].n') $input.path('$.name') $!input.path('$.no.thing')", '1 a "cup" '),
        ("$input.json('$.parts') $input.json('$[\\'name\\']')", '[{"n": 1}] "a \\"cup\\""'),
        ("$util.escapeJavaScript($input.path('$.name'))", 'a \\"cup\\"'),
        ("$util.escapeJavaScript(\"it's\") $util.urlEncode('a b') $util.urlDecode('a+b')", "it\\'s a+b a b"),
        ("$util.base64Encode('hi') $util.base64Decode('aGk=')", "aGk= hi"),
        ("$util.parseJson('{\"a\": [1]}').a[0]", "1"),
        ("$context.stage $context.identity.sourceIp $context.resourcePath", "dev 127.0.0.1 /items/{id}"),
        ("$stageVariables.backend $!stageVariables.none", "blue "),
    ],
)  # fmt: skip
def test_values(call: RestCall, template: str, expected: str) -> None:
    # Velocity has no escape for a quote in single quotes: the test writes one for each.
    assert rendered(template.replace("\\'", '"'), call, BODY).text.strip() == expected.strip()


def test_a_template_overrides_status_and_headers(call: RestCall) -> None:
    template = "#set($context.responseOverride.status = 201)#set($context.responseOverride.header.X-A = 'b')"
    found = rendered(template, call, "")
    assert (found.text, found.status, found.headers) == ("", 201, {"X-A": "b"})


@pytest.mark.parametrize(
    "template",
    [
        "$input.path('$.parts[*].n')",
        "#foreach($a in $b)#end",
        "$input.size()",
        "$util.urlDecode($input.path('$.n'))",
    ],
)
def test_what_is_not_known_is_501(call: RestCall, template: str) -> None:
    with pytest.raises(Refusal, match=r"^GET /items/\{id\}: a mapping template with .* not served") as e:
        rendered(template, call, BODY)
    assert e.value.status == 501


def test_a_body_that_is_no_json_has_no_paths(call: RestCall) -> None:
    found: Any = rendered("$!input.path('$.a')|$input.body", call, "a=b").text
    assert found == "|a=b"
