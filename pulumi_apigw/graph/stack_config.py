"""A stack's configuration, as Pulumi hands it to a program: texts by whole key, some of them secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = ["SECRET", "StackConfig", "with_defaults"]

SECRET = "[secret]"
"""Stands for a value that only the stack's own key can decrypt."""

_DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True)
class StackConfig:
    """Config values by whole key (`orders:table`); what is no text is JSON."""

    values: Mapping[str, str] = field(default_factory=dict)
    secret_keys: frozenset[str] = frozenset()

    @classmethod
    def of(cls, given: Mapping[str, Any], project: str) -> StackConfig:
        """The config of values as a stack file or a caller gives them; `{"secure": …}` is a secret."""
        values, secret_keys = {}, set()
        for key, value in given.items():
            whole_key = key if ":" in key else f"{project}:{key}"
            shown, secret = _unmasked(value)
            values[whole_key] = shown if isinstance(shown, str) else json.dumps(shown)
            if secret:
                secret_keys.add(whole_key)
        return cls(values, frozenset(secret_keys))

    def under(self, other: StackConfig) -> StackConfig:
        """This config with another's values over it; a key that was secret stays secret."""
        return StackConfig({**self.values, **other.values}, self.secret_keys | other.secret_keys)


def _unmasked(value: Any) -> tuple[Any, bool]:
    if isinstance(value, Mapping):
        if set(value) == {"secure"}:
            return SECRET, True
        members = {str(key): _unmasked(member) for key, member in value.items()}
        return {key: shown for key, (shown, _) in members.items()}, any(
            secret for _, secret in members.values()
        )
    if isinstance(value, (list, tuple)):
        items = [_unmasked(item) for item in value]
        return [shown for shown, _ in items], any(secret for _, secret in items)
    return value, False


def with_defaults(config: StackConfig, region: str | None) -> StackConfig:
    """The config with a Region in it: the one asked for, else the config's own, else us-east-1.

    The laptop's AWS_REGION has no say: a program's graph is the same wherever it is captured.
    """
    chosen = region or config.values.get("aws:region") or _DEFAULT_REGION
    return replace(config, values={**config.values, "aws:region": chosen})
