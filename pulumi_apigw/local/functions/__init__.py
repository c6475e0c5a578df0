"""Run the functions of a captured graph in warm worker processes, one event at a time each, like Lambda."""

from __future__ import annotations

from pulumi_apigw.local.functions.invocation import FunctionError, Invocation
from pulumi_apigw.local.functions.pool import FunctionPool

__all__ = ["FunctionError", "FunctionPool", "Invocation"]
