from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact
from pulumi_apigw.errors import ArtifactError

Pack = Callable[..., Artifact]


def names(artifact: Artifact) -> list[str]:
    with zipfile.ZipFile(artifact.path) as archive:
        return archive.namelist()


def add(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("x")


def test_caches_environments_and_secrets_stay_out(source: Path, pack: Pack) -> None:
    add(
        source,
        "orders/__pycache__/api.cpython-313.pyc",
        "old.pyc",
        ".git/HEAD",
        ".venv/bin/python",
        ".DS_Store",
    )
    add(source, ".pytest_cache/x", ".mypy_cache/x", ".apigw/build/x.zip", "orders.egg-info/PKG-INFO", ".env")
    assert names(pack()) == ["orders/api.py"]


def test_exclude_takes_gitignore_patterns_and_can_bring_a_default_back(source: Path, pack: Pack) -> None:
    add(
        source,
        "notes.md",
        "orders/notes.md",
        "orders/keep.md",
        "tests/test_api.py",
        "orders/tests/x.py",
        ".env",
    )
    artifact = pack(exclude=["*.md", "!keep.md", "/tests/", "!.env"])
    assert names(artifact) == [".env", "orders/api.py", "orders/keep.md", "orders/tests/x.py"]


def test_a_pattern_that_is_none_is_an_error(pack: Pack) -> None:
    with pytest.raises(
        ArtifactError, match=r"exclude: Invalid git pattern: '!'\. Write it as in a \.gitignore"
    ):
        pack(exclude=["*.md", "!"])


def test_a_build_folder_inside_the_source_is_not_packed(source: Path, pack: Pack) -> None:
    first = pack(build_dir=source / "out")
    assert names(first) == ["orders/api.py"]
    assert pack(build_dir=source / "out") == first


def test_links_inside_the_source_are_packed_as_what_they_link_to(source: Path, pack: Pack) -> None:
    (source / "link.py").symlink_to("orders/api.py")
    (source / "same").symlink_to("orders", target_is_directory=True)
    artifact = pack()
    assert names(artifact) == ["link.py", "orders/api.py", "same/api.py"]
    with zipfile.ZipFile(artifact.path) as archive:
        assert archive.read("same/api.py") == (source / "orders/api.py").read_bytes()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_source_is_an_error_unless_excluded(
    kind: str, tmp_path: Path, source: Path, pack: Pack
) -> None:
    add(tmp_path, "outside/secret.txt")
    target = tmp_path / ("outside/secret.txt" if kind == "file" else "outside")
    (source / "link").symlink_to(target)
    with pytest.raises(ArtifactError) as caught:
        pack()
    assert str(caught.value) == (
        f"{source}/link: this symbolic link leaves the source folder, to {target}. "
        "Copy what it links to, or exclude it."
    )
    assert names(pack(exclude=["/link"])) == ["orders/api.py"]


def test_a_link_to_a_folder_above_is_an_error(source: Path, pack: Pack) -> None:
    (source / "orders/again").symlink_to("..", target_is_directory=True)
    with pytest.raises(ArtifactError, match=r"orders/again: this symbolic link leads to a folder above it"):
        pack()


def test_a_link_to_nothing_is_an_error(source: Path, pack: Pack) -> None:
    (source / "broken").symlink_to("gone.py")
    with pytest.raises(
        ArtifactError, match=r"broken: this symbolic link leads nowhere \(gone\.py\)\. Remove it"
    ):
        pack()


def test_a_pipe_is_an_error(source: Path, pack: Pack) -> None:
    os.mkfifo(source / "pipe")
    with pytest.raises(ArtifactError, match=r"pipe: not a regular file\. Exclude it, or remove it"):
        pack()


def test_two_names_that_are_one_in_nfc_are_an_error(source: Path, pack: Pack) -> None:
    add(source, "u\u0308.py", "\u00fc.py")
    with pytest.raises(ArtifactError, match=r"have one name in a zip, which holds Unicode NFC\. Rename one"):
        pack()


def test_a_name_that_is_not_utf8_is_an_error(source: Path, pack: Pack) -> None:
    (source / os.fsdecode(b"caf\xe9.py")).write_text("x")
    with pytest.raises(ArtifactError, match=r"caf\\xe9\.py': this name is not UTF-8\. Rename the file"):
        pack()


def test_a_source_that_is_missing_a_file_or_empty_is_an_error(tmp_path: Path, pack: Pack) -> None:
    missing, file, empty = tmp_path / "gone", tmp_path / "api.py", tmp_path / "empty"
    add(tmp_path, "api.py", "empty/__pycache__/x.pyc")
    for folder, message in (
        (missing, f"{missing}: there is no such source folder. Create it, or correct the path."),
        (file, f"{file}: the source is a file. Name the folder that holds it."),
        (empty, f"{empty}: the source folder is empty. Put the function's code there."),
    ):
        with pytest.raises(ArtifactError) as caught:
            pack(folder)
        assert str(caught.value) == message


def test_a_build_folder_that_cannot_be_made_is_an_error(tmp_path: Path, pack: Pack) -> None:
    add(tmp_path, "taken")
    with pytest.raises(ArtifactError, match=r"taken/build/.*\.zip: Not a directory\.$"):
        pack(build_dir=tmp_path / "taken/build")


def test_other_runtimes_are_packed_as_they_are(source: Path, pack: Pack) -> None:
    add(source, "index.mjs", "node_modules/left-pad/index.js")
    assert names(pack(runtime="nodejs22.x")) == [
        "index.mjs",
        "node_modules/left-pad/index.js",
        "orders/api.py",
    ]
