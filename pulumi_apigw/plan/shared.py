"""A service of which one Pulumi stack deploys all stages (`topology: shared`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..config import ServiceConfig
from .deployed import deployed_stages
from .model import AnyApiPlan, ServicePlan
from .service import plan_stages

__all__ = ["narrowed", "plan_shared_service"]


def plan_shared_service(stages: Mapping[str, ServiceConfig], folder: Path | None = None) -> ServicePlan:
    """What the stack of all stages builds: each API and function once, with what every stage needs of it.

    `stages` has each stage's own config (`ConfigFile.stage`), which are the same outside of `stages`. Paths
    in them start from `folder`, by default the working directory.
    """
    return plan_stages(deployed_stages(stages), folder or Path())


def narrowed(plan: ServicePlan, stage: str) -> ServicePlan:
    """The plan as one of its stages sees it: APIs and functions as they are, with that stage alone."""
    apis = {name: _narrowed(api, stage) for name, api in plan.apis.items()}
    return replace(plan, stages=(stage,), apis=apis)


def _narrowed(api: AnyApiPlan, stage: str) -> AnyApiPlan:
    stages: Any = tuple(each for each in api.stages if each.name == stage)
    return replace(api, stages=stages)
