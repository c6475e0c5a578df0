"""Cross-checks: what no single value shows, found before AWS is called.

A check is a generator over a `Context` (one stage's config) that yields problems; it is found by its place in
`CHECKS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...errors import Problem
from ...source import SourceMap, did_you_mean
from . import (
    access_logs,
    authorization,
    cors,
    domains,
    events,
    functions,
    gradual,
    gradual_calls,
    http,
    integrations,
    models,
    names,
    observability,
    references,
    rest,
    routes,
    secrets,
    shared,
    throttles,
    variables,
    websocket,
)
from .context import Context

__all__ = ["CHECKS", "Context", "run", "run_shared", "unknown_stage"]

CHECKS = (
    names.functions,
    names.authorizers,
    names.vpc_links,
    names.apis,
    routes.empty,
    routes.conflicts,
    routes.literals,
    routes.targets,
    routes.parameters,
    routes.cors_methods,
    cors.origins,
    routes.timeouts,
    integrations.private_hosts,
    throttles.accounts,
    http.options,
    http.context_variables,
    http.quotas,
    *rest.CHECKS,
    *websocket.CHECKS,
    *domains.CHECKS,
    authorization.open_routes,
    authorization.unattached,
    authorization.scopes,
    authorization.default_scopes,
    authorization.preflights,
    authorization.timeouts,
    references.malformed,
    references.nested,
    references.of_keys,
    variables.declared,
    variables.undeclared,
    variables.values,
    variables.aliases,
    variables.quota,
    access_logs.fields,
    access_logs.variables,
    access_logs.other_variables,
    access_logs.values,
    access_logs.secrets,
    access_logs.destinations,
    observability.counted,
    models.refused,
    models.keywords,
    models.unchecked,
    models.unknown,
    models.unused,
    models.quota,
    events.formats,
    events.answers,
    functions.environments,
    functions.run_time_variables,
    functions.names,
    functions.deprecated_runtimes,
    functions.tags,
    *gradual.CHECKS,
    *gradual_calls.CHECKS,
    secrets.certain,
    secrets.likely,
)


def run(context: Context) -> list[Problem]:
    """Every problem that the checks find in one stage's config."""
    return [problem for check in CHECKS for problem in check(context)]


def run_shared(contexts: Sequence[Context]) -> list[Problem]:
    """Every problem that stages which share one stack have with each other."""
    return shared.run(contexts)


def unknown_stage(name: str, known: Iterable[str], sources: SourceMap, *, is_shared: bool = False) -> Problem:
    """The problem with a stage that the config does not have."""
    fix = did_you_mean(name, known)
    if not is_shared:
        fix = f"{fix} A Pulumi stack deploys the stage of its own name."
    return Problem("stages", f"no stage named {name!r}. {fix}", sources.locate(("stages",)))
