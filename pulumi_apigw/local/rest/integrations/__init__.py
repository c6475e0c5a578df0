"""Where a call of a REST API goes: a function, another HTTP server, a mock, or nowhere on a laptop."""

from __future__ import annotations

from pulumi_apigw.local.rest.integrations.dispatch import RestIntegrations

__all__ = ["RestIntegrations"]
