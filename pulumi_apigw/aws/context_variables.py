"""`$context` in templates: what of it an API of a kind has.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

__all__ = ["unknown_in_template"]

_READ: Final = re.compile(r"\$!?\{?context\.([A-Za-z0-9._]*[A-Za-z0-9_])")


def unknown_in_template(text: str, known: Collection[str], own: tuple[str, ...]) -> list[str]:
    """Context variables of a template that are none of `known`; it may read a part of one, or call it.

    `own` are beginnings of variables whose last part is the user's own, such as `authorizer.`.
    """
    groups = (*known, *(each.rstrip(".") for each in own))
    return [each for each in dict.fromkeys(_READ.findall(text)) if not _is_of(each, groups)]


def _is_of(name: str, known: Collection[str]) -> bool:
    return any(f"{name}.".startswith(f"{each}.") or each.startswith(f"{name}.") for each in known)
