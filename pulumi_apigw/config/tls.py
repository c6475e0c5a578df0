"""TLS policies, as REST APIs and custom domain names name them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..aws import tls_policies
from ..source import did_you_mean
from .base import checked, problem, shown

__all__ = ["EndpointAccessMode", "SecurityPolicy"]


def _known(value: str) -> None:
    if value not in tls_policies.ALL:
        raise problem(f"AWS has no security policy {shown(value)}", did_you_mean(value, tls_policies.ALL))


SecurityPolicy = Annotated[str, checked(_known), Field(examples=list(tls_policies.ALL))]
EndpointAccessMode = Literal["BASIC", "STRICT"]
