"""Validation of messages against models.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_apigw.local.websocket.calls import WebSocketCall
from pulumi_apigw.local.websocket.model import LocalWebSocketApi
from pulumi_apigw.local.websocket.refusals import Refusal
from pulumi_apigw.local.websocket.selection import evaluate, read_body

__all__ = ["MessageValidation"]


class MessageValidation:
    """Checks the messages of one API, with each model's validator made by the first that needs it."""

    def __init__(self, api: LocalWebSocketApi) -> None:
        self._api = api
        self._validators: dict[str, Any] = {}

    def check(self, call: WebSocketCall) -> None:
        """Raises `Refusal` (400) for a message that its route's model does not take."""
        route = call.route
        if not route.model_selection:
            return
        selected = evaluate(route.model_selection, read_body(call.body))
        name = route.models.get(selected) or route.models.get("$default")
        if name is None:
            keys = ", ".join(map(repr, route.models)) or "none"
            raise self._refused(call, f"{selected!r} selects no model, and there is no $default: {keys}")
        if name not in self._api.models:
            raise Refusal(500, f"{route.key}: this API has no model {name!r}. Add an aws.apigatewayv2.Model.")
        try:
            body = json.loads(call.body or "")
        except (ValueError, RecursionError) as error:
            raise self._refused(call, f"it is no JSON: {error}") from None
        if details := "; ".join(self._errors(call, name, body)):
            raise self._refused(call, f"{details} (model {name!r})")

    def _errors(self, call: WebSocketCall, name: str, body: Any) -> Iterable[str]:
        from jsonschema.exceptions import SchemaError
        from referencing.exceptions import Unresolvable

        try:
            if name not in self._validators:
                self._validators[name] = self._validator(call, self._api.models[name])
            for error in sorted(self._validators[name].iter_errors(body), key=lambda each: each.json_path):
                yield f"{error.json_path}: {error.message}"
        except (SchemaError, Unresolvable, RecursionError, re.error) as error:
            raise Refusal(500, f"{call.route.key}: model {name!r} cannot be used: {error}.") from None

    def _validator(self, call: WebSocketCall, schema: Mapping[str, Any]) -> Any:
        from pulumi_apigw.local.rest.validation import make_validator

        # What it refers to in itself.
        own = {key: schema[key] for key in ("definitions", "$defs") if key in schema}

        def note(fact: str) -> None:
            call.note(f"{call.route.key}: {fact}")

        return make_validator(schema, {**own, "models": self._api.models}, self._api.id, note)

    def _refused(self, call: WebSocketCall, fact: str) -> Refusal:
        return Refusal(400, f"{call.route.key}: the message is invalid: {fact}.")
