"""The tables of breaking-changes.md are the rules."""

from __future__ import annotations

import re
from pathlib import Path

from pulumi_apigw.releases.differences import RULES, Rule

PAGE = (Path(__file__).parents[2] / "docs" / "breaking-changes.md").read_text(encoding="utf-8")
_SAID = {"breaking": "**breaks**: {}", "warning": "warns: {}", "change": "is shown"}


def row(rule: Rule) -> tuple[str, str, str, str]:
    return rule.when, rule.name, rule.kind, _SAID[rule.effect].format(rule.why)


def test_every_rule_has_its_row() -> None:
    rows = re.findall(r"^\| (.+) \| `([\w-]+)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [row(rule) for rule in RULES.values()]
