"""What templates of WebSocket APIs know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.refusals import Refusal
from pulumi_apigw.local.websocket.templates import rendered

MakeCall = Callable[..., WebSocketCall]


def test_a_template_reads_the_message_its_context_and_the_stage(make_call: MakeCall) -> None:
    template = "$input.path('$.a')|$input.json('$.b')|$input.body|$context.routeKey|$util.urlEncode('a b')"
    text = '{"a": "tea", "b": [1]}'
    assert rendered(template, make_call(), text) == f"tea|[1]|{text}|send|a+b"


@pytest.mark.parametrize("message_id", [None, "m"])
def test_a_template_has_neither_headers_nor_a_query_string(
    make_call: MakeCall, message_id: str | None
) -> None:
    call = make_call(request=Request("GET", "/dev", "token=x"), message_id=message_id)
    with pytest.raises(Refusal, match=r"send: a mapping template with the method \.params\(\) is not served"):
        rendered("$input.params('token')", call, "{}")
