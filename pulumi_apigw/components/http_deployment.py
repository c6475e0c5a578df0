"""What a deployment of an HTTP API is a snapshot of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from .json_text import json_sha256

__all__ = ["http_fingerprint"]

_Inputs = Mapping[str, Mapping[str, Any]]


def http_fingerprint(integrations: _Inputs, authorizers: _Inputs, routes: _Inputs) -> pulumi.Output[str]:
    """A hash of what is sent to AWS of each by name; what they refer to is known by the content.

    It is of inputs: outputs that AWS has no value of are unknown in previews, and so would be the hash, as if
    each `pulumi up` made a deployment.
    """
    sent = {"integrations": integrations, "authorizers": authorizers, "routes": routes}
    return json_sha256(sent)
