"""Load on one URL from a number of connections: `python -m tests.bench.load URL SECONDS` prints JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

CONNECTIONS = 16


class Connection(asyncio.Protocol):
    """Sends a request, and the next one as soon as its answer is there."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._received = b""
        self._sent_at = 0.0
        self.seconds: list[float] = []
        self.failure: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not _is_complete(self._received):
            return
        if not self._received.startswith(b"HTTP/1.1 200"):
            self.failure = self._received.decode(errors="replace")
            self._transport.close()
            return
        self.seconds.append(time.perf_counter() - self._sent_at)
        self._received = b""
        self._send()

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._request)


def _is_complete(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    _, is_sized, rest = head.lower().partition(b"content-length:")
    if is_sized:
        return len(body) >= int(rest.partition(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


async def load(url: str, seconds: float) -> dict[str, float]:
    """Requests per second and latencies in milliseconds. Raises RuntimeError for an answer other than 200."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    head = f"GET {parts.path or '/'} HTTP/1.1\r\nhost: {parts.netloc}\r\n"
    request = f"{head}accept: application/json\r\nuser-agent: bench/1\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Connection(request), host, port) for _ in range(CONNECTIONS)]
    await asyncio.sleep(seconds)
    connections = [connection for _, connection in made]
    for transport, _ in made:
        transport.close()
    failures = [connection.failure for connection in connections if connection.failure]
    if failures:
        raise RuntimeError(failures[0])
    taken = sorted(value for connection in connections for value in connection.seconds)
    return {
        "requests_per_second": len(taken) / seconds,
        "median_ms": taken[len(taken) // 2] * 1000,
        "p99_ms": taken[len(taken) * 99 // 100] * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(load(sys.argv[1], float(sys.argv[2])))))
