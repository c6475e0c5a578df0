"""Files of documents: how their values are read, and where those were written."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_apigw.config.spec_first.files import File, read_file
from pulumi_apigw.config.spec_first.json_lines import JsonLines
from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.errors import ConfigError

TEXT = """\
a: &a {b: no, c: 1.10, d: 0x1f, e: '1', f: , g: 2020-01-01, h: 1e3, i: yes}
j:
  <<: *a
  b: 012
200: [true, {k: ~}, *a]
"""


@pytest.fixture
def path(folder: pathlib.Path) -> pathlib.Path:
    return folder / "document.yaml"


def read(path: pathlib.Path, text: str) -> File:
    path.write_text(text)
    return read_file(path, path.name)


def test_values_are_those_that_a_config_would_have(path: pathlib.Path) -> None:
    file = read(path, TEXT)
    assert file.data == read_yaml(path)[0]
    assert file.data["a"]["b"] == "no"
    assert file.data["j"]["b"] == 12
    assert file.text(("a", "c")) == "1.10"
    assert file.text(("nothing",)) is None


def test_lines(path: pathlib.Path) -> None:
    file = read(path, TEXT)
    for place, line in {(): 1, ("j",): 2, ("j", "b"): 4, ("200", 1, "k"): 5, ("j", "c"): 1}.items():
        assert str(file.locate(place)) == f"document.yaml:{line}"
    assert file.locate(("j", "z")) is None
    assert file.locate(("200", 7)) is None
    assert str(file.nearest(("j", "z", "y"))) == "document.yaml:2"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, database=None)
@given(st.dictionaries(st.text(max_size=4), JSON, min_size=1, max_size=4), st.sampled_from([None, 1, "\t"]))
def test_lines_of_json(data: dict[str, object], indent: object) -> None:
    text = json.dumps(data, indent=indent)  # type: ignore[arg-type]
    lines = JsonLines(text)
    for place, line in _places(data, text.splitlines(), indent):
        assert lines.line(place) == line
    assert lines.line(("no such key",)) is None


def _places(data: object, lines: list[str], indent: object) -> list[tuple[tuple[str | int, ...], int]]:
    """Paths of all values with their lines: `json.dumps` writes one in each, and one for each end."""
    found: list[tuple[tuple[str | int, ...], int]] = []
    line = 1

    def walk(value: object, place: tuple[str | int, ...]) -> None:
        nonlocal line
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, each in list(items):
            line += indent is not None
            found.append(((*place, key), line))
            walk(each, (*place, key))
        line += bool(value) and isinstance(value, dict | list) and indent is not None

    walk(data, ())
    return found


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", '{"a": 1,\n"b": 2,\n"a": 3}'])
def test_a_key_that_is_there_twice(path: pathlib.Path, text: str) -> None:
    file = read(path, text)
    assert str(file.nearest(("a",))) == "document.yaml:1"
    assert {path: str(line) for path, line in file.twice.items()} == {("a",): "document.yaml:3"}


def test_what_an_alias_names_is_read_once(path: pathlib.Path) -> None:
    lines = ["a0: &a0 [1]"] + [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 30)]
    data = read(path, "\n".join(lines)).data
    assert data["a29"][0] is data["a28"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.json", '{"a": 1,\n "b": }', "a.json:2: this is not JSON: Expecting value. Mend it here."),
        ("a.yaml", "a: [1\nb: 2\n", "a.yaml:2: this is not YAML: "),
        ("a.yaml", "a: &a [*a]\n", "a.yaml:1 a[0]: the alias stands inside its own anchor."),
    ],
)
def test_what_is_neither_json_nor_yaml(folder: pathlib.Path, name: str, text: str, problem: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(ConfigError) as raised:
        read_file(folder / name, name)
    assert str(raised.value).startswith(problem)


def test_libyaml_reads_documents() -> None:
    """Without it a document of 300 operations takes two seconds; PyYAML's wheels bring it."""
    assert yaml.__with_libyaml__
