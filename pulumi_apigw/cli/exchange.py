"""One HTTP request and its answer, without an HTTP library: the gateway's client is an extra of its own."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

import click

from pulumi_apigw.errors import GatewayError

from .console import print_json, print_rich

__all__ = ["Answer", "Exchange", "print_exchange", "send"]

# API Gateway gives up after 30 s, so that a gateway which is still silent now is no gateway.
_TIMEOUT_SECONDS: Final = 35
_TRANSPORT: Final = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})


@dataclass(frozen=True)
class Exchange:
    """A request; `path` begins with '/' and holds the query."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """A response; `headers` are those that say something about the answer."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str | None:
        """The body, None where it is not text."""
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            return None

    def parsed(self, otherwise: Any) -> Any:
        """What a body of JSON holds; `otherwise` where it is none."""
        kinds = [value.partition(";")[0].strip() for name, value in self.headers if name == "content-type"]
        if not any(kind == "application/json" or kind.endswith("+json") for kind in kinds):
            return otherwise
        try:
            return json.loads(self.body)
        except ValueError:
            return otherwise


def send(base: str, exchange: Exchange) -> Answer:
    """Send a request to a stage's URL; raises `GatewayError` where nothing answers there."""
    connection, folder = _connection(base)
    try:
        _request(connection, folder + exchange.path, exchange)
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as error:
        reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
        raise GatewayError(f"no answer from {base}: {reason}. Start it with `apigw serve`.") from None
    finally:
        connection.close()
    kept = ((name.lower(), value) for name, value in response.getheaders() if name.lower() not in _TRANSPORT)
    return Answer(response.status, response.reason, tuple(kept), body)


def _connection(base: str) -> tuple[http.client.HTTPConnection, str]:
    """A connection to a URL's server, not opened, and the URL's path without a slash at its end."""
    try:
        url = urlsplit(base)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(base)
        port = url.port
    except ValueError:
        raise GatewayError(
            f"{base!r} is no URL. Give one as `apigw serve` prints it: http://127.0.0.1:3000/dev"
        ) from None
    connect = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    return connect(url.hostname, port, timeout=_TIMEOUT_SECONDS), url.path.rstrip("/")


def _request(connection: http.client.HTTPConnection, path: str, exchange: Exchange) -> None:
    body = exchange.body
    # putheader rather than request(headers=…): a header may be there twice.
    names = {name.lower() for name, _ in exchange.headers}
    target = quote(path, safe="/?#%:=&~+!$,;'@()*[]")
    connection.putrequest(exchange.method, target, skip_host="host" in names, skip_accept_encoding=True)
    for name, value in exchange.headers:
        connection.putheader(name, value.encode())
    if body is not None:
        if "content-type" not in names:
            connection.putheader("content-type", _media_type(body))
        connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)


def _media_type(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    try:
        json.loads(text)
    except ValueError:
        return "text/plain; charset=utf-8"
    return "application/json"


def print_exchange(answer: Answer, route: str | None, *, as_json: bool) -> None:
    """Print an answer: status, headers, body; `route` is the key of the route that it came from."""
    if as_json:
        print_json(_as_json(answer, route))
        return
    from rich.text import Text

    print_rich(Text(f"{answer.status} {answer.reason}", style="green" if answer.status < 400 else "red"))
    for name, value in answer.headers:
        click.echo(f"{name}: {value}")
    if answer.body:
        click.echo(f"\n{_readable(answer)}")


def _readable(answer: Answer) -> str:
    if answer.text is None:
        return f"({len(answer.body)} bytes that are not text)"
    parsed = answer.parsed(otherwise=None)
    return answer.text if parsed is None else json.dumps(parsed, indent=2, ensure_ascii=False)


def _as_json(answer: Answer, route: str | None) -> dict[str, Any]:
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    binary = answer.text is None
    body = base64.b64encode(answer.body).decode() if binary else answer.parsed(otherwise=answer.text)
    facts = {"status": answer.status, "reason": answer.reason, "headers": headers}
    return {**facts, "body": body, "base64": binary, "route": route}
