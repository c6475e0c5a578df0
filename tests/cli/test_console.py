from __future__ import annotations

import io

import pytest

from pulumi_apigw.cli.console import make_table, print_rich
from pulumi_apigw.cli.exchange import Answer, print_exchange


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in the place of stdout; no fixture, because pytest sets stdout anew before each test."""
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stream


def test_a_terminal_gets_colour_unless_no_color_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    print_exchange(Answer(200, "OK", (), b""), None, as_json=False)
    print_exchange(Answer(404, "Not Found", (), b""), None, as_json=False)
    monkeypatch.setenv("NO_COLOR", "1")
    print_exchange(Answer(200, "OK", (), b""), None, as_json=False)
    assert terminal.getvalue() == "\x1b[32m200 OK\x1b[0m\n\x1b[31m404 Not Found\x1b[0m\n200 OK\n"


def test_tables_fit_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    print_rich(make_table(("ROUTE", "TARGET"), [("GET /items", "a function with a long name")]))
    lines = terminal.getvalue().splitlines()
    assert len(lines) == 3
    assert all(len(line) <= 30 for line in lines[1:])


def test_no_color_leaves_no_styles_in_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    print_rich(make_table(("ROUTE",), [("GET /items",)]))
    assert "ROUTE" in terminal.getvalue()
    assert "\x1b" not in terminal.getvalue()


def test_what_is_too_wide_for_80_columns_is_folded_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    url, guard = "http://127.0.0.1:3000/dev/" + "a" * 50, "customers:" + "b" * 50
    print_rich(make_table(("METHOD", "URL", "AUTHORIZER"), [("GET", url, guard)]))
    lines = terminal.getvalue().splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert "…" not in terminal.getvalue()
    start, end = lines[0].index("URL"), lines[0].index("AUTHORIZER")
    assert "".join(line[start:end].strip() for line in lines[1:]) == url
    assert "".join(line[end:].strip() for line in lines[1:]) == guard


def test_text_in_brackets_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_rich("[red]a[/red]", make_table(("[b]",), [(":smile:",)]))
    assert capsys.readouterr().out == "[red]a[/red]\n[b]\n:smile:\n"
