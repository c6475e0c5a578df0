"""Names that AWS sees, where the provider completes them with characters of its own."""

from __future__ import annotations

import re

__all__ = ["name_prefix"]

# A role's prefix has at most 38 of 64 characters:
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#name_prefix
_OWN_CHARACTERS = 26


def name_prefix(name: str, length: int) -> str:
    """What a unique name of at most `length` characters begins with: letters, digits, '-' and '_'."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", f"{name}-")[: length - _OWN_CHARACTERS]
