"""CORS as an HTTP API with a CORS configuration does it.

The configured headers replace whatever the integration sends, and only requests with an `origin` get them.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from pulumi_apigw.local.model import Cors
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response

__all__ = ["is_preflight", "preflight_response", "with_cors"]


def is_preflight(request: Request) -> bool:
    """Whether a browser asks before it sends: OPTIONS with `origin` and `access-control-request-method`."""
    return (
        request.method == "OPTIONS"
        and bool(request.header("origin"))
        and bool(request.header("access-control-request-method"))
    )


def preflight_response(cors: Cors, request: Request) -> Response:
    """204, with CORS headers where the origin is allowed; the browser compares methods and headers itself."""
    origin = _allowed_origin(cors, request.header("origin"))
    if origin is None:
        return Response(204)
    headers = _common_headers(cors, origin)
    if cors.allow_methods:
        headers.append(("access-control-allow-methods", ",".join(cors.allow_methods)))
    if cors.allow_headers:
        headers.append(("access-control-allow-headers", ",".join(cors.allow_headers)))
    if cors.max_age_seconds is not None:
        headers.append(("access-control-max-age", str(cors.max_age_seconds)))
    return Response(204, headers)


def with_cors(cors: Cors, request: Request, response: Response) -> Response:
    """A response with the API's CORS headers, not the integration's; the gateway's own errors get them."""
    headers = [pair for pair in response.headers if not pair[0].startswith("access-control-")]
    if origin := _allowed_origin(cors, request.header("origin")):
        headers += _common_headers(cors, origin)
        if cors.expose_headers:
            headers.append(("access-control-expose-headers", ",".join(cors.expose_headers)))
    return Response(response.status, headers, response.body)


def _common_headers(cors: Cors, origin: str) -> list[tuple[str, str]]:
    headers = [("access-control-allow-origin", origin)]
    if cors.allow_credentials:
        headers.append(("access-control-allow-credentials", "true"))
    return headers


def _allowed_origin(cors: Cors, origin: str) -> str | None:
    """What `access-control-allow-origin` says: `*`, the caller's origin, or None where it is not allowed."""
    if not origin:
        return None
    if "*" in cors.allow_origins:
        return "*"
    for allowed in cors.allow_origins:
        if allowed == origin or (allowed in ("https://*", "http://*") and origin.startswith(allowed[:-1])):
            return origin
    return None
