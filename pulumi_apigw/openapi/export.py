"""APIs as OpenAPI documents to give away: for documentation and generators of clients, or for API Gateway."""

from __future__ import annotations

import json
from typing import Any

from ..plan.model import HttpApiPlan
from ..plan.rest.model import RestApiPlan
from .body import rest_body
from .clean import clean_document
from .head import servers
from .http_body import http_body
from .placeholders import Placeholders

__all__ = ["document"]


def document(plan: HttpApiPlan | RestApiPlan, *, url: str | None, aws: bool) -> dict[str, Any]:
    """The OpenAPI document of one API in the stage of its plan; `url` is where callers reach that.

    Without `aws` it is OpenAPI 3.1 and says what a caller needs to know. With it, it is OpenAPI 3.0.1 with
    the extensions by which API Gateway imports it; what only a deployment knows stands in it as `${…}`.

    Raises ConfigError where, without `aws`, a value that callers need is a `${ref.x}`.
    """
    found = _with_extensions(plan, url) if aws else clean_document(plan, url)
    # Parts that are used twice are copied, so that no reader of YAML meets an alias.
    copied: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return copied


def _with_extensions(plan: HttpApiPlan | RestApiPlan, url: str | None) -> dict[str, Any]:
    values = Placeholders()
    body = rest_body(plan, values) if isinstance(plan, RestApiPlan) else http_body(plan, values)
    called = servers(plan, url)
    if endpoint := body.get("servers"):
        # The endpoint's settings stand at the server, wherever that is.
        called = {"servers": [{**endpoint[0], **each} for each in called.get("servers", endpoint)]}
    return {**body, **called}
