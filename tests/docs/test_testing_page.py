"""The tests in docs/testing.md pass, as a service's own: in a folder with its program, run by pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any


def test_the_tests_of_the_page_pass(blocks: list[Any], tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    for block in blocks:
        if block.page == "testing.md" and block.language in ("yaml", "python"):
            file = tmp_path / block.head.partition(":")[0]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    assert "11 passed" in result.stdout
