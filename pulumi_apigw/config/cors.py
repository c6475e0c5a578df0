"""Which web pages may call an HTTP or a REST API.

Of REST APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from ..aws import limits
from ..source import did_you_mean
from .base import ConfigModel, Flag, Whole, checked, distinct, filled, matching, problem, shown, within

__all__ = ["CorsConfig"]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# The three forms with '*' that AWS names; one inside a host fails the deployment.
_ANY_ORIGIN = ("*", "https://*", "http://*")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(?:[A-Za-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")


def _origin(value: str) -> None:
    if value in _ANY_ORIGIN or _ORIGIN.fullmatch(value):
        return
    if "*" in value:
        raise problem(
            f"{shown(value)} has a '*' inside",
            "AWS accepts '*', 'https://*' and 'http://*': else name each origin.",
        )
    raise problem(
        f"{shown(value)} is no origin",
        "Give scheme, host and port alone, such as 'https://shop.example.com' (no path, no '/' at the end).",
    )


def _method(value: str) -> None:
    if value != "*" and value not in METHODS:
        meant = "Did you mean '*'?" if value.upper() in ("ANY", "ALL") else did_you_mean(value, METHODS)
        raise problem(f"{shown(value)} is no method that a page can use", meant)


Method = Annotated[str, checked(_method), Field(examples=["*", *METHODS])]
Header = Annotated[str, matching(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", "the name of a header")]


class CorsConfig(ConfigModel):
    """Cross-origin requests: API Gateway answers preflights itself and adds the headers to every answer, but
    for those of a REST API's functions and proxied backends, which set them themselves.
    """

    allow_origins: Annotated[
        tuple[Annotated[str, checked(_origin)], ...],
        distinct,
        filled("Name at least one origin, or leave out 'cors'."),
    ]
    """Origins that may call, such as `https://shop.example.com`; `*` for all, `https://*` for any https."""
    allow_methods: Annotated[tuple[Method, ...], distinct] = METHODS
    """Methods that a page may use; `*` for all."""
    allow_headers: Annotated[tuple[Header, ...], distinct] = ("authorization", "content-type")
    """Request headers that a page may set; `*` for all."""
    expose_headers: Annotated[tuple[Header, ...], distinct] = ()
    """Response headers that a page may read; `*` for all."""
    allow_credentials: Flag = False
    """Whether cookies and credentials are sent along."""
    max_age_seconds: Annotated[Whole, within(limits.CORS_MAX_AGE_SECONDS, "seconds (-1 is never)")] = 3600
    """Seconds for which a browser keeps the preflight's answer."""

    @model_validator(mode="after")
    def _credentials(self) -> CorsConfig:
        # API Gateway refuses '*' as origin (https://github.com/aws/aws-cdk/issues/9076); in the other lists
        # browsers take it for a name (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials). With
        # 'https://*' every page in the world could act as its visitor.
        wild = [
            name
            for name in ("allow_origins", "allow_methods", "allow_headers", "expose_headers")
            if not {*_ANY_ORIGIN}.isdisjoint(getattr(self, name))
        ]
        if self.allow_credentials and wild:
            raise problem(
                f"allow_credentials goes with no '*', and there is one in {' and '.join(wild)}",
                "Name each value, or set allow_credentials to false.",
            )
        return self
