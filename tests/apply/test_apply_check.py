"""What `ApplyCheck` does with the tool, whose place a script of the test takes: no emulator runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from .conftest import ApplyCheck, Step

# The tool prints what a run of the story says, and calls `--then` where that run went well.
TOOL = """\
import os, pathlib, runpy, sys

told = sorted(pathlib.Path(__file__).parent.glob("run*.txt"))
run = told[0]
print(run.read_text(), end="")
if "error:" not in run.read_text():
    os.environ |= {"ENDPOINT": "http://rest", "ENDPOINT_V2": "http://http"}
    runpy.run_path(sys.argv[sys.argv.index("--then") + 1])
run.unlink()
"""
API = "aws:apigatewayv2/api:Api"
PERMISSION = "aws:lambda/permission:Permission"
LOST = (
    f"FAILED   {PERMISSION} may-call adding Lambda Permission (fn/may-call): operation error Lambda: "
    "AddPermission, https response error StatusCode: 409, RequestID: 1, ResourceConflictException: The "
    "statement id (shop-1) provided already exists. Please provide a new statement id, or remove the "
    "existing statement.\n"
)
FAILED_ONCE = f"create   {API} shop \n{LOST}error: urn:1 {LOST}1 resources, 1 created, 1 errors\n"
WENT_WELL = f"same     {API} shop \ncreate   {PERMISSION} may-call \n2 resources, 1 created\n"

Checking = Callable[[Sequence[str]], ApplyCheck]


@pytest.fixture
def checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checking:
    """A check whose tool says one text a run."""
    tool = tmp_path / "tool.py"
    tool.write_text(TOOL)
    monkeypatch.setenv("APPLYCHECK", str(tool))
    (tmp_path / "state").mkdir()

    def told(runs: Sequence[str]) -> ApplyCheck:
        for number, run in enumerate(runs):
            (tmp_path / f"run{number}.txt").write_text(run)
        return ApplyCheck(tmp_path / "state")

    return told


def test_an_answer_that_got_lost_is_applied_once_more(checking: Checking, tmp_path: Path) -> None:
    applied = checking([FAILED_ONCE, WENT_WELL]).apply(tmp_path)
    # Both were made, in the two runs together.
    assert applied.steps == (Step("create", API, "shop"), Step("create", PERMISSION, "may-call"))
    assert applied.output == FAILED_ONCE + WENT_WELL
    assert applied.http_endpoint == "http://http"


def test_what_differs_after_the_second_run_counts(checking: Checking, tmp_path: Path) -> None:
    differs = f"DIFFERS  {API} shop (name)\n"
    applied = checking([FAILED_ONCE + differs, WENT_WELL + differs]).apply(tmp_path)
    assert applied.named("DIFFERS") == ["shop"]


def test_it_is_not_applied_a_third_time(checking: Checking, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="provided already exists"):
        checking([FAILED_ONCE, FAILED_ONCE, WENT_WELL]).apply(tmp_path)
    assert (tmp_path / "run2.txt").exists()


def test_no_other_failure_is_applied_again(checking: Checking, tmp_path: Path) -> None:
    other = LOST.replace("The statement id (shop-1) provided", "Alias prod")
    with pytest.raises(AssertionError, match="Alias prod already exists"):
        checking([f"{other}error: urn:1 {other}", WENT_WELL]).apply(tmp_path)
    assert (tmp_path / "run1.txt").exists()


def test_a_run_that_goes_well_is_the_only_one(checking: Checking, tmp_path: Path) -> None:
    applied = checking([WENT_WELL, WENT_WELL]).apply(tmp_path)
    assert applied.steps == (Step("same", API, "shop"), Step("create", PERMISSION, "may-call"))
    assert (tmp_path / "run1.txt").exists()
