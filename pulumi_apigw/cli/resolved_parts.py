"""What APIs of every kind resolve to alike, as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pulumi_apigw.plan.model import TargetPlan, ThrottlePlan
from pulumi_apigw.plan.rest.stage_model import UsagePlanPlan

__all__ = ["Data", "resolved_call", "resolved_throttle", "resolved_url", "resolved_usage_plan"]

Data = dict[str, Any]

_DEFAULT_STAGE = "$default"
_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def resolved_call(target: TargetPlan, variables: Mapping[str, str]) -> Data:
    """A function, the alias that this stage calls it by, and the stage variable that names the alias."""
    found = _STAGE_VARIABLE.fullmatch(target.qualifier or "")
    variable = found[1] if found else None
    alias = variables.get(variable) if variable else target.qualifier
    return {"function": target.function, "alias": alias, "stage_variable": variable}


def resolved_throttle(throttle: ThrottlePlan) -> Data:
    """Both limits."""
    return {"rate_limit": throttle.rate_limit, "burst_limit": throttle.burst_limit}


def resolved_url(stage_name: str, *, disabled: bool) -> str | None:
    """The URL's shape (id and Region come with the deployment); None where only a custom domain answers."""
    if disabled:
        return None
    path = "" if stage_name == _DEFAULT_STAGE else f"/{stage_name}"
    return f"https://{{api_id}}.execute-api.{{region}}.amazonaws.com{path}"


def resolved_usage_plan(plan: UsagePlanPlan) -> Data:
    """A usage plan of a REST or WebSocket API: what callers with its keys may do."""
    quota = {"limit": plan.quota_limit, "period": plan.quota_period, "offset": plan.quota_offset}
    return {
        "name": plan.name,
        "aws_name": plan.aws_name,
        "throttle": resolved_throttle(plan.throttle) if plan.throttle else None,
        "quota": None if plan.quota_limit is None else quota,
        "api_keys": list(plan.api_keys),
    }
