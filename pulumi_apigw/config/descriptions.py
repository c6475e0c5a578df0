"""What each field of a model is for: the text that stands below it in the source.

pydantic can read these too (`use_attribute_docstrings`), but does so whenever a model is defined: that takes
each command a tenth of a second, and only the schema and a few messages need them.
"""

from __future__ import annotations

import ast
import inspect
import textwrap

__all__ = ["field_descriptions"]


def field_descriptions(model: type) -> dict[str, str]:
    """The description of every field that the class and its bases define, by the field's name."""
    described: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if each.__module__.startswith(__package__ or ""):
            described |= _own(each)
    return described


def _own(model: type) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    pairs = zip(body.body, body.body[1:], strict=False)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
