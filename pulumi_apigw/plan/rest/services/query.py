"""The query protocol of SQS and SNS: the parameters of a call are a form.

API Gateway's own examples call both in it, and it names a queue by the path of the call, which follows from
the queue's ARN. Of the two formats of an answer JSON is asked for: VTL reads no XML.
https://repost.aws/knowledge-center/api-gateway-rest-api-sqs-errors
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ..vtl import RequestTemplate

__all__ = ["QUERY_PARAMETERS", "attributes", "listed", "query"]

QUERY_PARAMETERS: Mapping[str, str] = {
    "integration.request.header.Accept": "'application/json'",
    "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
}


def query(action: str, fields: Mapping[str, str | None], template: RequestTemplate) -> str:
    """The form of a call; fields without a value are left out."""
    sent = (f"&{name}={template.form(value)}" for name, value in fields.items() if value is not None)
    return f"Action={action}{''.join(sent)}"


def listed(name: str, value: str | None, template: RequestTemplate) -> str:
    """A list: names with commas between, or one expression for one name."""
    names = [each.strip() for each in (value or "").split(",")]
    found = (each for each in names if each)
    return "".join(f"&{name}.{place}={template.form(each)}" for place, each in enumerate(found, start=1))


def attributes(name: str, value: str | None, template: RequestTemplate) -> str:
    """Message attributes, given as JSON: `{"kind": {"DataType": "String", "StringValue": "order"}}`."""
    if value is None:
        return ""
    if isinstance(written := _written(value), dict):
        return "".join(
            f"&{name}.{place}.{part}={template.form(text)}"
            for place, (attribute, fields) in enumerate(written.items(), start=1)
            for part, text in _parts(attribute, fields)
        )
    return _looked_up(name, template.variable(value))


def _written(value: str) -> Any:
    """The JSON that is written out; expressions may stand inside its texts."""
    try:
        return json.loads(value)
    except ValueError:
        return None


def _parts(attribute: str, fields: Any) -> Iterator[tuple[str, str]]:
    yield "Name", attribute
    if isinstance(fields, Mapping):
        for field, text in fields.items():
            yield f"Value.{quote(str(field), safe='')}", str(text)


def _looked_up(name: str, text: str) -> str:
    """VTL for attributes that only the request has, as JSON."""
    prefix = f"&{name}.${{foreach.count}}"
    fields = "".join(
        f'#if($attribute.{field}){prefix}.Value.{field}=${{util.urlEncode("$attribute.{field}")}}#end'
        for field in ("DataType", "StringValue", "BinaryValue")
    )
    return (
        f'#if({text} != "")#set($attributes = $util.parseJson({text}))'
        f"#foreach($attribute_name in $attributes.keySet())"
        # A null would leave the attribute before in its place.
        '#set($attribute = "")#set($attribute = $attributes.get($attribute_name))'
        f"{prefix}.Name=${{util.urlEncode($attribute_name)}}{fields}#end#end"
    )
