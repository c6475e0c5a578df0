from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pulumi_apigw.cli.exchange import Answer, print_exchange

from .conftest import Outcome, Run

ANSWER = """\
200 OK
content-type: application/json

{
  "method": "GET",
  "query": null,
  "content_type": null,
  "tag": null,
  "body": null,
  "scope": null
}
"""


def without_ids(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("apigw-requestid"))


def test_the_answer_of_an_open_route(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /health")
    assert outcome.exit_code == 0
    assert without_ids(outcome.stdout) == ANSWER


def seen(outcome: Outcome) -> dict[str, Any]:
    answer = json.loads(outcome.stdout)
    assert (outcome.exit_code, answer["status"]) == (0, 200)
    body: dict[str, Any] = answer["body"]
    return body


def test_a_guarded_route_gets_a_token_with_its_scopes(apigw: Run, project: Path) -> None:
    body = seen(apigw("call", "PUT /items/1?a=b", "-d", '{"name": "tea"}', "-H", "X-Tag: green", "--json"))
    assert body == {
        "method": "PUT",
        "query": {"a": "b"},
        "content_type": "application/json",
        "tag": "green",
        "body": '{"name": "tea"}',
        "scope": "items.read items.write",
    }
    assert seen(apigw("call", "/items/1", "--scope", "items.read", "--json"))["scope"] == "items.read"


def test_a_body_that_is_no_json_is_text(apigw: Run, project: Path) -> None:
    assert (
        seen(apigw("call", "POST", "/items/1", "-d", "tea", "--json"))["content_type"]
        == "text/plain; charset=utf-8"
    )
    outcome = apigw("call", "POST", "/items/1", "-d", "tea", "-H", "Content-Type: text/csv", "--json")
    assert seen(outcome)["content_type"] == "text/csv"


def test_a_body_from_a_file(apigw: Run, project: Path) -> None:
    (project / "tea.json").write_text('{"name": "tea"}')
    (project / "tea.png").write_bytes(b"\x89PNG")
    sent = seen(apigw("call", "PUT", "/items/1", "-d", "@tea.json", "--json"))
    assert (json.loads(sent["body"]), sent["content_type"]) == ({"name": "tea"}, "application/json")
    sent = seen(apigw("call", "PUT", "/items/1", "-d", "@tea.png", "--json"))
    assert (sent["body"], sent["content_type"]) == ("iVBORw==", "application/octet-stream")
    outcome = apigw("call", "PUT", "/items/1", "-d", "@coffee.json")
    assert outcome.exit_code == 2
    assert outcome.stderr.endswith(
        "Invalid value for '--data' / '-d': 'coffee.json' cannot be read: No such file or directory. "
        "Name a file that you may read, or '@-' for stdin.\n"
    )


def test_a_host_of_ones_own_is_the_only_one(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /health", "-H", "Host: localhost")
    assert without_ids(outcome.stdout) == ANSWER


def test_a_stranger_is_refused_and_the_exit_code_says_so(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /items/1", "--no-token")
    assert outcome.exit_code == 1
    assert without_ids(outcome.stdout) == (
        "401 Unauthorized\ncontent-type: application/json\nwww-authenticate: Bearer\n\n"
        '{\n  "message": "Unauthorized"\n}\n'
    )
    assert outcome.stderr == (
        "a program may print\n401 ANY /items/{id}: no token in $request.header.Authorization.\n"
    )


def test_a_token_of_ones_own_is_left_alone(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /items/1", "-H", "authorization: Bearer mine", "--json")
    assert (outcome.exit_code, json.loads(outcome.stdout)["status"]) == (1, 401)


def test_what_the_service_refuses(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /items/fail")
    assert (outcome.exit_code, without_ids(outcome.stdout)) == (
        1,
        "409 Conflict\ncontent-type: text/plain; charset=utf-8\n\nsold out\n",
    )


def test_a_body_that_is_no_text(apigw: Run, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(apigw("call", "GET /items/picture", "--json").stdout)
    assert (answer["body"], answer["base64"], answer["route"]) == ("iVBORw==", True, "ANY /items/{id}")
    print_exchange(Answer(200, "OK", (("content-type", "image/png"),), b"\x89PNG"), None, as_json=False)
    assert capsys.readouterr().out == "200 OK\ncontent-type: image/png\n\n(4 bytes that are not text)\n"


def test_no_route_is_a_404_as_on_aws(apigw: Run, project: Path) -> None:
    outcome = apigw("call", "GET /nowhere", "--json")
    answer = json.loads(outcome.stdout)
    assert (outcome.exit_code, answer["status"], answer["route"]) == (1, 404, None)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("items",), "'items' is no request. Give [METHOD] /PATH, such as \"GET /items\"."),
        (("GET /a\tb",), "'GET /a\\tb' is no request. Give [METHOD] /PATH, such as \"GET /items\"."),
        (
            ("/items?x=1&y=a b",),
            "'/items?x=1&y=a b' has a space in it. Encode it as %20: '/items?x=1&y=a%20b'.",
        ),
        (("/a", "-H", "tag"), "Invalid value for '--header' / '-H': 'tag' is no header. Give 'NAME: VALUE'."),
        (
            ("/a", "-H", "tag: a\rb"),
            "Invalid value for '--header' / '-H': 'tag: a\\rb' is no header. Give 'NAME: VALUE'.",
        ),
    ],
)
def test_requests_that_are_not_understood(
    apigw: Run, project: Path, arguments: tuple[str, ...], error: str
) -> None:
    outcome = apigw("call", *arguments)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.endswith(f"Error: {error}\n")


def error_of(outcome: Outcome) -> str:
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    return outcome.stderr.removeprefix("a program may print\n")


def test_a_url_where_nothing_answers(apigw: Run, project: Path) -> None:
    assert error_of(apigw("call", "/health", "--url", "http://127.0.0.1:9/dev")) == (
        "no answer from http://127.0.0.1:9/dev: connection refused. Start it with `apigw serve`.\n"
    )


@pytest.mark.parametrize(
    "url", ["localhost", "ftp://127.0.0.1", "http://127.0.0.1:99999/dev", "http://[::1/dev"]
)
def test_what_is_no_url(apigw: Run, project: Path, url: str) -> None:
    assert error_of(apigw("call", "/health", "--url", url)) == (
        f"'{url}' is no URL. Give one as `apigw serve` prints it: http://127.0.0.1:3000/dev\n"
    )


def test_apis_that_share_a_route_must_be_chosen_from(apigw: Run, project: Path) -> None:
    program = (project / "__main__.py").read_text()
    second = (
        program[program.index("api = ") :]
        .replace('"shop"', '"admin"')
        .replace('("', '("admin-')
        .replace('    "', '    "admin-')
    )
    (project / "__main__.py").write_text(program + second)
    assert error_of(apigw("call", "/health")) == (
        "2 APIs have a route for GET /health: 'shop', 'admin'. Choose one with --api.\n"
    )
    assert error_of(apigw("call", "/nowhere")) == (
        "no API has a route for GET /nowhere: 'shop', 'admin'. Choose one with --api.\n"
    )
    assert apigw("call", "/health", "--api", "admin").exit_code == 0


def test_a_token_goes_where_the_authorizer_looks(apigw: Run, project: Path) -> None:
    program = (project / "__main__.py").read_text()
    (project / "__main__.py").write_text(
        program.replace("$request.header.Authorization", "$request.querystring.token")
    )
    assert set(seen(apigw("call", "GET /items/1?a=b", "--json"))["query"]) == {"a", "token"}


def test_a_websocket_api_has_no_requests(apigw: Run, project: Path) -> None:
    (project / "__main__.py").write_text(
        "import pulumi_aws as aws\naws.apigatewayv2.Api('chat', name='chat', protocol_type='WEBSOCKET')\n"
    )
    for arguments in (["/x"], ["/x", "--api", "chat"]):
        outcome = apigw("call", *arguments)
        assert (outcome.exit_code, outcome.stdout) == (1, "")
        assert outcome.stderr.endswith(
            "API 'chat' is a WebSocket API, and a call is one HTTP request. Run `apigw serve` and connect to "
            "its ws:// URL.\n"
        )
