"""A request as it came in, with the views of it that events, authorizers and mappings share."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import randbytes
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

__all__ = ["Request", "common_log_time"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _request_id() -> str:
    return b64encode(randbytes(11)).decode()


def common_log_time(seconds: float) -> str:
    """A time in seconds since 1970 in the Common Log Format AWS uses (`12/Mar/2020:19:03:58 +0000`)."""
    at = time.gmtime(seconds)
    # Not strftime: its month names follow the laptop's locale.
    clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}"
    return f"{at.tm_mday:02}/{_MONTHS[at.tm_mon - 1]}/{at.tm_year}:{clock} +0000"


@dataclass
class Request:
    """One HTTP request: `raw_path` and `query` as sent (percent-encoded), header names lower-cased.

    Where the client called a custom domain, `raw_path` begins with the stage that it leads to, as it does in
    events of HTTP APIs, which never see a base path; `raw_client_path` is what was sent.
    """

    method: str
    raw_path: str
    query: str = ""
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"
    id: str = field(default_factory=_request_id)
    received_at: float = field(default_factory=time.time)
    domain_name: str = ""
    raw_client_path: str = ""

    @cached_property
    def uuid(self) -> str:
        """The request's id in REST APIs, which `id` is the extended one of."""
        return str(uuid4())

    @cached_property
    def path(self) -> str:
        """The decoded path, with the stage where the client sent one."""
        return unquote(self.raw_path)

    @cached_property
    def client_path(self) -> str:
        """The decoded path that the client sent: with a custom domain's base path, or with the stage."""
        return unquote(self.raw_client_path or self.raw_path)

    @cached_property
    def header_values(self) -> Mapping[str, Sequence[str]]:
        """All values of each header, in the order they came."""
        values: dict[str, list[str]] = {}
        for name, value in self.headers:
            values.setdefault(name, []).append(value)
        return values

    @cached_property
    def query_values(self) -> Mapping[str, Sequence[str]]:
        """All decoded values of each query string parameter, in the order they came."""
        values: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.query, keep_blank_values=True):
            values.setdefault(name, []).append(value)
        return values

    @cached_property
    def joined_headers(self) -> Mapping[str, str]:
        """Each header with its values joined by commas."""
        return {name: ",".join(values) for name, values in self.header_values.items()}

    @cached_property
    def joined_query(self) -> Mapping[str, str]:
        """Each query string parameter with its values joined by commas."""
        return {name: ",".join(values) for name, values in self.query_values.items()}

    @cached_property
    def cookies(self) -> Sequence[str]:
        """Each `name=value` of the request's cookie headers."""
        return [
            cookie.strip()
            for header in self.header_values.get("cookie", ())
            for cookie in header.split(";")
            if cookie.strip()
        ]

    @cached_property
    def time(self) -> str:
        """When the request came, in the Common Log Format AWS uses (`12/Mar/2020:19:03:58 +0000`)."""
        return common_log_time(self.received_at)

    @property
    def time_epoch_ms(self) -> int:
        """When the request came, in milliseconds since 1970."""
        return int(self.received_at * 1000)

    def header(self, name: str) -> str:
        """A header's values joined by commas, "" where there is none."""
        return self.joined_headers.get(name.lower(), "")
