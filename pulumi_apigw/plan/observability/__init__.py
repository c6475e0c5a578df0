"""Alarms, the metrics that they watch, and the dashboard: config → plan."""

from __future__ import annotations

__all__: list[str] = []
