"""Edits change the values they name, in the style around, and not a byte else."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from pulumi_apigw.promotion.edit import REMOVE, edit
from pulumi_apigw.source import Path

RELEASE: Path = ("stages", "prod", "release")
PRICING: Path = ("stages", "prod", "variables", "pricing")
RECORD = {
    "from": "dev",
    "release": "012345678901",
    "at": "2026-11-23T12:00:00Z",
    "commit": None,
    "contents": {"apis.public": "0a1b2c3d4e5f", "functions.api": "9e1234567890"},
    "before": {"release": "latest", "variables": {"pricing": "list", "note": None}},
}
PROMOTION = {RELEASE: "012345678901", PRICING: "volume", ("stages", "prod", "promoted"): RECORD}

CASES: dict[str, tuple[str, dict[Path, Any], str]] = {
    "a plain value, comment beside it": (
        "a: 1\nstages:\n  prod:\n    release: latest   # pinned later\n  test: {}\n",
        {RELEASE: "abcdef"},
        "a: 1\nstages:\n  prod:\n    release: abcdef   # pinned later\n  test: {}\n",
    ),
    "quotes stay what they are": (
        "stages: {prod: {release: 'x', variables: {pricing: \"y\"}}}\n",
        {RELEASE: "it's", PRICING: "b"},
        "stages: {prod: {release: 'it''s', variables: {pricing: \"b\"}}}\n",
    ),
    "an id is quoted": (
        "stages: {prod: {release: latest}}\n",
        {RELEASE: "0123456789ab"},
        'stages: {prod: {release: "0123456789ab"}}\n',
    ),
    "a value in several lines": (
        "stages:\n  prod:\n    release: foo\n      bar\n    b: 2\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    release: x\n    b: 2\n",
    ),
    "null in a block": (
        "stages:\n  prod:\n    release:   # none\n  test:\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    release: x   # none\n  test:\n",
    ),
    "null in brackets": (
        "stages: {prod: {release: , b: 1, c}}\n",
        {RELEASE: "x", ("stages", "prod", "c"): 1},
        "stages: {prod: {release: x , b: 1, c: 1}}\n",
    ),
    "a new key before the comments of the next one": (
        "stages:\n  prod:\n    a: 1 # one\n    # b: 2\n\n  # About test.\n  test:\n    a: 1\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    a: 1 # one\n    # b: 2\n    release: x\n\n"
        "  # About test.\n  test:\n    a: 1\n",
    ),
    "new keys of two levels that end in one line": (
        "stages:\n  prod:\n    variables:\n      a: 1\n      # deep\n    # shallow\n# end\n",
        {RELEASE: "x", PRICING: "list"},
        "stages:\n  prod:\n    variables:\n      a: 1\n      # deep\n      pricing: list\n    # shallow\n"
        "    release: x\n# end\n",
    ),
    "after a text in lines": (
        "stages:\n  prod:\n    a: |\n      text\n      # text\n\n  # About test.\n  test:\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    a: |\n      text\n      # text\n    release: x\n\n  # About test.\n  test:\n",
    ),
    "after a text in lines that keeps its last ones": (
        "stages:\n  prod:\n    a: |+\n      text\n\n  test:\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    a: |+\n      text\n\n    release: x\n  test:\n",
    ),
    "after a list": (
        "stages:\n  prod:\n    a:\n    - 1\n    -\n  # c\n  test:\n",
        {RELEASE: "x"},
        "stages:\n  prod:\n    a:\n    - 1\n    -\n    release: x\n  # c\n  test:\n",
    ),
    "after an alias": (
        "b: &b [1]\nstages:\n  prod:\n    a: *b # b\n  test:\n",
        {RELEASE: "x"},
        "b: &b [1]\nstages:\n  prod:\n    a: *b # b\n    release: x\n  test:\n",
    ),
    "a stage of nothing but null": (
        "stages:\n    dev: {a: 1}\n    prod: # later\n        # nothing yet\n    test:\n",
        {RELEASE: "x", PRICING: "list"},
        "stages:\n    dev: {a: 1}\n    prod: # later\n        # nothing yet\n        release: x\n"
        "        variables: {pricing: list}\n    test:\n",
    ),
    "a stage of empty brackets": (
        "stages:\n  dev: {a: 1}\n  prod: {}  # later\n",
        {RELEASE: "x"},
        "stages:\n  dev: {a: 1}\n  prod: {release: x}  # later\n",
    ),
    "a stage of empty brackets that gets more": (
        "stages:\n  prod: {}  # later\n  # About test.\n  test:\n",
        {RELEASE: "x", PRICING: "list"},
        "stages:\n  prod:  # later\n    release: x\n    variables:\n      pricing: list\n"
        "  # About test.\n  test:\n",
    ),
    "no stages at all": ("a: 1", {RELEASE: "x"}, "a: 1\nstages:\n  prod:\n    release: x"),
    "in brackets": (
        "stages: {prod: {a: 1 }, test: {}}\n",
        {RELEASE: "a, b", ("stages", "test", "release"): "https://a.b"},
        'stages: {prod: {a: 1, release: "a, b" }, test: {release: "https://a.b"}}\n',
    ),
    "in brackets of several lines": (
        "stages:\n  prod: {\n    a: 1,\n    b: 2 # two\n  }\n",
        {RELEASE: "x", PRICING: "y"},
        "stages:\n  prod: {\n    a: 1,\n    b: 2, # two\n    release: x,\n    variables: {pricing: y}\n  }\n",
    ),
    "in brackets of several lines, each with a comma": (
        "stages:\n  prod: {\n    a: 1,\n    b: 2, # two\n  }\n",
        {RELEASE: "x"},
        "stages:\n  prod: {\n    a: 1,\n    b: 2, # two\n    release: x,\n  }\n",
    ),
    "the last line closes the brackets": (
        "stages:\n  prod: {a: 1,\n         b: 2}\n",
        {RELEASE: "x"},
        "stages:\n  prod: {a: 1,\n         b: 2,\n         release: x}\n",
    ),
    "in a line that is long already": (
        f"stages: {{prod: {{variables: {{a: {'x' * 120}}}}}}}\n",
        {PRICING: "y"},
        f"stages: {{prod: {{variables: {{a: {'x' * 120}, pricing: y}}}}}}\n",
    ),
    "a last line that is not ended": (
        "stages:\n  prod: {a: 1}\nb: |\n  no line end",
        {RELEASE: "x"},
        "stages:\n  prod: {a: 1, release: x}\nb: |\n  no line end",
    ),
    "removed with its line": (
        "stages:\n  prod:\n    # why\n    release: x # it\n    a: 1\n",
        {RELEASE: REMOVE},
        "stages:\n  prod:\n    # why\n    a: 1\n",
    ),
    "all removed": (
        "stages:\n  prod:\n    release: x\n\n  test:\n",
        {RELEASE: REMOVE},
        "stages:\n  prod: {}\n\n  test:\n",
    ),
    "all removed, one added": (
        "stages:\n  prod: # p\n    a: 1\n    b: 2\n",
        {RELEASE: "x", ("stages", "prod", "a"): REMOVE, ("stages", "prod", "b"): REMOVE},
        "stages:\n  prod: # p\n    release: x\n",
    ),
    "removed from brackets": (
        "stages: {prod: {release: x, a: 1}, test: {a: 1, release: x}, dev: {release: x}}\n",
        {("stages", name, "release"): REMOVE for name in ("prod", "test", "dev")},
        "stages: {prod: {a: 1}, test: {a: 1}, dev: {}}\n",
    ),
    "several removed from brackets": (
        "stages: {prod: {a: 1, b: 2, release: x, c: 3, d: 4}}\n",
        {("stages", "prod", name): REMOVE for name in "abcd"} | {PRICING: "y"},
        "stages: {prod: {release: x, variables: {pricing: y}}}\n",
    ),
    "removed from brackets of several lines": (
        "stages:\n  prod: {\n    a: 1, # one\n    release: x, # it\n    b: 2 # two\n  }\n",
        {RELEASE: REMOVE, ("stages", "prod", "b"): REMOVE},
        "stages:\n  prod: {\n    a: 1, # one\n  }\n",
    ),
    "removed where the brackets close": (
        "stages:\n  prod: {a: 1, # one\n    release: x}\n",
        {RELEASE: REMOVE},
        "stages:\n  prod: {a: 1, # one\n    }\n",
    ),
    "what is not there": (
        "stages:\n  prod:\n",
        {RELEASE: REMOVE, ("stages", "prod", "variables", "a"): REMOVE, ("a", "b"): REMOVE},
        "stages:\n  prod:\n",
    ),
    "what is there already": (
        "stages: {prod: {release:   'abc',  variables: {pricing: 0x1F}}}\n",
        {RELEASE: "abc", PRICING: 31},
        "stages: {prod: {release:   'abc',  variables: {pricing: 0x1F}}}\n",
    ),
    "a mapping over another one": (
        "stages:\n  prod:\n    release: # why\n      a: 1 # one\n      # about b\n"
        "      b: {c: 1, d: 2}\n      e: 1\n",
        {RELEASE: {"a": 2, "b": {"c": 1}, "f": []}},
        "stages:\n  prod:\n    release: # why\n      a: 2 # one\n      # about b\n"
        "      b: {c: 1}\n      f: []\n",
    ),
    "beside a merge": (
        "x: &x {release: y, a: 1}\nstages:\n  prod:\n    <<: *x\n",
        {RELEASE: "z"},
        "x: &x {release: y, a: 1}\nstages:\n  prod:\n    <<: *x\n    release: z\n",
    ),
    "an alias gives way": (
        "x: &x y\nstages: {prod: {release: *x , b: *x}}\n",
        {RELEASE: "z"},
        "x: &x y\nstages: {prod: {release: z , b: *x}}\n",
    ),
    "JSON": (
        '{"stages":{"prod":{"release":"x","variables":{}}}}',
        {RELEASE: "y", PRICING: "1"},
        '{"stages":{"prod":{"release":"y","variables":{pricing: "1"}}}}',
    ),
    "keys that are quoted": (
        "'stages':\n  \"prod\" :\n    release : x\n",
        {RELEASE: "y", ("stages", "prod", "yes"): 1},
        '\'stages\':\n  "prod" :\n    release : y\n    "yes": 1\n',
    ),
    "a document with its marks": (
        "\ufeff%YAML 1.2\n---\nstages:\n  prod:\n    a: 1\n# end\n...\n",
        {RELEASE: "y"},
        "\ufeff%YAML 1.2\n---\nstages:\n  prod:\n    a: 1\n    release: y\n# end\n...\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_text_changes_there_alone(case: str) -> None:
    text, changes, expected = CASES[case]
    assert edit(text, changes) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_line_ends_of_windows_stay(case: str) -> None:
    text, changes, expected = CASES[case]
    if "\n" in text:
        assert edit(text.replace("\n", "\r\n"), changes) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize("case", CASES)
def test_the_same_again_changes_nothing(case: str) -> None:
    _, changes, expected = CASES[case]
    assert edit(expected, changes) == expected


def test_a_promotion_of_a_stage_in_lines() -> None:
    text = dedent("""\
        stages:
          dev: {variables: {pricing: volume}}
          prod:
            variables: {shop: "https://shop.example.com"}
            # domain: {name: api.example.com}

        # The rest.
        other: 1
        """)
    assert edit(text, PROMOTION) == dedent("""\
        stages:
          dev: {variables: {pricing: volume}}
          prod:
            variables: {shop: "https://shop.example.com", pricing: volume}
            # domain: {name: api.example.com}
            release: "012345678901"
            promoted:
              from: dev
              release: "012345678901"
              at: "2026-11-23T12:00:00Z"
              commit: null
              contents: {apis.public: "0a1b2c3d4e5f", functions.api: "9e1234567890"}
              before:
                release: latest
                variables: {pricing: list, note: null}

        # The rest.
        other: 1
        """)


def test_a_promotion_of_a_stage_in_brackets_keeps_lines_short() -> None:
    text = 'stages:\n  prod: {variables: {shop: "https://shop.example.com"}} # all\n  test: {}\n'
    assert edit(text, PROMOTION) == dedent("""\
        stages:
          prod: {variables: {shop: "https://shop.example.com", pricing: volume},
            release: "012345678901",
            promoted: {
              from: dev,
              release: "012345678901",
              at: "2026-11-23T12:00:00Z",
              commit: null,
              contents: {apis.public: "0a1b2c3d4e5f", functions.api: "9e1234567890"},
              before: {release: latest, variables: {pricing: list, note: null}}
            }} # all
          test: {}
        """)
