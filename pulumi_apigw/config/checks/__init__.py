"""Cross-checks: what no single value shows, found before AWS is called.

A check is a generator over a `Context` (one stage's config) that yields problems; it is found by its place in
`CHECKS`.
"""

from __future__ import annotations

from ...errors import Problem
from ...source import did_you_mean
from ..service import ServiceConfig
from . import authorization, functions, names, routes, variables
from .context import Context

__all__ = ["CHECKS", "Context", "missing_stage", "run"]

CHECKS = (
    names.functions,
    names.authorizers,
    names.vpc_links,
    routes.conflicts,
    routes.targets,
    routes.parameters,
    routes.trailing_slashes,
    routes.timeouts,
    routes.quotas,
    authorization.open_routes,
    authorization.unattached,
    authorization.scopes,
    authorization.preflights,
    variables.declared,
    variables.values,
    variables.references,
    variables.aliases,
    functions.environments,
    functions.names,
    functions.deprecated_runtimes,
    functions.tags,
)


def run(context: Context) -> list[Problem]:
    """Every problem that the checks find in one stage's config."""
    return [problem for check in CHECKS for problem in check(context)]


def missing_stage(config: ServiceConfig, stage: str) -> Problem | None:
    """The problem with a stage that the config does not have."""
    if stage in config.stages:
        return None
    fix = did_you_mean(stage, config.stages)
    return Problem("stages", f"no stage named {stage!r}. {fix} A Pulumi stack deploys the stage of its own name.")
