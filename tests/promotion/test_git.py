from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion import git

RELEASE = "0a1b2c3d4e5f"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A service in a folder of a repository whose tree is clean."""
    service = tmp_path / "shop" / "orders"
    (service / "src").mkdir(parents=True)
    (service / "src" / "api.py").write_text("")
    (service / "api.yaml").write_text("stages: {prod: {}}\n")
    run(tmp_path, "init", "--quiet")
    commit(tmp_path, "begin")
    return service


def run(folder: Path, *arguments: str) -> str:
    name = ("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *name, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message", message)
    return run(folder, "rev-parse", "HEAD")


def test_the_commit_of_a_folder_in_a_repository(folder: Path) -> None:
    assert git.head(folder) == run(folder, "rev-parse", "HEAD")
    assert git.is_clean(folder)


def test_a_folder_outside_a_repository(tmp_path: Path) -> None:
    assert git.head(tmp_path) is None
    assert not git.is_clean(tmp_path)
    assert git.commit_that_pinned(tmp_path / "api.yaml", "prod", RELEASE) is None


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    run(tmp_path, "init", "--quiet")
    assert git.head(tmp_path) is None


def test_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert git.head(folder) is None
    assert not git.is_clean(folder)
    assert git.commit_that_pinned(folder / "api.yaml", "prod", RELEASE) is None


def test_changes_of_known_files_anywhere_are_told_from_the_folder(folder: Path) -> None:
    (folder.parent / "README.md").write_text("old")
    commit(folder.parent, "add a README")
    (folder.parent / "README.md").write_text("new")
    (folder / "src" / "api.py").write_text("x = 1")
    assert git.uncommitted(folder) == ("../README.md", "src/api.py")


def test_a_renamed_and_a_removed_file_are_changes(folder: Path) -> None:
    run(folder, "mv", "src/api.py", "src/a file.py")
    (folder / "api.yaml").unlink()
    assert git.uncommitted(folder) == ("api.yaml", "src/a file.py", "src/api.py")


def test_unknown_files_count_where_functions_are_packed(folder: Path) -> None:
    (folder / "prod.json").write_text("{}")
    (folder / "src" / "new").mkdir()
    (folder / "src" / "new" / "är.py").write_text("")
    assert git.uncommitted(folder) == ()
    assert git.uncommitted(folder, [folder / "src", folder / "gone"]) == ("src/new/är.py",)


def test_a_source_outside_the_repository_is_not_asked_of_git(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert git.is_clean(folder, [tmp_path_factory.mktemp("shared")])


def test_ignored_files_are_no_changes(folder: Path) -> None:
    (folder / ".gitignore").write_text("*.pyc\n")
    commit(folder, "ignore")
    (folder / "src" / "api.pyc").write_text("")
    assert git.is_clean(folder, [folder / "src"])


def test_a_git_that_fails_is_quoted(folder: Path) -> None:
    (folder.parents[1] / ".git" / "HEAD").unlink()
    with pytest.raises(PromotionError, match=r"^git status: fatal: not a git repository"):
        git.uncommitted(folder)


def test_the_commit_that_pinned_a_release_is_the_newest_one_whose_tree_gives_it(folder: Path) -> None:
    file = folder / "api.yaml"

    def pinned(text: str) -> str:
        file.write_text(f"stages:\n  dev: {{}}\n  prod: {text}\n")
        return commit(folder, text)

    pinned(f'{{release: "{RELEASE}", promoted: {{release: "{RELEASE}"}}}}')
    pinned("{}")
    promoted = pinned(f'{{release: "{RELEASE}", promoted: {{release: "{RELEASE}"}}}}')
    pinned(f'{{release: "ffffffffffff", promoted: {{before: {{release: "{RELEASE}"}}}}}}')
    pinned(f'{{release: "{RELEASE}", promoted: {{release: "{RELEASE}", rollback: true}}}}')
    assert git.commit_that_pinned(file, "prod", RELEASE) == promoted
    assert git.commit_that_pinned(file, "dev", RELEASE) is None
    assert git.commit_that_pinned(file, "prod", "eeeeeeeeeeee") is None


def test_a_release_that_was_not_pinned_is_of_the_commit_that_the_way_back_to_it_names(folder: Path) -> None:
    ran = git.head(folder)
    record = f'{{release: "{RELEASE}", commit: {ran}, rollback: true}}'
    (folder / "api.yaml").write_text(f'stages: {{prod: {{release: "{RELEASE}", promoted: {record}}}}}\n')
    commit(folder, "roll back")
    assert git.commit_that_pinned(folder / "api.yaml", "prod", RELEASE) == ran
    assert git.commit_that_pinned(folder / "api.yaml", "prod", "eeeeeeeeeeee") is None


@pytest.mark.parametrize("text", ["stages: [", "[]", "stages: {prod: 1}", "stages: 1"])
def test_a_commit_whose_file_was_no_config_pinned_nothing(folder: Path, text: str) -> None:
    (folder / "api.yaml").write_text(f"{text} # {RELEASE}\n")
    commit(folder, "break")
    assert git.commit_that_pinned(folder / "api.yaml", "prod", RELEASE) is None


def test_a_file_that_was_renamed_since_is_followed(folder: Path) -> None:
    (folder / "api.yaml").write_text(f'stages: {{prod: {{release: "{RELEASE}"}}}}\n' + "# padding\n" * 20)
    pinning = commit(folder, "pin")
    run(folder, "mv", "api.yaml", "größer.yaml")
    commit(folder, "rename")
    assert git.commit_that_pinned(folder / "größer.yaml", "prod", RELEASE) == pinning


def test_a_commit_that_gives_the_release_to_another_stage_does_not_pin_this_one(folder: Path) -> None:
    pin = f'{{release: "{RELEASE}", promoted: {{at: "2026-11-23T12:00:00Z"}}}}'
    (folder / "api.yaml").write_text(f"stages:\n  test: {pin}\n")
    pinning = commit(folder, "promote to test")
    (folder / "api.yaml").write_text(f"stages:\n  test: {pin}\n  prod: {pin[:-2]}, rollback: true}}}}\n")
    (folder / "src" / "api.py").write_text("x = 1")
    commit(folder, "roll prod back")
    assert git.commit_that_pinned(folder / "api.yaml", "test", RELEASE) == pinning


def test_a_clone_without_all_of_the_history_may_not_know_the_commit(folder: Path, tmp_path: Path) -> None:
    (folder / "api.yaml").write_text(f'stages: {{prod: {{release: "{RELEASE}"}}}}\n')
    pinning = commit(folder, "pin")
    (folder / "src" / "api.py").write_text("x = 1")
    commit(folder, "go on")
    for depth, known in (("1", None), ("3", pinning)):
        clone = tmp_path / f"clone-{depth}"
        run(tmp_path, "clone", "--quiet", "--depth", depth, tmp_path.as_uri(), str(clone))
        assert git.commit_that_pinned(clone / "shop/orders/api.yaml", "prod", RELEASE) == known


@pytest.mark.parametrize("place", ["worktree", "submodule"])
def test_a_tree_whose_repository_lies_elsewhere(folder: Path, tmp_path: Path, place: str) -> None:
    (folder / "api.yaml").write_text(f'stages: {{prod: {{release: "{RELEASE}"}}}}\n')
    pinning = commit(folder, "pin")
    there = tmp_path / "there"
    if place == "worktree":
        run(tmp_path, "worktree", "add", "--quiet", "--detach", str(there))
    else:
        there = tmp_path / "around" / "there"
        there.parent.mkdir()
        run(there.parent, "init", "--quiet")
        allowed = ("-c", "protocol.file.allow=always")
        run(there.parent, *allowed, "submodule", "--quiet", "add", tmp_path.as_uri(), "there")
    service = there / "shop" / "orders"
    assert git.head(service) == pinning
    assert git.commit_that_pinned(service / "api.yaml", "prod", RELEASE) == pinning
    (service / "src" / "api.py").write_text("x = 1")
    assert git.uncommitted(service) == ("src/api.py",)


def test_a_name_that_is_not_utf8_can_be_printed(folder: Path) -> None:
    (folder / "src" / os.fsdecode(b"\xe4.py")).touch()
    assert git.uncommitted(folder, [folder / "src"]) == ("src/\ufffd.py",)
