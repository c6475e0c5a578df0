"""Templates with values put in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_apigw.local.rest.vtl.nodes import (
    Assignment,
    Constant,
    Expression,
    Index,
    Interpolation,
    Member,
    Node,
    Operation,
    Output,
    Reference,
)
from pulumi_apigw.local.rest.vtl.parse import UnsupportedTemplateError, parse

__all__ = ["Members", "render"]


@dataclass(frozen=True)
class Members:
    """A root such as `$input`: what can be called on it, and its properties."""

    methods: Mapping[str, Callable[..., Any]]
    properties: Mapping[str, Any] = field(default_factory=dict)


def render(template: str, roots: Mapping[str, Any]) -> str:
    """A template's text; `roots` are what `$context` and the like stand for, and may be assigned into.

    Raises `UnsupportedTemplateError`.
    """
    try:
        return _text_of(parse(template), dict(roots))
    except RecursionError:
        raise UnsupportedTemplateError("expressions that are nested this deep") from None


def _text_of(nodes: Sequence[Node], scope: dict[str, Any]) -> str:
    return "".join(_text(node, scope) for node in nodes)


def _text(node: Node, scope: dict[str, Any]) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Output):
        return _output(node.reference, scope)
    if isinstance(node, Assignment):
        _assign(node.target, _value(node.value, scope), scope)
        return ""
    for test, block in node.branches:
        if _is_true(_value(test, scope)):
            return _text_of(block, scope)
    return ""


def _output(reference: Reference, scope: dict[str, Any]) -> str:
    value = _value(reference, scope)
    if value is None and reference.name not in scope and not reference.quiet:
        return reference.text
    return _as_text(value)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _assign(target: Reference, value: Any, scope: dict[str, Any]) -> None:
    if value is None:
        # Velocity leaves what was there: https://velocity.apache.org/engine/1.7/user-guide.html#literals
        return
    names = [target.name]
    for step in target.steps:
        if isinstance(step, Index) or step.arguments is not None:
            raise UnsupportedTemplateError(f"an assignment to {target.text}")
        names.append(step.name)
    holder: Any = scope
    for name in names[:-1]:
        holder = holder.setdefault(name, {}) if isinstance(holder, MutableMapping) else None
    if not isinstance(holder, MutableMapping):
        raise UnsupportedTemplateError(f"an assignment to {target.text}")
    holder[names[-1]] = value


def _value(expression: Expression, scope: dict[str, Any]) -> Any:
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Interpolation):
        return _text_of(expression.parts, scope)
    if isinstance(expression, Operation):
        return _operate(expression, scope)
    value = scope.get(expression.name)
    for step in expression.steps:
        value = _stepped(value, step, scope)
    return value


def _operate(operation: Operation, scope: dict[str, Any]) -> bool:
    left = _value(operation.operands[0], scope)
    if operation.operator == "!":
        return not _is_true(left)
    if operation.operator == "||":
        return _is_true(left) or _is_true(_value(operation.operands[1], scope))
    if operation.operator == "&&":
        return _is_true(left) and _is_true(_value(operation.operands[1], scope))
    return _compare(operation.operator, left, _value(operation.operands[1], scope))


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator in ("==", "!="):
        # Values of two types are compared as texts.
        same = left == right if type(left) is type(right) else _as_text(left) == _as_text(right)
        same = same and (left is None) == (right is None)
        return same == (operator == "==")
    if not all(isinstance(each, int | float) for each in (left, right)):
        return False
    results = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    return bool(results[operator])


def _is_true(value: Any) -> bool:
    """In Velocity 1.7 all is true but null and false, an empty text too."""
    return value is not None and value is not False


def _stepped(value: Any, step: Member | Index, scope: dict[str, Any]) -> Any:
    if isinstance(step, Index):
        return _item(value, _value(step.key, scope))
    if step.arguments is None:
        return value.properties.get(step.name) if isinstance(value, Members) else _item(value, step.name)
    if value is None:
        return None
    method = _methods(value).get(step.name)
    if method is None:
        raise UnsupportedTemplateError(f"the method .{step.name}()")
    try:
        return method(*(_value(argument, scope) for argument in step.arguments))
    except (AttributeError, TypeError, ValueError, RecursionError, re.error):
        raise UnsupportedTemplateError(f"the method .{step.name}() with these arguments") from None


def _item(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
        return value[key]
    return None


def _methods(value: Any) -> Mapping[str, Callable[..., Any]]:
    if isinstance(value, Members):
        return value.methods
    if isinstance(value, str):
        return {name: _bound(method, value) for name, method in _OF_TEXT.items()}
    if isinstance(value, Mapping | list):
        return {name: _bound(method, value) for name, method in _OF_COLLECTIONS.items()}
    return {}


def _bound(method: Callable[..., Any], value: Any) -> Callable[..., Any]:
    return lambda *arguments: method(value, *arguments)


_OF_TEXT: Final[Mapping[str, Callable[..., Any]]] = {
    "contains": lambda text, part: part in text,
    "endsWith": str.endswith,
    "equals": lambda text, other: text == other,
    "equalsIgnoreCase": lambda text, other: text.lower() == str(other).lower(),
    "isEmpty": lambda text: not text,
    "length": len,
    "matches": lambda text, pattern: re.fullmatch(pattern, text) is not None,
    "replaceAll": lambda text, pattern, new: re.sub(pattern, new, text),
    "startsWith": str.startswith,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
}
_OF_COLLECTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "contains": lambda values, value: value in values,
    "containsKey": lambda values, key: key in values,
    "get": _item,
    "isEmpty": lambda values: not values,
    "size": len,
}
