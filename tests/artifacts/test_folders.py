from __future__ import annotations

from pathlib import Path

from pulumi_apigw.artifacts.folders import make_folder


def test_the_folder_of_this_package_is_kept_out_of_git(tmp_path: Path) -> None:
    build = tmp_path / ".apigw" / "build"
    make_folder(build)
    assert build.is_dir()
    assert [path.name for path in tmp_path.rglob(".gitignore")] == [".gitignore"]
    assert (tmp_path / ".apigw" / ".gitignore").read_text() == "*\n"


def test_what_the_user_wrote_there_stays(tmp_path: Path) -> None:
    make_folder(tmp_path / ".apigw")
    (tmp_path / ".apigw" / ".gitignore").write_text("local/\n")
    make_folder(tmp_path / ".apigw" / "build")
    assert (tmp_path / ".apigw" / ".gitignore").read_text() == "local/\n"


def test_other_folders_are_the_users(tmp_path: Path) -> None:
    make_folder(tmp_path / "zips")
    assert list((tmp_path / "zips").iterdir()) == []
