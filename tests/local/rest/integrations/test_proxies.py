"""HTTP proxy integrations of REST APIs; `tests/local/test_proxies.py` shows what is sent to a real server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pulumi_apigw.local.integrations import HttpProxy
from pulumi_apigw.local.integrations.proxies import LargeAnswerError, NoAnswerError
from pulumi_apigw.local.model import LocalStage
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.integrations.proxies import forward
from pulumi_apigw.local.rest.model import RestIntegration
from pulumi_apigw.local.rest.refusals import Refusal


class Sent(HttpProxy):
    """Remembers what would be sent, and answers 200 or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__()
        self._failure = failure

    async def send(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], body: bytes, timeout_ms: int
    ) -> Response:
        self.method, self.url, self.headers, self.body = method, url, list(headers), body
        if self._failure:
            raise self._failure
        return Response(200)


MakeCall = Callable[..., RestCall]


def forwarded(call: RestCall, sent: Sent, uri: str = "https://b.example/v1", **settings: Any) -> Response:
    integration = RestIntegration("HTTP_PROXY", uri, **settings)
    return asyncio.run(forward(call, integration, sent))


def test_parameters_go_where_they_are_mapped_to(make_call: MakeCall) -> None:
    headers = [("x-tag", "1"), ("x-kept", "2")]
    call = make_call(Request("POST", "/dev/items/7", "q=1&q=2", headers, b"hi"), parameters={"id": "a%20b"})
    sent = Sent()
    parameters = {
        "integration.request.path.item": "method.request.path.id",
        "integration.request.header.X-Tag": "context.stage",
        "integration.request.header.X-None": "method.request.header.none",
        "integration.request.querystring.stage": "stageVariables.backend",
    }
    uri = "https://${stageVariables.backend}.example/v1/{item}?fixed=1"
    forwarded(call, sent, uri, method="PUT", request_parameters=parameters)
    assert (sent.method, sent.body) == ("PUT", b"hi")
    assert sent.url == "https://blue.example/v1/a%20b?fixed=1&q=1&q=2&stage=blue"
    assert sent.headers == [("x-kept", "2"), ("X-Tag", "dev")]


def test_the_callers_method_is_kept_for_any(make_call: MakeCall) -> None:
    sent = Sent()
    forwarded(make_call(Request("DELETE", "/dev/items/7")), sent)
    assert (sent.method, sent.url) == ("DELETE", "https://b.example/v1")


@pytest.mark.parametrize(
    ("failure", "type_", "message"),
    [
        (TimeoutError(), "INTEGRATION_TIMEOUT", "Endpoint request timed out"),
        (NoAnswerError("refused."), "INTEGRATION_FAILURE", "Network error communicating with endpoint"),
        (LargeAnswerError("too much."), "INTEGRATION_FAILURE", "Internal server error"),
    ],
)
def test_no_answer_is_504(make_call: MakeCall, failure: Exception, type_: str, message: str) -> None:
    note = str(failure) or "no answer from https://b.example/v1: none in 50 ms."
    with pytest.raises(Refusal, match=f"^{re.escape(f'GET /items/{{id}}: {note}')}$") as e:
        forwarded(make_call(), Sent(failure), timeout_ms=50)
    assert (e.value.type, e.value.message, e.value.status) == (type_, message, None)


def test_a_missing_stage_variable_is_500(make_call: MakeCall) -> None:
    with pytest.raises(Refusal, match="stage 'dev' has no stage variable 'backend'") as e:
        forwarded(make_call(stage=LocalStage("dev")), Sent(), "https://${stageVariables.backend}")
    assert e.value.type == "API_CONFIGURATION_ERROR"
