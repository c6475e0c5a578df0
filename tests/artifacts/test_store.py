from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact
from pulumi_apigw.artifacts.archive import content_digest

Pack = Callable[..., Artifact]
LONG_AGO = time.time() - 7 * 24 * 3600


@pytest.fixture
def requirements(tmp_path: Path, wheel: Callable[..., Path]) -> Path:
    wheel("alpha", "1.0")
    path = tmp_path / "requirements.txt"
    path.write_text("alpha==1.0\n")
    return path


@pytest.fixture
def no_uv(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def forbid() -> None:
        def run(*_: object, **__: object) -> None:
            raise AssertionError("uv was run")

        monkeypatch.setattr(subprocess, "run", run)

    return forbid


def test_a_zip_is_built_once_and_then_found_without_uv(
    pack: Pack, requirements: Path, no_uv: Callable[[], None]
) -> None:
    first = pack(requirements=requirements)
    written = first.path.stat().st_ino
    no_uv()
    assert pack(requirements=requirements) == first
    assert first.path.stat().st_ino == written
    assert first.sha256 == content_digest(first.path)


@pytest.mark.parametrize(
    "change", ["content", "name", "mode", "requirements", "runtime", "architecture", "exclude"]
)
def test_every_input_that_changes_gives_another_zip(
    change: str, source: Path, pack: Pack, requirements: Path
) -> None:
    before = pack(requirements=requirements)
    options: dict[str, object] = {}
    match change:
        case "content":
            (source / "orders/api.py").write_text("def handler(event, context): return 1\n")
        case "name":
            (source / "orders/api.py").rename(source / "orders/app.py")
        case "mode":
            (source / "orders/api.py").chmod(0o755)
        case "requirements":
            requirements.write_text("alpha==1.0  # said otherwise\n")
        case "runtime":
            options["runtime"] = "python3.12"
        case "architecture":
            options["architecture"] = "x86_64"
        case "exclude":
            options["exclude"] = ["*.md"]
    assert pack(requirements=requirements, **options).path != before.path


@pytest.mark.parametrize("damage", ["zip", "side file", "half written"])
def test_a_damaged_zip_is_built_again(damage: str, pack: Pack) -> None:
    first = pack()
    whole = first.path.read_bytes()
    side_file = first.path.with_name(f"{first.path.name}.sha256")
    match damage:
        case "zip":
            first.path.write_bytes(whole[:-10])
        case "side file":
            side_file.write_text("")
        case "half written":
            side_file.unlink()
    assert pack() == first
    assert first.path.read_bytes() == whole
    assert side_file.read_text() == f"{first.sha256}  {first.path.name}\n"


def test_concurrent_builds_of_one_zip_all_succeed(pack: Pack, requirements: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: pack(requirements=requirements), range(4)))
    assert len(set(made)) == 1
    assert made[0].sha256 == content_digest(made[0].path)
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == [
        made[0].path.name,
        f"{made[0].path.name}.sha256",
    ]


def test_old_zips_of_the_same_source_go_and_others_stay(source: Path, pack: Pack, tmp_path: Path) -> None:
    other = tmp_path / "build/src-admin-0123456789abcdef.zip"
    abandoned = tmp_path / "build/.staging-killed"
    abandoned.mkdir(parents=True)
    other.write_text("another function's")
    made = []
    for number in range(8):
        (source / "orders/api.py").write_text(f"NUMBER = {number}\n")
        made.append(pack().path)
    assert all(path.exists() for path in made)  # of today: another function of this run may use each of them
    for age, path in enumerate([other, abandoned, *made]):
        os.utime(path, (LONG_AGO + age, LONG_AGO + age))
    (source / "orders/api.py").write_text("NUMBER = 8\n")
    newest = pack().path
    kept = [path for path in [*made, newest] if path.exists()]
    assert kept == [*made[-4:], newest]
    assert [path.exists() for path in (other, abandoned)] == [True, False]
    assert len(list((tmp_path / "build").glob("*.sha256"))) == 5


def test_a_zip_in_use_counts_as_new(source: Path, pack: Pack) -> None:
    first = pack()
    os.utime(first.path, (LONG_AGO, LONG_AGO))
    assert pack() == first
    assert first.path.stat().st_mtime > LONG_AGO + 3600
