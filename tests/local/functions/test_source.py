from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.functions.source import CodeFolder, lay_out

OWNER = "Function 'api'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "src"
    (folder / "shop").mkdir(parents=True)
    (folder / "app.py").write_text("x = 1\n")
    (folder / "shop" / "__init__.py").write_text("")
    return folder


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def files(code: CodeFolder) -> dict[str, str]:
    return {p.relative_to(code.path).as_posix(): p.read_text() for p in code.path.rglob("*") if p.is_file()}


def test_a_folder_is_used_in_place(folder: Path, tmp_path: Path) -> None:
    code = lay_out(pulumi.FileArchive(str(folder)), owner=OWNER, into=tmp_path / "out")
    assert code == CodeFolder(folder, True, (folder,))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("root", [".", "./", ""])
def test_a_folder_alone_at_the_root_of_an_archive_is_used_in_place(
    folder: Path, tmp_path: Path, root: str
) -> None:
    archive = pulumi.AssetArchive({root: pulumi.FileArchive(str(folder))})
    assert lay_out(archive, owner=OWNER, into=tmp_path / "out").path == folder


def test_a_zip_is_unpacked_with_the_permissions_of_its_files(tmp_path: Path) -> None:
    path = zipped(tmp_path / "api.zip", {"shop/app.py": "y = 2\n"})
    with zipfile.ZipFile(path, "a") as archive:
        tool = zipfile.ZipInfo("bin/tool")
        tool.external_attr = 0o755 << 16
        archive.writestr(tool, "#!/bin/sh\n")
    code = lay_out(pulumi.FileArchive(str(path)), owner=OWNER, into=tmp_path / "out")
    assert files(code) == {"shop/app.py": "y = 2\n", "bin/tool": "#!/bin/sh\n"}
    assert (code.path / "bin" / "tool").stat().st_mode & 0o777 == 0o755
    assert (code.in_place, code.watched) == (False, (path,))


def test_a_tar_is_unpacked(folder: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "api.tar.gz", "w:gz") as archive:
        archive.add(folder / "app.py", "app.py")
    code = lay_out(pulumi.FileArchive(str(tmp_path / "api.tar.gz")), owner=OWNER, into=tmp_path / "out")
    assert files(code) == {"app.py": "x = 1\n"}


def test_an_archive_of_assets_is_assembled_however_it_is_nested(folder: Path, tmp_path: Path) -> None:
    library = zipped(tmp_path / "lib.zip", {"lib.py": "z = 3\n"})
    archive = pulumi.AssetArchive(
        {
            ".": pulumi.FileArchive(str(folder)),
            "shop/settings.json": pulumi.StringAsset('{"é": 1}'),
            "vendor": pulumi.AssetArchive({"a": pulumi.FileArchive(str(library))}),
            "main.py": pulumi.FileAsset(str(folder / "app.py")),
        }
    )
    code = lay_out(archive, owner=OWNER, into=tmp_path / "out")
    assert files(code) == {
        "app.py": "x = 1\n",
        "shop/__init__.py": "",
        "shop/settings.json": '{"é": 1}',
        "vendor/a/lib.py": "z = 3\n",
        "main.py": "x = 1\n",
    }
    assert set(code.watched) == {folder, library, folder / "app.py"}


def test_code_that_is_not_there_is_named_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(
        GatewayError,
        match=rf"^Function 'api': its code is to be at {tmp_path}/nowhere, where there is nothing\. "
        r"Create it, or mend the path in the program \(paths count from where the program runs\)\.$",
    ):
        lay_out(pulumi.FileArchive(str(tmp_path / "nowhere")), owner=OWNER, into=tmp_path / "out")


@pytest.mark.parametrize("name", ["../evil.py", "a/../../evil.py", "/etc/evil.py", "..\\evil.py"])
def test_a_zip_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "api.zip", {name: "import os\n"})
    with pytest.raises(GatewayError, match=r"api\.zip: member '.*evil\.py' points outside the archive\."):
        lay_out(pulumi.FileArchive(str(path)), owner=OWNER, into=tmp_path / "out")
    assert not list(tmp_path.rglob("evil.py"))


def test_a_tar_cannot_write_outside_its_folder(folder: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "api.tar", "w") as archive:
        archive.add(folder / "app.py", "../evil.py")
    with pytest.raises(GatewayError, match=r"cannot be unpacked: .*outside"):
        lay_out(pulumi.FileArchive(str(tmp_path / "api.tar")), owner=OWNER, into=tmp_path / "out")
    assert not list(tmp_path.rglob("evil.py"))


def test_an_asset_cannot_be_placed_outside_its_archive(tmp_path: Path) -> None:
    archive = pulumi.AssetArchive({"../evil.py": pulumi.StringAsset("")})
    with pytest.raises(
        GatewayError, match=r"Function 'api': member '\.\./evil\.py' points outside the archive\."
    ):
        lay_out(archive, owner=OWNER, into=tmp_path / "out")


def tarred(path: Path, members: dict[str, str]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize(("build", "name"), [(zipped, "api.zip"), (tarred, "api.tar")])
def test_an_archive_larger_than_lambda_takes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Callable[..., Path], name: str
) -> None:
    monkeypatch.setattr("pulumi_apigw.local.functions.source.FUNCTION_UNZIPPED_BYTES", 10)
    path = build(tmp_path / name, {"a.py": "x" * 11})
    with pytest.raises(GatewayError, match=r"unpacks to 11 bytes; Lambda takes 10\. Make it smaller\."):
        lay_out(pulumi.FileArchive(str(path)), owner=OWNER, into=tmp_path / "out")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            pulumi.RemoteArchive("https://example.com/api.zip"),
            r"its code is a RemoteArchive, which the local",
        ),
        ("src", r"its code is a str, which the local gateway does not fetch\."),
    ],
)
def test_code_that_is_not_on_this_computer_is_refused(tmp_path: Path, code: Any, message: str) -> None:
    with pytest.raises(GatewayError, match=message):
        lay_out(code, owner=OWNER, into=tmp_path / "out")


def test_a_file_that_is_no_archive_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(
        GatewayError, match=r"src/app\.py is not a zip file\. Give a folder or a zip of the code\."
    ):
        lay_out(pulumi.FileArchive(str(folder / "app.py")), owner=OWNER, into=tmp_path / "out")


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "api.zip", {"a.py": "x = 1\n" * 100})
    path.write_bytes(path.read_bytes().replace(b"x = 1", b"y = 1", 1))
    with pytest.raises(GatewayError, match=r"api\.zip cannot be unpacked: Bad CRC-32.* Build it again\."):
        lay_out(pulumi.FileArchive(str(path)), owner=OWNER, into=tmp_path / "out")
