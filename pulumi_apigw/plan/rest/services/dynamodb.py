"""DynamoDB: read and write items of a table.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ....config.rest.service_integrations import DynamoDbAttribute, DynamoDbConfig
from ..vtl import RequestTemplate, escaped_json
from .call import ServiceCall, answer, json_call, refused

__all__ = ["plan_dynamodb"]

# What stands for names and values in expressions. VTL would take `#` for its own.
_NAME = "\\u0023n{}"
_VALUE = ":v{}"


def plan_dynamodb(config: DynamoDbConfig, template: RequestTemplate) -> ServiceCall:
    """A call of a table, or of one of its indexes."""
    call = config.type.partition("-")[2]
    # A request can name a table by its ARN: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
    fields = {"TableName": template.text(config.table_arn)} | _FIELDS[call](config, template)
    sent = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    # The right to an index is enough to query it, and gives none to the table.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
    resource = f"{config.table_arn}/index/{config.index}" if config.index else config.table_arn
    return json_call(f"dynamodb:{call}", resource, template, f"{{{sent}}}", answer(_ANSWERS.get(call, "{}")))


def _item(config: DynamoDbConfig, template: RequestTemplate) -> dict[str, str]:
    return {"Item": _attributes(config.item, template)}


def _key(config: DynamoDbConfig, template: RequestTemplate) -> dict[str, str]:
    return {"Key": _attributes(config.key, template)}


def _update(config: DynamoDbConfig, template: RequestTemplate) -> dict[str, str]:
    terms = [f"{_NAME.format(place)} = {_VALUE.format(place)}" for place in range(len(config.item))]
    return {
        **_key(config, template),
        "UpdateExpression": f'"SET {", ".join(terms)}"',
        **_placeholders(config.item, template),
        "ReturnValues": '"ALL_NEW"',
    }


def _query(config: DynamoDbConfig, template: RequestTemplate) -> dict[str, str]:
    terms = [f"{_NAME.format(place)} = {_VALUE.format(place)}" for place in range(len(config.key))]
    return {
        **_index(config, template),
        "KeyConditionExpression": f'"{" AND ".join(terms)}"',
        **_placeholders(config.key, template),
    }


def _index(config: DynamoDbConfig, template: RequestTemplate) -> dict[str, str]:
    return {"IndexName": template.text(config.index)} if config.index else {}


_FIELDS: Mapping[str, Callable[[DynamoDbConfig, RequestTemplate], dict[str, str]]] = {
    "DeleteItem": _key,
    "GetItem": _key,
    "PutItem": _item,
    "Query": _query,
    "Scan": _index,
    "UpdateItem": _update,
}


def _placeholders(attributes: Mapping[str, DynamoDbAttribute], template: RequestTemplate) -> dict[str, str]:
    names = (f'"{_NAME.format(place)}": {template.text(name)}' for place, name in enumerate(attributes))
    values = (
        f'"{_VALUE.format(place)}": {_typed(value, template)}'
        for place, value in enumerate(attributes.values())
    )
    return {
        "ExpressionAttributeNames": f"{{{', '.join(names)}}}",
        "ExpressionAttributeValues": f"{{{', '.join(values)}}}",
    }


def _attributes(attributes: Mapping[str, DynamoDbAttribute], template: RequestTemplate) -> str:
    sent = (f"{template.text(name)}: {_typed(value, template)}" for name, value in attributes.items())
    return f"{{{', '.join(sent)}}}"


def _typed(value: DynamoDbAttribute, template: RequestTemplate) -> str:
    """A value with its type, text unless another one is given; a number is a text in DynamoDB's JSON too."""
    if isinstance(value, str):
        return f'{{"S": {template.text(value)}}}'
    ((kind, written),) = value.items()
    if kind == "BOOL":
        return f'{{"BOOL": #if({template.variable(written)} == "true")true#else false#end}}'
    return f'{{"{kind}": {template.text(written)}}}'


def _plain_value() -> str:
    """VTL for `$value` as plain JSON. Lists and maps keep DynamoDB's types, since VTL has no recursion."""
    text = escaped_json('$value.get("S")')
    plain = f'#if($value.containsKey("S"))"{text}"'
    for kind in ("N", "BOOL"):
        plain += f'#elseif($value.containsKey("{kind}"))$value.get("{kind}")'
    plain += '#elseif($value.containsKey("NULL"))null'
    for kind in ("B", "SS", "NS", "BS"):
        plain += f"""#elseif($value.containsKey("{kind}"))$input.json("${{path}}['$name'].{kind}")"""
    return f"""{plain}#else$input.json("${{path}}['$name']")#end"""


# VTL for `$item`, which lies at `$path` in the answer, as plain JSON.
_ITEM = (
    "{#foreach($name in $item.keySet())#set($value = $item.get($name))"
    f'"{escaped_json("$name")}": {_plain_value()}#if($foreach.hasNext), #end#end}}'
)
_ITEMS = (
    """#set($all = '$.Items'){"Items": [#foreach($item in $input.path('$.Items'))"""
    f"""#set($path = "${{all}}[$foreach.index]"){_ITEM}#if($foreach.hasNext), #end#end]"""
    """#set($last = $input.path('$.LastEvaluatedKey'))"""
    """#if("$!last" != ""), "LastEvaluatedKey": $input.json('$.LastEvaluatedKey')#end}"""
)
_ANSWERS: Mapping[str, str] = {
    "GetItem": (
        """#set($path = '$.Item')#set($item = $input.path('$.Item'))#if("$!item" == "")"""
        f"""{refused(404, '{"message": "Not Found"}')}#else{_ITEM}#end"""
    ),
    "Query": _ITEMS,
    "Scan": _ITEMS,
    "UpdateItem": f"#set($path = '$.Attributes')#set($item = $input.path('$.Attributes')){_ITEM}",
}
