"""Where a call goes once it is authorized: a function, another HTTP server, or nowhere on a laptop."""

from __future__ import annotations

from pulumi_apigw.local.integrations.dispatch import Integrations
from pulumi_apigw.local.integrations.functions import FunctionCaller
from pulumi_apigw.local.integrations.proxies import HttpProxy

__all__ = ["FunctionCaller", "HttpProxy", "Integrations"]
