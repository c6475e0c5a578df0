"""Compressed answers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html
"""

from __future__ import annotations

import gzip

from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.responses import Response

__all__ = ["compressed"]


def compressed(response: Response, request: Request, minimum_size: int | None) -> Response:
    """A response with its body compressed, where the API's minimum size and the client ask for it."""
    if minimum_size is None or len(response.body) < minimum_size or not response.body:
        return response
    accepted = [each.partition(";")[0].strip() for each in request.header("accept-encoding").split(",")]
    encoded = any(name == "content-encoding" for name, _ in response.headers)
    if encoded or "gzip" not in accepted:
        return response
    headers = [*response.headers, ("content-encoding", "gzip")]
    return Response(response.status, headers, gzip.compress(response.body, compresslevel=6))
