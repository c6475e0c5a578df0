"""A service of which one Pulumi stack deploys all stages (`topology: shared`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..config import ServiceConfig
from .deployed import deployed_stages
from .model import ServicePlan
from .service import plan_stages

__all__ = ["plan_shared_service"]


def plan_shared_service(stages: Mapping[str, ServiceConfig], folder: Path | None = None) -> ServicePlan:
    """What the stack of all stages builds: each API and function once, with what every stage needs of it.

    `stages` has each stage's own config (`ConfigFile.stage`), which are the same outside of `stages`. Paths
    in them start from `folder`, by default the working directory.
    """
    return plan_stages(deployed_stages(stages), folder or Path())
