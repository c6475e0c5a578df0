"""What stands before the emulators here, for what they do otherwise than AWS.

MiniStack maps domains to APIs that it has alone, and the REST APIs are moto's: an empty one of the same id is
put there first. Changes in Route 53 are done at once: the provider would wait 10 to 30 seconds for each.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

__all__ = ["Answer", "ask", "before_ministack", "before_moto", "serve", "url_of"]

Answer = tuple[int, Mapping[str, str], bytes]
Answering = Callable[[str, str, str, bytes, Mapping[str, str]], Answer]
_OF_A_CONNECTION = {"transfer-encoding", "content-length", "connection", "date", "server"}


def ask(
    emulator: str,
    method: str,
    path: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    service: str = "apigateway",
) -> Answer:
    """What an emulator answers; a `service` of AWS, unless there are headers."""
    signature = f"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request"
    connection = http.client.HTTPConnection(urlsplit(emulator).netloc, timeout=60)
    try:
        connection.request(method, path, body, dict(headers or {"Authorization": signature}))
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


def before_ministack(
    emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    """A mapping finds its API, also where that is moto's."""
    if "/apimappings" in path and method in ("POST", "PATCH"):
        mapping = json.loads(body)
        if ask(emulator, "GET", f"/v2/apis/{mapping['apiId']}")[0] == 404:
            api = {"name": "of moto", "tags": {"ms-custom-id": mapping["apiId"]}}
            stage = {"stageName": mapping["stage"]}
            # Both are refused where another mapping has brought them already.
            ask(emulator, "POST", "/restapis", json.dumps(api).encode())
            ask(emulator, "POST", f"/restapis/{mapping['apiId']}/stages", json.dumps(stage).encode())
    return ask(emulator, method, path, body, headers)


def before_moto(emulator: str, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Records are as they shall be when the answer comes."""
    status, answered, answer = ask(emulator, method, path, body, headers)
    if path.rstrip("/").endswith("/rrset"):
        answer = re.sub(rb"<ChangeInfo>.*</ChangeInfo>", b"", answer, flags=re.DOTALL)
    return status, answered, answer


def serve(emulator: str, answer: Answering) -> ThreadingHTTPServer:
    """Serve it on a free port of loopback, in threads of its own."""

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, body = answer(emulator, self.command, self.path, sent, dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _OF_A_CONNECTION:
                    self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: pytest shows what went wrong."""

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def url_of(server: ThreadingHTTPServer) -> str:
    """Where it listens."""
    return f"http://127.0.0.1:{server.server_address[1]}"
