"""Resources: the tree that API Gateway makes of the paths."""

from __future__ import annotations

from collections.abc import Iterator

from ....aws import rest_limits
from ....aws.route_keys import parse_route_key
from ....errors import Problem
from ....source import Path
from ...rest import RestApiConfig
from ..context import Context

__all__ = ["quotas", "reserved", "variable_names"]


def variable_names(context: Context) -> Iterator[Problem]:
    """A resource has one variable below it: "A sibling of this resource already has a variable path part".

    Two names at one place are told once, however many routes have them.
    https://github.com/amazon-archives/aws-apigateway-importer/issues/202
    """
    for path, api in context.rest_apis():
        first: dict[tuple[str, ...], tuple[str, str]] = {}
        told: set[tuple[tuple[str, ...], str]] = set()
        for key in api.routes:
            around: tuple[str, ...] = ()
            for segment in parse_route_key(key).segments:
                if segment.variable is not None:
                    other, name = first.setdefault(around, (key, segment.text))
                    if name != segment.text and (around, segment.text) not in told:
                        told.add((around, segment.text))
                        located = context.sources.locate((*path, "routes", other))
                        where = f"{other!r} ({located})" if located else repr(other)
                        fact = f"{key!r} has {segment.text} where {where} has {name}"
                        yield context.error((*path, "routes", key), fact, _one_name(context, path, key))
                        break
                around = (*around, segment.normalised)


def _one_name(context: Context, path: Path, key: str) -> str:
    fix = "A REST API takes one variable at a place: write the same, or put text before it"
    route, api = context.sources.locate((*path, "routes", key)), context.sources.locate(path)
    from_document = route is not None and api is not None and route.file != api.file
    return f"{fix}, or say 'unify_path_variables: true'." if from_document else f"{fix}."


def quotas(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
    for path, api in context.rest_apis():
        resources, most = count_resources(api), api.quotas.resources or rest_limits.RESOURCES_PER_API
        if resources > most and not context.refused_within(*path, "quotas"):
            fact = f"the paths make {resources} resources, one of each part, and the quota is {most}"
            fix = (
                "Give 'quotas.resources' what AWS raised it to, split the API, or use a path such as "
                "'/items/{proxy+}'."
            )
            yield context.error((*path, "routes"), fact, fix)
        guards = [each for each in api.authorizers.values() if each.type != "iam"]
        most = api.quotas.authorizers or rest_limits.AUTHORIZERS_PER_API
        if len(guards) > most and not context.refused_within(*path, "quotas"):
            fact = f"there are {len(guards)} authorizers, and the quota is {most}"
            fix = "Give 'quotas.authorizers' what AWS raised it to, or share authorizers."
            yield context.error((*path, "authorizers"), fact, fix)


def count_resources(api: RestApiConfig) -> int:
    """The root, and every path that is one or the beginning of one."""
    paths: set[tuple[str, ...]] = {()}
    for key in api.routes:
        segments = [segment.text for segment in parse_route_key(key).segments if segment.text]
        paths |= {tuple(segments[:length]) for length in range(1, len(segments) + 1)}
    return len(paths)


def reserved(context: Context) -> Iterator[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html"""
    for path, _, key, _ in context.rest_routes():
        if parse_route_key(key).path in rest_limits.RESERVED_PATHS:
            fact = f"API Gateway answers {parse_route_key(key).path!r} itself behind a custom domain name"
            yield context.advice(path, fact, "Choose another path, such as '/health'.")
