"""A folder of tiny wheels that uv installs from, with no network, and a source folder to pack."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact, package

Pack = Callable[..., Artifact]
MakeWheel = Callable[..., Path]


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    return folder


@pytest.fixture
def wheel(wheelhouse: Path) -> MakeWheel:
    def make(
        name: str,
        version: str,
        tag: str = "py3-none-any",
        *,
        needs: Sequence[str] = (),
        files: Sequence[str] = (),
    ) -> Path:
        path = wheelhouse / f"{name}-{version}-{tag}.whl"
        info = f"{name}-{version}.dist-info"
        needed = "".join(f"Requires-Dist: {need}\n" for need in needs)
        contents = {
            f"{name}/__init__.py": f"TAG = {tag!r}\n",
            **dict.fromkeys(files, "VALUE = 1\n"),
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needed}",
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
        }
        record = "".join(f"{file},,\n" for file in [*contents, f"{info}/RECORD"])
        with zipfile.ZipFile(path, "w") as archive:
            for file, text in contents.items():
                archive.writestr(file, text)
            archive.writestr(f"{info}/RECORD", record)
        return path

    return make


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "src"
    (folder / "orders").mkdir(parents=True)
    (folder / "orders/api.py").write_text("def handler(event, context): ...\n")
    return folder


@pytest.fixture
def pack(tmp_path: Path, source: Path) -> Pack:
    def run(folder: Path = source, requirements: Path | None = None, **options: object) -> Artifact:
        arguments = {
            "runtime": "python3.13",
            "architecture": "arm64",
            "build_dir": tmp_path / "build",
            **options,
        }
        return package(folder, requirements=requirements, **arguments)  # type: ignore[arg-type]

    return run
