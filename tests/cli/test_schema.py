from __future__ import annotations

import json
from pathlib import Path

from pulumi_apigw.config import config_schema

from .conftest import Run


def test_it_prints_the_schema(apigw: Run) -> None:
    outcome = apigw("schema")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert json.loads(outcome.stdout) == config_schema()


def test_it_writes_a_file_in_a_new_folder(apigw: Run, folder: Path) -> None:
    outcome = apigw("schema", "--output", ".apigw/schema.json")
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, "", "")
    written = folder / ".apigw" / "schema.json"
    assert json.loads(written.read_text()) == config_schema()
    assert [path.name for path in written.parent.iterdir()] == ["schema.json"]
    assert written.stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(apigw: Run, folder: Path) -> None:
    (folder / "file").write_text("")
    outcome = apigw("schema", "--output", "file/schema.json")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "file/schema.json: cannot be written: File exists. Name another with --output.\n"

    (folder / "folder").mkdir()
    outcome = apigw("schema", "--output", "folder")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "folder: cannot be written: Is a directory. Name another with --output.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["file", "folder"]
