"""Route selection of REST APIs.

A literal segment wins over a variable and that over a greedy one, resource by resource. What counts is a
resource together with a method: where the nearest resource lacks the method, a greedy one further up answers,
as was measured on AWS: https://github.com/ministackorg/ministack/pull/1423
"""

from __future__ import annotations

from collections.abc import Iterable

from pulumi_apigw.local.rest.model import RestRoute
from pulumi_apigw.local.routes import RouteMatch, RouteTree

__all__ = ["RestRouter"]


class RestRouter:
    """Selects the route of a request; slashes at its start and end make no other path."""

    def __init__(self, routes: Iterable[RestRoute]) -> None:
        self._tree: RouteTree[RestRoute] = RouteTree()
        for route in routes:
            self._tree.add(route, _segments(route.path))

    def match(self, method: str, raw_path: str) -> RouteMatch[RestRoute] | None:
        """The route for a method and a path as it was sent, without the stage; variables stay encoded.

        https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_lambda.snapshot.json
        """
        return self._tree.find(method, _segments(raw_path))


def _segments(path: str) -> list[str]:
    bare = path.strip("/")
    return bare.split("/") if bare else []
