"""Change values in the text of a YAML file, and nothing else of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode

from ..errors import Location, Problem, PromotionError
from ..source import Path, format_path
from .yaml_changes import REMOVE, Branch
from .yaml_editor import put_changes
from .yaml_entries import UnsafeEditError
from .yaml_text import YamlText

__all__ = ["REMOVE", "edit"]

_BOM: Final = "\ufeff"


def edit(text: str, changes: Mapping[Path, Any], *, file: str = "the config") -> str:
    """Set values at paths, and remove those that are `REMOVE`; all other text stays as it is, byte for byte.

    Values are plain data: texts, numbers, true, false, None, lists, mappings. Mappings that are not there are
    made, as the text around is written: in lines or in brackets. A mapping in the place of another one
    changes entry by entry. To set what is there already, or to remove what is not, changes nothing. `file` is
    its name for errors.

    Raises PromotionError where a change would hold in other places too (anchors, merge keys), where the text
    is no YAML, and for what is not edited: lists, and texts in lines of their own (`|`, `>`).
    """
    branch = _branch(changes)
    body = text.removeprefix(_BOM)
    found = re.search(r"\r?\n", body)
    newline = found[0] if found else "\n"
    # With a line break at the end, what follows the last line needs no case of its own.
    missing = "" if body.endswith("\n") else newline
    before = _parsed(body + missing, file)
    try:
        put_changes(before, branch)
    except UnsafeEditError as error:
        line = body.count("\n", 0, error.entry.start) + 1
        raise _error(file, str(error), line, error.entry.path) from None
    after = before.changed(newline).removesuffix(missing)
    _compare(_parsed(body, file) if missing else before, branch, after, file)
    return text[: len(text) - len(body)] + after


def _branch(changes: Mapping[Path, Any]) -> Branch:
    root = Branch()
    for path, value in changes.items():
        keys = [part for part in path if isinstance(part, str)]
        if not keys or len(keys) < len(path):
            raise ValueError(f"this is no path to a key of a mapping: {format_path(path)!r}")
        branch: Any = root
        for key in keys[:-1]:
            branch = branch.setdefault(key, Branch())
        if not isinstance(branch, Branch) or keys[-1] in branch:
            raise ValueError(f"two changes of one value: {format_path(path)}")
        branch[keys[-1]] = value
    return root


def _parsed(text: str, file: str) -> YamlText:
    if lone := re.search(r"\r(?!\n)", text):
        fact = "a carriage return stands alone, which ends a line for YAML and for little else"
        raise _error(file, f"{fact}. Save the file anew.", text.count("\n", 0, lone.start()) + 1)
    try:
        parsed = YamlText(text)
    except YAMLError as error:
        fact = str(error).splitlines()[0]
        raise PromotionError(f"{file}: this is not YAML: {fact}. 'apigw check' says where.") from None
    if not isinstance(parsed.root, MappingNode):
        raise PromotionError(f"{file}: there is no mapping to edit. Write the config first.")
    return parsed


def _compare(before: YamlText, branch: Branch, after: str, file: str) -> None:
    """Refuse what came out otherwise than asked for: YAML has more ways to write than are foreseen here."""
    assert before.root is not None
    wanted = _with(before.plain(before.root), branch)
    try:
        root = YamlText(after).root
        same = root is not None and _exact(before.plain(root)) == _exact(wanted)
    except YAMLError:
        same = False
    if not same:
        paths = ", ".join(format_path(path) for path in branch.paths())
        fact = f"{paths} cannot be written without changing something else"
        raise PromotionError(f"{file}: {fact}. Write it by hand, or the lines around it more plainly.")


def _error(file: str, message: str, line: int, path: Path = ()) -> PromotionError:
    return PromotionError(str(Problem(format_path(path), message, Location(file, line))))


def _with(data: Any, branch: Branch) -> dict[str, Any]:
    result = dict(data or {})
    for key, value in branch.items():
        if value is REMOVE:
            result.pop(key, None)
        elif isinstance(value, Branch):
            if (inner := result.get(key)) or value.data():
                result[key] = _with(inner, value)
        else:
            result[key] = value
    return result


def _exact(data: Any) -> str:
    # Python takes 1, 1.0 and true for equal.
    return json.dumps(data, sort_keys=True)
