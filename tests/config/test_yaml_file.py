from __future__ import annotations

import math
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.config.yaml_file import read_yaml
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.source import Path, SourceMap


@pytest.fixture
def written(folder: pathlib.Path) -> Callable[[str], tuple[Any, SourceMap]]:
    def write(text: str) -> tuple[Any, SourceMap]:
        path = folder / "api.yaml"
        path.write_text(text, encoding="utf-8")
        return read_yaml(path)

    return write


@pytest.fixture
def refused(written: Callable[[str], Any]) -> Callable[[str], str]:
    def read(text: str) -> str:
        with pytest.raises(ConfigError) as raised:
            written(text)
        return str(raised.value)

    return read


NESTED = """\
# a comment
service: orders

list:
  - one
  -
    two
  - {three: 3,
     four: 4}
flow: [a, b,
  c]
text: >
  folded
  text
"key with: colon": {inner: yes}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("service",), 2),
        (("list",), 4),
        (("list", 0), 5),
        (("list", 1), 7),
        (("list", 2), 8),
        (("list", 2, "three"), 8),
        (("list", 2, "four"), 9),
        (("flow", 1), 10),
        (("flow", 2), 11),
        (("text",), 12),
        (("key with: colon", "inner"), 15),
    ],
)
def test_the_line_of_every_value(
    path: Path, line: int, written: Callable[[str], tuple[Any, SourceMap]]
) -> None:
    _, sources = written(NESTED)
    assert str(sources.locations[path]) == f"api.yaml:{line}"


def test_the_value_of_everything(written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    assert written(NESTED)[0] == {
        "service": "orders",
        "list": ["one", "two", {"three": 3, "four": 4}],
        "flow": ["a", "b", "c"],
        "text": "folded text\n",
        "key with: colon": {"inner": "yes"},
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("yes", "yes"),
        ("null", None),
        ("", None),
        ("~", None),
        ("12", 12),
        ("-1", -1),
        ("1.5", 1.5),
        ("1000.0", 1000.0),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z"),
        ("2026-13-45", "2026-13-45"),
        ("!!binary aGk=", "aGk="),
        ("straße ☃", "straße ☃"),
        ('"\\u00e9"', "é"),
        ("python3.13", "python3.13"),
    ],
)
def test_kinds_of_values(text: str, value: Any, written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    data, _ = written(f"key: {text}\n")
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize("text", ["012345678901", "0x1F", "0o17", "1.10", "+5", "1e3", "1_000"])
def test_numbers_are_text_as_they_were_written(
    text: str, written: Callable[[str], tuple[Any, SourceMap]]
) -> None:
    assert str(written(f"key: {text}\n")[0]["key"]) == text


def test_numbers_that_are_none(written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    data, _ = written("a: .inf\nb: .nan\n")
    assert data["a"] == math.inf
    assert math.isnan(data["b"])


def test_keys_are_text(written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    data, sources = written("200: a\ntrue: b\n2026-11-23: c\n")
    assert data == {"200": "a", "true": "b", "2026-11-23": "c"}
    assert str(sources.locate(("2026-11-23",))) == "api.yaml:3"


def test_a_byte_order_mark_is_no_text(folder: pathlib.Path) -> None:
    (folder / "api.yaml").write_bytes(b"\xef\xbb\xbfservice: orders\r\nother: 1\r\n")
    data, sources = read_yaml(folder / "api.yaml")
    assert data == {"service": "orders", "other": 1}
    assert str(sources.locate(("other",))) == "api.yaml:2"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n"])
def test_an_empty_file_is_nothing(text: str, written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    data, sources = written(text)
    assert data is None
    assert sources.locate(()) is not None


MERGED = """\
base: &base
  memory: 128
  tags: {team: orders}
more: &more {memory: 512, size: 1}
function:
  memory: 256
  <<: *base
both:
  <<: [*more, *base]
  size: 2
chain:
  <<: {<<: *base, memory: 64}
copy: *base
"""


def test_anchors_and_merge_keys(written: Callable[[str], tuple[Any, SourceMap]]) -> None:
    data, sources = written(MERGED)
    assert data["function"] == {"memory": 256, "tags": {"team": "orders"}}
    assert data["both"] == {"size": 2, "memory": 512, "tags": {"team": "orders"}}
    assert data["chain"] == {"memory": 64, "tags": {"team": "orders"}}
    assert data["copy"] == data["base"]
    places = {path: sources.locations[path].line for path in sources.locations}
    assert places["function", "memory"] == 6  # its own, though the anchor's comes after it
    assert places["function", "tags"] == 3  # where it is written
    assert places["function", "tags", "team"] == 3
    assert places["both", "memory"] == 4
    assert places["chain", "memory"] == 12


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            "api.yaml:3 a: the key is there twice, first in line 1. Remove one of the two.",
        ),
        (
            "apis:\n  public:\n    routes:\n      GET /a: {}\n      GET /a: {}\n",
            'api.yaml:5 apis.public.routes["GET /a"]: the key is there twice, first in line 4. '
            "Remove one of the two.",
        ),
        (
            "a: &a {b: 1, b: 2}\nc: *a\nd: {<<: *a}\n",
            "api.yaml:1 a.b: the key is there twice, first in line 1. Remove one of the two.\n"
            "api.yaml:1 c.b: the key is there twice, first in line 1. Remove one of the two.",
        ),
        ("a: [1\n", "api.yaml:2: this is not YAML: expected ',' or ']', but got '<stream end>'. "
         "Check the indentation, quotes and brackets here."),
        (
            "a: 1\nb: {c: ${ref.c}, d: e}\n",
            "api.yaml:2: this is not YAML: expected ',' or '}', but got '{'. "
            'Inside { } and [ ] write text with braces in quotes, "${ref.name}", and a comma between values.',
        ),
        (
            "a: 1\n\tb: 2\n",
            "api.yaml:2: this is not YAML: found character '\\t' that cannot start any token. "
            "Indent with spaces: YAML has no tabs.",
        ),
        (
            "a: b: c\n",
            "api.yaml:1: this is not YAML: mapping values are not allowed here. "
            "Check the indentation, quotes and brackets here.",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "api.yaml:2: this is not YAML: but found another document. "
            "Keep one document: remove the line '---' and what belongs to the other.",
        ),
        (
            "a: 1\nb: *missing\n",
            "api.yaml:2: this is not YAML: found undefined alias 'missing'. "
            "Write the anchor (&name) above its use (*name).",
        ),
        (
            "a: 1\nb: \x01\n",
            "api.yaml:2: this is not YAML: unacceptable character #x0001: special characters are not "
            "allowed. Remove the control character.",
        ),
        (
            "a: &a\n  b: *a\n",
            "api.yaml:1 a.b: the alias stands inside its own anchor. Write the value out.",
        ),
        (
            "a: &a\n  <<: *a\n",
            "api.yaml:2 a: '<<' merges mappings alone. Give it the alias of another mapping.",
        ),
        ("a: {<<: 5}\n", "api.yaml:1 a: '<<' merges mappings alone. Give it the alias of another mapping."),
        ("a: {<<: [5]}\n", "api.yaml:1 a: '<<' merges mappings alone. Give it the alias of another mapping."),
        ("a:\n  ? [b, c]\n  : 1\n", "api.yaml:2 a: a key is a list or a mapping. Keys are text."),
        (
            "a:\n  b: !Ref pool\n",
            "api.yaml:2 a.b: YAML's tag '!Ref' means nothing here. "
            "Remove it: what the program supplies is written ${ref.name}.",
        ),
        (
            "a: !Sub {b: 1}\n",
            "api.yaml:1 a: YAML's tag '!Sub' means nothing here. "
            "Remove it: what the program supplies is written ${ref.name}.",
        ),
        ("a: !!int abc\n", "api.yaml:1 a: 'abc' is no int. Remove the tag '!!int'."),
    ],
)  # fmt: skip
def test_what_is_no_config(text: str, message: str, refused: Callable[[str], str]) -> None:
    assert refused(text) == message


def test_a_file_that_is_nested_too_deeply(refused: Callable[[str], str]) -> None:
    assert refused("a: " + "[" * 600 + "]" * 600) == (
        "api.yaml:1: the file is nested too deeply to be read. No config needs more than ten levels."
    )


def test_aliases_that_multiply(refused: Callable[[str], str]) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert refused("\n".join(lines)) == (
        "api.yaml:1: there are more than 100000 values, aliases counted each time. Write less."
    )


def test_a_file_that_is_not_there(folder: pathlib.Path) -> None:
    with pytest.raises(ConfigError) as raised:
        read_yaml(pathlib.Path("api.yml"))
    assert str(raised.value) == (
        "api.yml: there is no such file. Create it with 'apigw new', or mend the path; "
        f"looked for {folder.resolve()}/api.yml."
    )


def test_a_folder_is_no_file(folder: pathlib.Path) -> None:
    with pytest.raises(ConfigError) as raised:
        read_yaml(folder / "src")
    assert str(raised.value) == "src: cannot be read: Is a directory. Name a file that you may read."


def test_a_file_that_is_not_text(folder: pathlib.Path) -> None:
    (folder / "api.yaml").write_bytes(b"service: orders\nname: \xff\xfe\n")
    with pytest.raises(ConfigError) as raised:
        read_yaml(folder / "api.yaml")
    assert str(raised.value) == "api.yaml:2: this is not UTF-8 text. Save the file as UTF-8."


def test_a_file_elsewhere_is_named_as_it_was_given(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "api.yaml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path / "here")
    _, sources = read_yaml(pathlib.Path("../api.yaml"))
    assert str(sources.locate(("a",))) == "../api.yaml:1"
