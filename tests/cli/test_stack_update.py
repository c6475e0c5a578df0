"""`--up` and Pulumi's Automation API, up to where its command line begins: none is installed for tests."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pulumi.automation import CommandError, CommandResult, OutputValue, StackNotFoundError
from pulumi.automation.events import EngineEvent, OpType

from pulumi_apigw.cli import stack_update
from pulumi_apigw.cli.stack_update import update
from pulumi_apigw.errors import PromotionError

RELEASE = "0a1b2c3d4e5f"
API = "urn:pulumi:prod::shop::apigw:index:Service$aws:apigatewayv2/api:Api::shop-public"


def event(kind: str, data: dict[str, Any]) -> EngineEvent:
    """An event as the engine writes it into the log that the Automation API reads."""
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, kind: data})


def step(kind: str, operation: str) -> EngineEvent:
    metadata = {"op": operation, "urn": API, "type": "aws:apigatewayv2/api:Api", "provider": ""}
    return event(kind, {"metadata": metadata})


def failure(text: str) -> EngineEvent:
    return event("diagnosticEvent", {"message": text, "color": "never", "severity": "error"})


class RecordedStack:
    """What `Stack` does when it previews and updates: it tells events and gives a summary."""

    def __init__(self, summary: dict[Any, int], error: Exception | None = None) -> None:
        self.summary, self.error, self.updates = summary, error, 0
        self.exports: dict[str, OutputValue] = {"release": OutputValue({"id": RELEASE}, secret=False)}

    def outputs(self) -> dict[str, OutputValue]:
        return self.exports

    def preview(self, *, on_event: Callable[[EngineEvent], None], color: str) -> Any:
        if self.error:
            on_event(failure("error: Service 'shop':\n  one thing\n  and another"))
            raise self.error
        for operation in self.summary:
            on_event(step("resourcePreEvent", OpType(operation).value))
        return SimpleNamespace(change_summary=self.summary)

    def up(self, *, on_event: Callable[[EngineEvent], None], color: str) -> Any:
        self.updates += 1
        for operation in self.summary:
            on_event(step("resourcePreEvent", OpType(operation).value))
            on_event(step("resOutputsEvent", OpType(operation).value))
        return SimpleNamespace(summary=SimpleNamespace(resource_changes=self.summary))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's folder is the one that the user is in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that stands for the command line being installed; nothing here runs it."""
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.touch()
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(program.parent))


def opens(monkeypatch: pytest.MonkeyPatch, stack: RecordedStack | Exception) -> None:
    @contextmanager
    def opened(folder: Path, stage: str) -> Iterator[Any]:
        if isinstance(stack, Exception):
            raise stack
        yield stack

    monkeypatch.setattr(stack_update, "_opened", opened)


def result(text: str) -> CommandResult:
    return CommandResult(stdout="", stderr=text, code=255)


def test_without_pulumi_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(PromotionError, match="not installed, so prod was not deployed") as raised:
        update(tmp_path, "prod", release=RELEASE, yes=True)
    assert "https://www.pulumi.com/docs/install/" in str(raised.value)
    assert str(raised.value).endswith("run: pulumi up --stack prod")


def test_the_command_is_for_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (tmp_path / "all orders").mkdir()
    with pytest.raises(PromotionError) as raised:
        update(Path("all orders"), "prod", release=RELEASE, yes=True)
    assert str(raised.value).endswith("run: pulumi up --stack prod --cwd 'all orders'")


def test_it_previews_and_updates_and_tells_each_resource_once(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = RecordedStack({OpType.SAME: 4, OpType.UPDATE: 1})
    opens(monkeypatch, stack)
    assert update(tmp_path, "prod", release=RELEASE, yes=True)
    captured = capsys.readouterr()
    assert captured.out == ""  # which is for JSON
    assert captured.err == (
        "Preview of prod:\n"
        "  update   aws:apigatewayv2/api:Api  shop-public\n"
        "  1 update\n"
        "  updated  aws:apigatewayv2/api:Api  shop-public\n"
        "prod is deployed: 1 update.\n"
    )


def test_it_updates_nothing_where_nothing_changes(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = RecordedStack({OpType.SAME: 4})
    opens(monkeypatch, stack)
    assert update(tmp_path, "prod", release=RELEASE, yes=False)
    assert stack.updates == 0
    assert capsys.readouterr().err == "Preview of prod:\n  prod runs all of it already.\n"


@pytest.mark.parametrize(
    "exports", [{}, {"release": OutputValue({"id": "ffffffffffff"}, secret=False)}], ids=["none", "another"]
)
def test_another_release_of_the_same_resources_is_an_update_too(
    pulumi: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    exports: dict[str, OutputValue],
) -> None:
    stack = RecordedStack({OpType.SAME: 4})
    stack.exports = exports
    opens(monkeypatch, stack)
    assert update(tmp_path, "prod", release=RELEASE, yes=True)
    assert stack.updates == 1
    assert capsys.readouterr().err == (
        "Preview of prod:\n"
        "  no resource changes; the release that prod exports does\n"
        "prod is deployed: no change.\n"
    )


def test_without_an_answer_it_updates_nothing(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = RecordedStack({"create": 2})
    opens(monkeypatch, stack)
    assert not update(tmp_path, "prod", release=RELEASE, yes=False)
    assert stack.updates == 0
    assert capsys.readouterr().err.endswith(
        "It was not deployed (later: pulumi up --stack prod). There is no terminal to ask on: give --yes.\n"
    )


def test_a_refused_preview_is_told_as_the_program_told_it(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = CommandError(result("a page of output\nerror: preview failed"))
    opens(monkeypatch, RecordedStack({}, error))
    with pytest.raises(PromotionError, match="prod was not deployed: error: Service 'shop'") as raised:
        update(tmp_path, "prod", release=RELEASE, yes=True)
    assert str(raised.value).endswith(
        "  one thing\n  and another\n"
        "The config stays as it is: mend what is told here, and run: pulumi up --stack prod"
    )


def test_what_pulumi_itself_cannot_do_is_told_without_its_output(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, CommandError(result("a page of output\nerror: PULUMI_ACCESS_TOKEN must be set")))
    with pytest.raises(PromotionError, match="was not deployed: PULUMI_ACCESS_TOKEN must be set") as raised:
        update(tmp_path, "prod", release=RELEASE, yes=True)
    assert "a page" not in str(raised.value)


def test_a_stack_that_is_not_there_is_to_be_made(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(monkeypatch, StackNotFoundError(result("error: no stack named 'prod' found")))
    with pytest.raises(PromotionError, match=r"there is no stack 'prod'.*pulumi stack init prod"):
        update(tmp_path, "prod", release=RELEASE, yes=True)


def test_the_one_stack_of_all_stages_is_updated(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    stack = RecordedStack({OpType.SAME: 4})
    stack.exports = {"releases": OutputValue({"prod": {"id": RELEASE}, "dev": {"id": "x"}}, secret=False)}

    @contextmanager
    def opens_it(folder: Path, name: str) -> Iterator[Any]:
        opened.append(name)
        yield stack

    monkeypatch.setattr(stack_update, "_opened", opens_it)
    monkeypatch.setattr(stack_update, "only_stack", lambda folder: "main")
    assert update(tmp_path, "prod", release=RELEASE, yes=False, is_shared=True)
    assert update(tmp_path, "prod", release=RELEASE, yes=False, is_shared=True, stack="other")
    assert opened == ["main", "other"]
    assert not update(tmp_path, "dev", release=RELEASE, yes=False, is_shared=True)
    assert capsys.readouterr().err.endswith(
        "It was not deployed (later: pulumi up). There is no terminal to ask on: give --yes.\n"
    )


def test_without_any_stack_one_is_to_be_made(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack_update, "only_stack", lambda folder: None)
    with pytest.raises(PromotionError, match=r"there is no stack, so prod was not deployed.*stack init NAME"):
        update(tmp_path, "prod", release=RELEASE, yes=True, is_shared=True)


SCRIPT = """\
#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$*" in
version*) echo v3.255.0 ;;
*"stack ls"*) echo '[{"name": "dev", "current": true, "updateInProgress": false}]' ;;
esac
"""


def test_the_stack_that_was_selected_is_selected_again(
    pulumi: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calls that reach the command line; a script that writes them down stands for it."""
    program, calls = tmp_path / "bin" / "pulumi", tmp_path / "calls"
    program.write_text(SCRIPT)
    monkeypatch.setenv("PULUMI_CALLS", str(calls))
    with stack_update._opened(tmp_path, "prod") as stack:
        assert stack.name == "prod"
        assert "select --stack dev" not in calls.read_text()
    selected = [line for line in calls.read_text().splitlines() if "stack select" in line]
    assert ["--stack prod" in selected[0], "--stack dev" in selected[1]] == [True, True]
    assert len(selected) == 2
