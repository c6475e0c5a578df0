"""A file is replaced whole, by one at a time."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import file
from pulumi_apigw.promotion.file import FileChanges, replace_file

OLD, NEW = b"old\r\n", b"new\n" * 1000


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "api.yaml"
    path.write_bytes(OLD)
    return path


def in_another_process(script: str, path: Path) -> str:
    """Forks where there are no threads; pytest's process may have some."""
    setup = """
import os, signal, sys
from pathlib import Path
from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import file
OLD, NEW = b"old\\r\\n", b"new\\n" * 1000
path = Path(sys.argv[1])
"""
    found = subprocess.run(
        [sys.executable, "-c", setup + script, path], capture_output=True, text=True, timeout=120, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_the_content_is_replaced_and_the_mode_kept(config: Path) -> None:
    config.chmod(0o640)
    replace_file(config, OLD, NEW)
    assert config.read_bytes() == NEW
    assert stat.S_IMODE(config.stat().st_mode) == 0o640


def test_git_sees_the_file_alone(config: Path) -> None:
    subprocess.run(["git", "init", "-q", config.parent], check=True)
    replace_file(config, OLD, NEW)
    seen = subprocess.run(
        ["git", "-C", config.parent, "status", "--porcelain", "--untracked-files=all"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout == "?? api.yaml\n"


def test_a_link_stays_and_its_target_changes(config: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../api.yaml")
    replace_file(link, OLD, NEW)
    assert link.is_symlink()
    assert config.read_bytes() == NEW
    assert list(link.parent.iterdir()) == [link]


def test_a_file_that_was_changed_meanwhile_is_left_alone(config: Path) -> None:
    config.write_bytes(b"mine")
    with pytest.raises(PromotionError, match=r"the file was changed by somebody else just now\. Nothing"):
        replace_file(config, OLD, NEW)
    assert config.read_bytes() == b"mine"


def test_a_lock_that_is_never_given_back_is_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "_LOCK_SECONDS", 0.0)
    (config.parent / ".apigw").mkdir()
    with (
        FileLock(config.parent / ".apigw" / "api.yaml.lock"),
        pytest.raises(PromotionError, match=r"another command has been writing it for 0 s\. Nothing"),
    ):
        replace_file(config, OLD, NEW)
    assert config.read_bytes() == OLD


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PromotionError, match=r"none\.yaml: cannot be replaced: No such file or directory"):
        replace_file(tmp_path / "none.yaml", OLD, NEW)


def test_a_disk_that_is_full_leaves_the_old_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PromotionError, match=r"cannot be replaced: No space left on device\. Make room on"):
        replace_file(config, OLD, NEW)
    assert config.read_bytes() == OLD
    assert not list(config.parent.glob(".apigw/*.new"))


KILLED_AFTER = """
def killed_after(steps):
    def step(frame, event, _):
        nonlocal steps
        if frame.f_code.co_filename != file.__file__:
            return None
        if event == "line":
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return step
    child = os.fork()
    if child == 0:
        sys.settrace(step)
        file.replace_file(path, OLD, NEW, beside=beside)
        os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL
"""
"""A run that is killed after so many lines of the module; the script says what changes `beside` the file."""


def test_killed_at_any_step_the_file_is_whole_and_the_next_run_completes_it(config: Path) -> None:
    """Each run is killed one line of the module later than the run before, until one is not killed."""
    script = """
beside = None

left, steps = [], 0
while killed_after(steps):
    left.append(path.read_bytes())
    if left[-1] == OLD:
        file.replace_file(path, OLD, NEW)
    assert path.read_bytes() == NEW
    path.write_bytes(OLD)
    steps += 1
assert all(each in (OLD, NEW) for each in left), left
print(left.count(OLD), left.count(NEW))
"""
    before, after = map(int, in_another_process(KILLED_AFTER + script, config).split())
    assert before > 10
    assert after > 2


def test_files_beside_it_are_written_before_and_removed_after(config: Path) -> None:
    written, removed = config.parent / "releases" / "new.json", config.parent / "old.json"
    removed.write_text("{}")
    replace_file(config, OLD, NEW, beside=FileChanges({written: b"{}"}, (removed,)))
    assert (config.read_bytes(), written.read_bytes(), removed.exists()) == (NEW, b"{}", False)
    replace_file(config, NEW, NEW, beside=FileChanges({written: b"[]"}))
    assert written.read_bytes() == b"[]"


def test_files_beside_one_that_was_changed_meanwhile_are_left_alone(config: Path) -> None:
    beside = FileChanges({config.parent / "new.json": b"{}"}, (config,))
    with pytest.raises(PromotionError, match="changed by somebody else"):
        replace_file(config, b"another", NEW, beside=beside)
    assert config.read_bytes() == OLD
    assert not (config.parent / "new.json").exists()


def test_killed_at_any_step_what_the_file_names_is_there_and_the_next_run_completes_it(config: Path) -> None:
    """Each run is killed one line of the module later than the run before, until one is not killed."""
    script = """
one, two, gone = (path.parent / name for name in ("one.json", "two.json", "gone.json"))
beside = file.FileChanges({one: b"1" * 9000, two: b"2" * 9000}, (gone,))

def begin():
    path.write_bytes(OLD)
    one.write_bytes(b"old")
    two.unlink(missing_ok=True)
    gone.write_bytes(b"old")

begin()
states, steps = [], 0
while killed_after(steps):
    now = path.read_bytes()
    # What the old file names is there until the new one is, and then all that the new one names.
    assert now in (OLD, NEW)
    if now == OLD:
        assert gone.exists() and one.read_bytes() in (b"old", b"1" * 9000)
        assert not two.exists() or two.read_bytes() == b"2" * 9000
    else:
        assert one.read_bytes() == b"1" * 9000 and two.read_bytes() == b"2" * 9000
    states.append((now == NEW, two.exists(), gone.exists()))
    file.replace_file(path, now, NEW, beside=beside)
    assert path.read_bytes() == NEW and one.read_bytes()[:1] == b"1" and two.exists() and not gone.exists()
    begin()
    steps += 1
print(len(set(states)))
"""
    assert in_another_process(KILLED_AFTER + script, config) == "4\n"


def test_of_two_at_once_one_writes_and_the_other_is_told(config: Path) -> None:
    script = """
def start(content, gate):
    child = os.fork()
    if child == 0:
        os.read(gate, 1)
        try:
            beside = file.FileChanges({path.parent / "one.json": content})
            file.replace_file(path, OLD, content, beside=beside)
        except PromotionError as error:
            os._exit(7 if "changed by somebody else" in str(error) else 9)
        os._exit(0)
    return child

for _ in range(20):
    path.write_bytes(OLD)
    gate, opened = os.pipe()
    contents = {start(each, gate): each for each in (b"a" * 9000, b"b" * 9000)}
    os.write(opened, b"12")
    codes = {child: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in contents}
    assert sorted(codes.values()) == [0, 7], codes
    winner = next(contents[child] for child, code in codes.items() if code == 0)
    assert path.read_bytes() == (path.parent / "one.json").read_bytes() == winner
"""
    in_another_process(script, config)
