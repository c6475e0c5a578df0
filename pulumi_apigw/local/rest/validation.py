"""Validation of requests: required parameters, and bodies against their models.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pulumi_apigw.aws.patterns import compiled, unbalanced
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.mapping import evaluate
from pulumi_apigw.local.rest.media_types import content_type
from pulumi_apigw.local.rest.refusals import Refusal

__all__ = ["RequestValidation", "make_validator"]


class RequestValidation:
    """Checks the requests of one API, with each model's validator made by the first body that needs it."""

    def __init__(self, references: Mapping[str, Any], api_id: str) -> None:
        self._references = references
        self._api_id = api_id
        self._validators: dict[tuple[str, str], Any] = {}

    def check(self, call: RestCall) -> None:
        """Raises `Refusal` (400) for a request that the method's validator does not take."""
        validator = call.route.validator
        if validator.parameters:
            _check_parameters(call)
        if validator.body:
            self._check_body(call)

    def _check_body(self, call: RestCall) -> None:
        media_type = _modelled_type(call)
        if media_type is None:
            return
        try:
            # A body that is not there is checked as an empty object.
            body = json.loads(call.request.body or b"{}")
        except (ValueError, RecursionError) as error:
            raise _bad_body(call, f"it is no JSON: {error}") from None
        details = "; ".join(self._errors(call, media_type, body))
        if details:
            raise _bad_body(call, details)

    def _errors(self, call: RestCall, media_type: str, body: Any) -> Iterable[str]:
        from jsonschema.exceptions import SchemaError
        from referencing.exceptions import Unresolvable

        key = (call.route.key, media_type)
        try:
            if key not in self._validators:
                schema = call.route.models[media_type]

                def note(fact: str) -> None:
                    call.note(f"{call.route.key}: {fact}")

                self._validators[key] = make_validator(schema, self._references, self._api_id, note)
            for error in sorted(self._validators[key].iter_errors(body), key=lambda each: each.json_path):
                yield f"{error.json_path}: {error.message}"
        except (SchemaError, Unresolvable, RecursionError, re.error) as error:
            raise Refusal(
                "API_CONFIGURATION_ERROR", f"{call.route.key}: its model cannot be used: {error}."
            ) from None


def make_validator(
    schema: Mapping[str, Any], references: Mapping[str, Any], api_id: str, note: Callable[[str], None]
) -> Any:
    """A validator of jsonschema for a model; `references` is what `#/…` leads into, and `models` by name.

    `note` gets a line for each pattern that cannot be checked here. Raises jsonschema's `SchemaError`, and so
    does the validator.
    """
    # 100 ms, and not every API has models.
    from jsonschema import Draft4Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT4

    # How models that are resources of their own refer to each other:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    base = f"https://apigateway.amazonaws.com/restapis/{api_id}/models"
    models: Mapping[str, Any] = references.get("models", {})
    registry: Any = Registry().with_resources(
        [(f"{base}/{name}", DRAFT4.create_resource(model)) for name, model in models.items()]
    )
    # The document around it, so that `#/components/schemas/x` leads somewhere.
    rooted = {"allOf": [schema], **references}
    # Patterns are not checked as a format: Python would refuse some that API Gateway takes.
    Draft4Validator.check_schema(dict(schema), format_checker=None)
    validator = extend(Draft4Validator, {"pattern": _pattern_keyword(note)})
    return validator(rooted, registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)


def _pattern_keyword(note: Callable[[str], None]) -> Any:
    """jsonschema's `pattern`, which every text matches where Python's dialect has not what it asks."""
    from jsonschema.exceptions import SchemaError, ValidationError

    noted: set[str] = set()

    def check(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[Any]:
        if not isinstance(instance, str):
            return
        found = compiled(pattern)
        if found is None and (wrong := unbalanced(pattern)):
            raise SchemaError(f"{pattern!r} is no regular expression ({wrong})")
        if found is None and pattern not in noted:
            noted.add(pattern)
            note(f"the pattern {pattern!r} is not checked here: Python's regular expressions lack it")
        if found is not None and not found.search(instance):
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    return check


def _check_parameters(call: RestCall) -> None:
    missing = [
        name
        for place, name in sorted(call.route.required)
        if not evaluate(f"method.request.{place}.{name}", call)
    ]
    if missing:
        message = f"Missing required request parameters: [{', '.join(missing)}]"
        raise Refusal("BAD_REQUEST_PARAMETERS", f"{call.route.key}: {message}.", message=message)


def _modelled_type(call: RestCall) -> str | None:
    """The content type whose model a body is checked against; a body of another type is not checked."""
    wanted = content_type(call.request)
    by_name = {name.lower(): name for name in call.route.models}
    return by_name.get(wanted) or by_name.get("$default")


def _bad_body(call: RestCall, details: str) -> Refusal:
    return Refusal(
        "BAD_REQUEST_BODY", f"{call.route.key}: the body is invalid: {details}.", details=f"[{details}]"
    )
