"""Which payloads count as binary.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
"""

from __future__ import annotations

from collections.abc import Sequence

from pulumi_apigw.local.requests import Request

__all__ = ["DEFAULT_TYPE", "content_type", "is_binary", "wants_binary"]

DEFAULT_TYPE = "application/json"


def content_type(request: Request) -> str:
    """The media type of a request's body, without its parameters; JSON where the request does not say."""
    return _bare(request.header("content-type")) or DEFAULT_TYPE


def is_binary(media_type: str, binary_types: Sequence[str]) -> bool:
    """Whether a media type is one of an API's binary types, in which `*` stands for any."""
    kind = media_type.partition("/")[0]
    return any(each.lower() in (media_type, f"{kind}/*", "*/*") for each in binary_types)


def wants_binary(request: Request, binary_types: Sequence[str]) -> bool:
    """Whether a client asks for a binary answer: only the first type that it accepts counts.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
    """
    return is_binary(_bare(request.header("accept").partition(",")[0]) or DEFAULT_TYPE, binary_types)


def _bare(value: str) -> str:
    return value.partition(";")[0].strip().lower()
