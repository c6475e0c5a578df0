"""The verbs of a route for any method: stages, and so usage plans of them, know these and no `ANY`.

AWS refuses settings of that: "Invalid method setting path: /profile/ANY/logging/loglevel":
https://github.com/serverless-heaven/serverless-aws-alias/issues/80
Tools that limit and cache single methods name each verb:
https://github.com/DianaIonita/serverless-api-gateway-throttling/blob/master/src/updateRestApiStageThrottling.js
https://github.com/DianaIonita/serverless-api-gateway-caching/blob/master/src/stageCache.js
"""

from __future__ import annotations

from collections.abc import Collection

from .route_keys import METHODS

__all__ = ["ANY", "verbs_of"]

ANY = "ANY"


def verbs_of(method: str, path: str, keys: Collection[str]) -> tuple[str, ...]:
    """The verbs that a route answers; `keys` are those of all methods, preflights included.

    A method of its own on the path goes before the one for any.
    """
    if method != ANY:
        return (method,)
    return tuple(verb for verb in METHODS if verb != ANY and f"{verb} {path}" not in keys)
