"""From stage to stage: what was tested in one is what runs in the next.

`plan_promotion` and `plan_rollback` say what would change and whether it may; nothing is written before
their `write`.
"""

from __future__ import annotations

from .change import ShareChange, StageChange, VariableChange, WrittenConfig, read_file
from .deployed import Deployed, Deployments, find_deployed, find_shared
from .gates import Gate
from .gradual import Share
from .outputs import RunningMove
from .plan import FunctionChange, Promotion, plan_promotion
from .rollback import Rollback, plan_rollback

__all__ = [
    "Deployed",
    "Deployments",
    "FunctionChange",
    "Gate",
    "Promotion",
    "Rollback",
    "RunningMove",
    "Share",
    "ShareChange",
    "StageChange",
    "VariableChange",
    "WrittenConfig",
    "find_deployed",
    "find_shared",
    "plan_promotion",
    "plan_rollback",
    "read_file",
]
