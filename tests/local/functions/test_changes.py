from __future__ import annotations

import os
from pathlib import Path

import pytest

from pulumi_apigw.local.functions.changes import ChangeWatch


@pytest.fixture(autouse=True)
def _look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_apigw.local.functions.changes.CHECK_SECONDS", 0)
    monkeypatch.setattr("pulumi_apigw.local.functions.changes._SHARE", 0)


def test_an_edit_a_new_file_and_a_removed_one_are_changes(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    module = tmp_path / "shop" / "app.py"
    module.write_text("x = 1")
    watch = ChangeWatch([tmp_path])
    assert not watch.changed()
    module.write_text("x = 12")
    assert watch.changed()
    assert not watch.changed()
    (tmp_path / "more.json").write_text("{}")
    assert watch.changed()
    module.unlink()
    assert watch.changed()


def test_an_edit_of_the_same_size_is_a_change(tmp_path: Path) -> None:
    module = tmp_path / "app.py"
    module.write_text("x = 1")
    watch = ChangeWatch([module])
    status = module.stat()
    module.write_text("x = 2")
    os.utime(module, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert watch.changed()


@pytest.mark.parametrize("name", ["__pycache__/app.pyc", ".git/index", ".venv/lib/x.py"])
def test_what_is_not_code_is_not_looked_at(tmp_path: Path, name: str) -> None:
    watch = ChangeWatch([tmp_path])
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("")
    assert not watch.changed()


def test_paths_that_come_and_go_and_broken_links_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    archive = tmp_path / "api.zip"
    watch = ChangeWatch([archive, tmp_path / "link", tmp_path])
    archive.write_text("")
    assert watch.changed()
    archive.unlink()
    assert watch.changed()


def test_files_are_looked_at_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_apigw.local.functions.changes.CHECK_SECONDS", 3600)
    watch = ChangeWatch([tmp_path])
    assert not watch.changed()
    (tmp_path / "app.py").write_text("")
    assert not watch.changed()
