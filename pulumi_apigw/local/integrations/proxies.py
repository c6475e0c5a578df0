"""HTTP proxy integrations: the request goes on to another server.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from pulumi_apigw.aws.limits import PAYLOAD_BYTES
from pulumi_apigw.local.calls import Call
from pulumi_apigw.local.integrations.functions import resolve_variables
from pulumi_apigw.local.mapping import map_request
from pulumi_apigw.local.model import LocalIntegration
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Rejection, Response

if TYPE_CHECKING:
    import httpx

__all__ = [
    "HttpProxy",
    "LargeAnswerError",
    "NoAnswerError",
    "forward",
    "mapped_parameters",
    "mapped_url",
    "target_url",
    "without_query",
]

_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")
_HERE = "127.0.0.1"
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


class NoAnswerError(Exception):
    """Another server gave no answer that can be passed on; says why, in a line for the log."""


class LargeAnswerError(NoAnswerError):
    """An answer of more bytes than API Gateway passes on."""


class HttpProxy:
    """Sends requests to other servers with one connection pool, opened by the first of them."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def send(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], body: bytes, timeout_ms: int
    ) -> Response:
        """The other server's answer as it is; headers of the connection are not sent on.

        Raises `NoAnswerError` where none comes, and TimeoutError after `timeout_ms`.
        """
        import httpx  # 60 ms, and most services proxy nothing

        client = self._client or self._open()
        forwarded = [pair for pair in headers if pair[0].lower() not in _HOP_BY_HOP]
        try:
            async with (
                asyncio.timeout(timeout_ms / 1000),
                client.stream(method, url, headers=forwarded, content=body or None) as answer,
            ):
                answered = [(name.lower(), value) for name, value in answer.headers.multi_items()]
                return Response(answer.status_code, answered, await _body(answer))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswerError(
                f"no answer from {without_query(url)}: {str(error) or type(error).__name__}."
            ) from None

    async def close(self) -> None:
        """Closes the connections."""
        if self._client is not None:
            await self._client.aclose()

    def _open(self) -> httpx.AsyncClient:
        import httpx

        # Not the laptop's proxy settings: AWS's gateway has none. The time limit is of the whole exchange,
        # which httpx has none for.
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=None)
        # It would ask for compressed answers where the caller, to whom they go as they are, does not.
        self._client.headers.clear()
        return self._client


async def forward(call: Call, integration: LocalIntegration, proxy: HttpProxy) -> Response:
    """The answer of an HTTP API's other server; raises `Rejection`: 503 where none comes in time."""
    request, path = map_request(call, integration.request_parameters)
    url = target_url(call, integration, request, path)
    method = request.method if integration.method == "ANY" else integration.method
    headers = _forwarded(request)
    try:
        return await proxy.send(method, url, headers, request.body, integration.timeout_ms)
    except TimeoutError:
        note = f"no answer from {without_query(url)}: none in {integration.timeout_ms} ms."
    except LargeAnswerError as error:
        raise Rejection(500, f"{call.route.key}: {error}") from None
    except NoAnswerError as error:
        note = str(error)
    raise Rejection(503, f"{call.route.key}: {note}")


def _forwarded(request: Request) -> list[tuple[str, str]]:
    """The headers, with `Forwarded` (RFC 7239) in place of `X-Forwarded-*`: an HTTP API translates them.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-http-apis
    """
    kept = [pair for pair in request.headers if not pair[0].startswith("x-forwarded-")]
    if len(kept) == len(request.headers):
        return kept
    # What the gateway itself adds comes last.
    *earlier, own = [_node(each.strip()) for each in request.header("x-forwarded-for").split(",")]
    host, scheme = request.header("host"), request.header_values["x-forwarded-proto"][-1]
    elements = [*(f"for={each}" for each in earlier), f"by={_HERE};for={own};host={host};proto={scheme}"]
    return [*kept, ("forwarded", ", ".join(elements))]


def _node(address: str) -> str:
    return f'"[{address}]"' if ":" in address else address


def mapped_parameters(
    parameters: Mapping[str, str], evaluate: Callable[[str], str | None]
) -> dict[tuple[str, str], str]:
    """The request parameters of an integration that have a value, by place and name: `("header", "x-a")`.

    So REST and WebSocket APIs write them: `integration.request.header.x-a`.
    """
    values = {target: evaluate(expression) for target, expression in parameters.items()}
    found = {
        target.removeprefix("integration.request.").partition("."): value for target, value in values.items()
    }
    return {(place, name): value for (place, _, name), value in found.items() if value is not None}


def mapped_url(uri: str, mapped: Mapping[tuple[str, str], str], query: str, *, encoded: bool = False) -> str:
    """A URL with its variables and query string from `mapped`, and the caller's own `query`.

    `encoded` is whether the values for the path are percent-encoded already.
    """
    safe = "/:@!$&'()*+,;=%" if encoded else "/:@!$&'()*+,;="
    parts = urlsplit(_VARIABLE.sub(lambda match: quote(mapped.get(("path", match[1]), ""), safe=safe), uri))
    added = urlencode([(name, value) for (place, name), value in mapped.items() if place == "querystring"])
    return parts._replace(query="&".join(text for text in (parts.query, query, added) if text)).geturl()


def without_query(url: str) -> str:
    """A URL for the log: its query may hold a caller's secrets."""
    return url.partition("?")[0]


async def _body(answer: httpx.Response) -> bytes:
    """The whole body as it comes; raises `LargeAnswerError` for more than API Gateway passes on."""
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > PAYLOAD_BYTES:
            raise LargeAnswerError(f"an answer of more than {PAYLOAD_BYTES} bytes is refused.")
    return bytes(body)


def target_url(call: Call, integration: LocalIntegration, request: Request, path: str | None) -> str:
    """The URL a call goes to: the URI with its variables, `overwrite:path` and the query string.

    The `$default` route appends the whole path, with a named stage in it, as AWS does.
    """
    uri = resolve_variables(call.stage, integration.uri)
    uri = _VARIABLE.sub(lambda match: quote(call.parameters.get(match[1], ""), safe="/:@!$&'()*+,;="), uri)
    parts = urlsplit(uri)
    if path is not None:
        parts = parts._replace(path=path if path.startswith("/") else f"/{path}")
    elif call.route.is_default:
        parts = parts._replace(path=parts.path.rstrip("/") + request.raw_path)
    query = "&".join(text for text in (parts.query, request.query) if text)
    return parts._replace(query=query).geturl()
