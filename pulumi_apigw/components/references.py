"""`${ref.x}` in plans → the program's own values, as Pulumi inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pulumi

from ..config.references import find_references, iter_text
from ..errors import ConfigError, Problem
from ..source import SourceMap, did_you_mean, format_path

__all__ = ["References"]

_REF = re.compile(r"\$\{ref\.([A-Za-z_]\w*)\}", re.ASCII)


class References:
    """The values that a program supplies for `${ref.x}`.

    A text that is one reference and nothing else becomes the value itself, so that a list can be supplied
    too.
    """

    def __init__(self, values: Mapping[str, pulumi.Input[Any]]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def require(self, data: Any, sources: SourceMap | None = None) -> None:
        """Raise ConfigError for each reference in `data` that is not supplied, or is None."""
        problems = [
            Problem(
                format_path(path),
                f"the program supplies no ref named {each.name!r}. "
                f"{did_you_mean(each.name, self._values)} Pass refs={{{each.name!r}: …}}.",
                (sources or SourceMap()).locate(path),
            )
            for path, text in iter_text(data)
            for each in find_references(text)
            if each.namespace == "ref" and each.name not in self._values
        ]
        if problems:
            raise ConfigError(problems)

    def fill(self, data: Any) -> Any:
        """Plain data with the references in its texts put in; what holds none stays as it is."""
        if isinstance(data, str):
            return self._text(data)
        if isinstance(data, Mapping):
            return {key: self.fill(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [self.fill(value) for value in data]
        return data

    def _text(self, text: str) -> Any:
        if whole := _REF.fullmatch(text):
            return self._values[whole[1]]
        names = list(dict.fromkeys(_REF.findall(text)))
        if not names:
            return text
        # Output.all cannot name its results where a name is a keyword argument of its own, so: by position.
        values = pulumi.Output.all(*(self._values[name] for name in names))
        return values.apply(lambda found: _put_in(text, dict(zip(names, found, strict=True))))


def _put_in(text: str, values: Mapping[str, Any]) -> str:
    return _REF.sub(lambda match: _shown(match[1], values[match[1]]), text)


def _shown(name: str, value: Any) -> str:
    """A value as a part of text, spelt as in YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    fact = f"ref {name!r} is a {type(value).__name__}, which cannot be a part of text"
    raise pulumi.RunError(f"{fact}. Supply text, or use it as a whole value.")
