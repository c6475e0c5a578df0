"""Origins of web pages: written otherwise than browsers write them, they match nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...errors import Problem
from .context import Context

__all__ = ["origins"]

_OWN_PORTS: Final = {"http": ":80", "https": ":443"}


def origins(context: Context) -> Iterator[Problem]:
    """Browsers send a host in lower case, and no port that is the scheme's own.

    https://url.spec.whatwg.org/#host-parsing and https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
    """
    for path, api in context.web_apis():
        for position, origin in enumerate(api.cors.allow_origins if api.cors else ()):
            if origin != (sent := _as_sent(origin)):
                place = (*path, "cors", "allow_origins", position)
                fact = f"no browser sends {origin!r}: hosts are in lower case, ports of the scheme left out"
                yield context.advice(place, fact, f"Write {sent!r}.")


def _as_sent(origin: str) -> str:
    scheme, separator, host = origin.partition("://")
    if scheme not in _OWN_PORTS or "${" in host:
        return origin
    return f"{scheme}{separator}{host.lower().removesuffix(_OWN_PORTS[scheme])}"
