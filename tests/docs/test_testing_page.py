"""The tests in docs/testing.md pass, as a service's own: in a folder with its program, run by pytest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


class Outcomes:
    """A plugin of the inner run that keeps what became of each test."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.passed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failures.append(f"{report.nodeid}\n{report.longreprtext}")
        elif report.when == "call":
            self.passed.append(report.nodeid)


@pytest.fixture
def service(blocks: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The service of the page with its tests, as the working folder."""
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    for block in blocks:
        if block.page == "testing.md" and block.language in ("yaml", "python"):
            file = tmp_path / block.head.partition(":")[0]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in [name for name, module in sys.modules.items() if _is_below(module, tmp_path)]:
        del sys.modules[name]


def _is_below(module: ModuleType, folder: Path) -> bool:
    return str(getattr(module, "__file__", "")).startswith(f"{folder}/")


def test_the_tests_of_the_page_pass(service: Path) -> None:
    # In this process, where Pulumi's AWS package is imported already, which takes longer than the tests do.
    outcomes = Outcomes()
    options = ["-p", "no:cacheprovider", "--rootdir", str(service), "--import-mode=importlib", "-q"]
    pytest.main([*options, str(service / "tests")], plugins=[outcomes])
    assert outcomes.failures == []
    assert len(outcomes.passed) == 14
