from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_apigw.artifacts.requirements import read_requirements
from pulumi_apigw.errors import ArtifactError


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_pins_are_found_in_every_way_of_writing_them(tmp_path: Path) -> None:
    text = """
# a comment
alpha==1.0  # another
Beta_X[extra,more] === 2.0 ; python_version >= "3.11"
gamma @ https://example.com/gamma-1.0-py3-none-any.whl
delta==1.0 \\
    --hash=sha256:abc
--index-url https://example.com/simple
open>=1
wild==1.*
range>=1,<2
bare
"""
    read = read_requirements(write(tmp_path / "requirements.txt", text))
    assert read.pinned == {"alpha", "beta-x", "gamma", "delta"}
    assert read.unpinned({"Beta.X": "2.0", "wild": "1.5"}) == {"wild": "1.5"}


def test_included_files_and_local_wheels_count_as_contents(tmp_path: Path) -> None:
    write(tmp_path / "more.txt", "-r requirements.txt\nbeta==1.0\n")
    write(tmp_path / "pins.txt", "gamma==1.0\n")
    write(tmp_path / "own-1.0-py3-none-any.whl", "wheel")
    text = "-r more.txt\n--constraint=pins.txt\n./own-1.0-py3-none-any.whl\n"
    read = read_requirements(write(tmp_path / "requirements.txt", text))
    assert read.pinned == {"beta", "gamma", "own"}
    assert read.contents == (text.encode(), b"-r requirements.txt\nbeta==1.0\n", b"gamma==1.0\n", b"wheel")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "requirements.txt",
            "-r gone.txt\n",
            r"gone\.txt: there is no such file\. Create it, or correct the path",
        ),
        (
            "requirements.txt",
            "-e ./lib\n",
            r"'-e \./lib' is editable, which no zip can hold\. Build a wheel of it",
        ),
        (
            "pylock.toml",
            "not toml",
            r"pylock\.toml: not a lock \(.*\)\. Let the tool that made it write it again",
        ),
        ("pylock.dev.toml", 'requires-python = "x"', r"pylock\.dev\.toml: not a lock \(Invalid specifier"),
        ("uv.lock", "version = 1\n", r"pyproject\.toml: there is no such file"),
    ],
)
def test_what_cannot_be_read_is_an_error(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=message):
        read_requirements(write(tmp_path / name, text))


def test_a_folder_and_bytes_that_are_not_text_are_errors(tmp_path: Path) -> None:
    with pytest.raises(
        ArtifactError, match=r"this is a folder\. Name a requirements\.txt, pylock\.toml or uv\.lock"
    ):
        read_requirements(tmp_path)
    (tmp_path / "requirements.txt").write_bytes(b"caf\xe9")
    with pytest.raises(ArtifactError, match=r"not UTF-8 text\. Save it as UTF-8"):
        read_requirements(tmp_path / "requirements.txt")


def test_a_lock_for_another_python_is_an_error(tmp_path: Path) -> None:
    lock = read_requirements(write(tmp_path / "pylock.toml", 'requires-python = ">=3.14"'))
    lock.check_python("3.14")
    with pytest.raises(ArtifactError) as caught:
        lock.check_python("3.13")
    assert str(caught.value) == (
        f"{tmp_path}/pylock.toml is for Python >=3.14, and the function's is 3.13. "
        "Change the function's runtime, or lock for its version."
    )
