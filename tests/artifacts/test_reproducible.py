from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pulumi_apigw.artifacts import Artifact

Pack = Callable[..., Artifact]

FILES = {
    "b.py": "B = 2\n",
    "a/z.py": "Z = 26\n",
    "a/__init__.py": "",
    "run.sh": "#!/bin/sh\n",
    "ä.txt": "umlaut",
}


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def write(folder: Path, names: list[str], time: int) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name])
        if name == "run.sh":
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        os.utime(path, (time, time))


def test_the_same_input_gives_the_same_bytes_whatever_the_folder_order_times_and_umask(
    tmp_path: Path, wheel: Callable[..., Path], pack: Pack
) -> None:
    wheel("alpha", "1.0", files=["alpha/data.txt"])
    zips = []
    for laptop, names, time, mask in (
        ("one", sorted(FILES), 1_000_000_000, 0o022),
        ("two", sorted(FILES, reverse=True), 1_700_000_000, 0o077),
    ):
        folder = tmp_path / laptop
        with umask(mask):
            write(folder / "src", names, time)
            (folder / "requirements.txt").write_text("alpha==1.0\n")
            made = pack(folder / "src", folder / "requirements.txt", build_dir=folder / "build")
        zips.append(made)
    assert zips[0].path.read_bytes() == zips[1].path.read_bytes()
    assert zips[0].sha256 == zips[1].sha256
    assert zips[0].path.name == zips[1].path.name


def test_every_lock_of_the_same_versions_gives_the_same_bytes(
    tmp_path: Path, wheel: Callable[..., Path], pack: Pack
) -> None:
    path = wheel("alpha", "1.0")
    (tmp_path / "requirements.txt").write_text("alpha==1.0\n")
    lock = f'''lock-version = "1.0"
created-by = "test"
requires-python = ">=3.13"
[[packages]]
name = "alpha"
version = "1.0"
wheels = [{{ url = "{path.as_uri()}", hashes = {{}} }}]
'''
    (tmp_path / "pylock.toml").write_text(lock)
    first, second = (pack(requirements=tmp_path / name) for name in ("requirements.txt", "pylock.toml"))
    assert first.path != second.path
    assert first.sha256 == second.sha256


def test_the_bytes_of_this_version_are_those_of_the_versions_before(tmp_path: Path, pack: Pack) -> None:
    # Where this has to change, raise _FORMAT in inputs.py; the changelog says that functions redeploy.
    write(tmp_path / "fixed", sorted(FILES), 0)
    expected = "5e62057edf79c8ae489ca2ad010c0c63dd500af2c36de99ed2b8f9f671d25f8a"
    assert pack(tmp_path / "fixed").sha256 == expected


def test_entries_are_sorted_dated_1980_stored_and_have_one_of_two_modes(tmp_path: Path, pack: Pack) -> None:
    write(tmp_path / "fixed", sorted(FILES, reverse=True), 1_700_000_000)
    (tmp_path / "fixed/b.py").chmod(0o600)
    with zipfile.ZipFile(pack(tmp_path / "fixed").path) as archive:
        entries = [(info.filename, info.date_time, info.external_attr >> 16) for info in archive.infolist()]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    plain, executable = stat.S_IFREG | 0o644, stat.S_IFREG | 0o755
    oldest = (1980, 1, 1, 0, 0, 0)
    assert entries == [
        ("a/__init__.py", oldest, plain),
        ("a/z.py", oldest, plain),
        ("b.py", oldest, plain),
        ("run.sh", oldest, executable),
        ("ä.txt", oldest, plain),
    ]


def test_a_name_that_macos_decomposed_is_packed_as_linux_writes_it(tmp_path: Path, pack: Pack) -> None:
    for folder, name in (("mac", "u\u0308.py"), ("linux", "\u00fc.py")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("X = 1\n")
    assert pack(tmp_path / "mac").sha256 == pack(tmp_path / "linux").sha256
