"""Routes that a domain leads past: AWS looks at base paths alone, and then at the routes of one API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ....aws.route_keys import RouteKey, parse_route_key
from ....errors import Problem
from ....source import Path
from ...references import has_reference
from ..context import Context, WebApi
from .places import every_domain, mapping_places

__all__ = ["routes"]


def routes(context: Context) -> Iterator[Problem]:
    """Each base path that takes requests from a shorter one whose API has routes for them."""
    for path, domain in every_domain(context):
        mappings = [each for each in mapping_places(context, path, domain) if not has_reference(each[1])]
        several = any("/" in base_path for _, base_path, _ in mappings)
        for place, base_path, api in mappings:
            taken = next(_taken(context, base_path, mappings, several), None)
            if taken:
                key, other, whole = taken
                fact = (
                    f"requests for {key!r} of API {other!r} lead to API {api!r}, by base path {base_path!r}"
                )
                why = (
                    "" if whole else ": a domain that has base paths of several levels takes each as a prefix"
                )
                yield context.advice(place, fact + why, "Give one of the two another path.")


def _taken(
    context: Context, base_path: str, mappings: list[tuple[Path, str, str]], several: bool
) -> Iterator[tuple[str, str, bool]]:
    """What `base_path` takes from shorter ones: route, its API, and whether by whole levels."""
    for _, shorter, name in mappings:
        api = context.config.apis.get(name)
        if not isinstance(api, WebApi) or len(shorter) >= len(base_path):
            continue
        for key in api.routes:
            path = _literal(shorter, parse_route_key(key))
            whole = f"{path}/".startswith(f"{base_path}/")
            if whole or (several and path.startswith(base_path)):
                yield key, name, whole


def _literal(base_path: str, key: RouteKey) -> str:
    """What every path of a route begins with, below a base path, without a slash before it."""
    texts = [base_path] if base_path else []
    for segment in key.segments:
        if segment.variable is not None:
            break
        texts.append(segment.text)
    return "/".join(texts)
