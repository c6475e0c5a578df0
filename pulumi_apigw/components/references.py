"""`${ref.x}` in plans → the program's own values, as Pulumi inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pulumi

from ..config.references import find_references, iter_text
from ..source import did_you_mean, format_path

__all__ = ["References"]

_REF = re.compile(r"\$\{ref\.(\w+)\}")


class References:
    """The values that a program supplies for `${ref.x}`.

    A text that is one reference and nothing else becomes the value itself, so that a list can be supplied too.
    """

    def __init__(self, values: Mapping[str, pulumi.Input[Any]] | None = None) -> None:
        self._values = dict(values or {})

    def require(self, data: Any) -> None:
        """Raise RunError, before anything is registered, for each reference in `data` that is not supplied."""
        missing = [
            f"{format_path(path)}: the program supplies no ref named {each.name!r}. "
            f"{did_you_mean(each.name, self._values)} Pass refs={{{each.name!r}: …}}."
            for path, text in iter_text(data)
            for each in find_references(text)
            if each.namespace == "ref" and each.name not in self._values
        ]
        if missing:
            raise pulumi.RunError("\n".join(missing))

    def text(self, text: str) -> Any:
        """`text` with its references put in: itself where there are none, else an input."""
        if whole := _REF.fullmatch(text):
            return self._values[whole[1]]
        names = list(dict.fromkeys(_REF.findall(text)))
        if not names:
            return text
        # Output.all cannot name its results where a name is a keyword argument of its own, so they go by position.
        values = pulumi.Output.all(*(self._values[name] for name in names))
        return values.apply(lambda found: _REF.sub(lambda match: str(found[names.index(match[1])]), text))

    def optional(self, text: str | None) -> Any:
        """As `text`, with None left alone."""
        return None if text is None else self.text(text)

    def texts(self, texts: Iterable[str] | str) -> Any:
        """A list of texts, or one reference to a list of them."""
        return self.text(texts) if isinstance(texts, str) else [self.text(each) for each in texts]

    def mapping(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """A mapping's values with their references put in."""
        return {key: self.text(value) for key, value in texts.items()}
