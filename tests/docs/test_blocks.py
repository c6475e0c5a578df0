"""Every code block says what it is, so that a check applies to it."""

from __future__ import annotations

import re
from typing import Any

KINDS = {
    "yaml": r"api\.yaml|part of api\.yaml|openapi\.yaml|Pulumi\.\w+\.yaml",
    "python": r"__main__\.py: .+|src/\w+\.py|tests/test_\w+\.py",
    "sh": r".*",
    "text": r".*",
}


def test_every_block_says_what_it_is(blocks: list[Any]) -> None:
    unknown = [
        f"{block}: {block.language} {block.head!r}"
        for block in blocks
        if not re.fullmatch(KINDS.get(block.language, "(?!)"), block.head)
    ]
    assert unknown == []
