"""Every rule in a row: a change that it judges, and a near one that it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pulumi_apigw.releases.differences import RULES, compare

ROWS = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8"))
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}-{row['where']}")


@every_row
def test_a_rule_judges_what_it_is_for(row: dict[str, Any], release: Any) -> None:
    changes = compare(release(row.get("old")), release(row["new"])).changes
    found = [each for each in changes if each.rule == row["rule"]]
    assert row["where"] in [each.where for each in found]
    rule = RULES[row["rule"]]
    for change in found:
        assert (change.breaking, change.warning) == (rule.effect == "breaking", rule.effect == "warning")
        assert (change.kind, change.why) == (rule.kind, rule.why)
        assert change.what.endswith(".")


@every_row
def test_a_rule_lets_be_what_it_is_not_for(row: dict[str, Any], release: Any) -> None:
    changes = compare(release(row.get("old")), release(row.get("fine"))).changes
    assert row["where"] not in [each.where for each in changes if each.rule == row["rule"]]


def test_every_rule_has_a_row_and_a_reason() -> None:
    assert {row["rule"] for row in ROWS} == {*RULES}
    assert [name for name, rule in RULES.items() if (rule.why is None) != (rule.effect == "change")] == []


@pytest.mark.parametrize("name", RULES)
def test_every_rule_that_alarms_lets_something_be(name: str) -> None:
    rows = [row for row in ROWS if row["rule"] == name]
    assert RULES[name].effect == "change" or any("fine" in row for row in rows)
