"""How large the body of a REST API is, which API Gateway imports up to a size."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ..aws import rest_limits
from ..errors import Problem
from ..plan.model import AnyApiPlan
from ..plan.rest.model import RestApiPlan
from ..source import SourceMap, format_path
from .body import rest_body
from .placeholders import Placeholders

__all__ = ["import_problem", "import_problems"]

_MB = 1024 * 1024


def import_problem(plan: RestApiPlan) -> str | None:
    """What is wrong with the size of an API's body or of the policy in it, and the fix; None where it fits.

    What only a deployment knows is stood in for by names, which are about as long.
    """
    return _policy_problem(plan) or _body_problem(plan)


def _policy_problem(plan: RestApiPlan) -> str | None:
    length = len(json.dumps(plan.policy, separators=(",", ":"))) if plan.policy else 0
    if length <= rest_limits.POLICY_CHARACTERS:
        return None
    fact = f"its policy has {length} characters, while AWS's default quota is {rest_limits.POLICY_CHARACTERS}"
    return f"{fact}. Shorten it: ranges instead of addresses."


def _body_problem(plan: RestApiPlan) -> str | None:
    text = json.dumps(rest_body(plan, Placeholders()), separators=(",", ":"), ensure_ascii=False)
    size, most = len(text.encode()), rest_limits.IMPORT_BYTES
    if size <= most:
        return None
    fact = f"its OpenAPI body is {size / _MB:.1f} MB, and API Gateway imports {most // _MB} MB at most"
    fix = "Shorten its templates and schemas, leave out descriptions, or split the API."
    return f"{fact}. {fix}"


def import_problems(plans: Iterable[AnyApiPlan], sources: SourceMap) -> Iterator[Problem]:
    """The same of each REST API of a service, told at the API."""
    for plan in plans:
        if isinstance(plan, RestApiPlan) and (message := import_problem(plan)):
            path = ("apis", plan.name)
            yield Problem(format_path(path), message, sources.locate(path))
