from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact, archive, sizes
from pulumi_apigw.artifacts.archive import write_zip
from pulumi_apigw.artifacts.files import collect
from pulumi_apigw.errors import ArtifactError

Pack = Callable[..., Artifact]
MB = 1024 * 1024


def test_more_than_lambda_unzips_is_an_error_with_the_biggest_folders(source: Path, pack: Pack) -> None:
    for name, size in (("models/large.bin", 200 * MB), ("data/table.bin", 60 * MB), ("small.bin", MB)):
        (source / name).parent.mkdir(exist_ok=True)
        with (source / name).open("wb") as file:
            file.truncate(size)
    with pytest.raises(ArtifactError) as caught:
        pack()
    assert str(caught.value) == (
        f"{source}: the function is 261.0 MB unzipped, and Lambda takes 250.0 MB "
        "(https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). Biggest, unzipped: "
        "models 200.0 MB, data 60.0 MB, small.bin 1.0 MB, orders 0.0 MB. "
        "Leave out what it does not need (`exclude`), or move data to S3."
    )


def test_a_zip_too_large_to_upload_is_an_error_and_leaves_nothing(
    source: Path, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "FUNCTION_ZIP_BYTES", MB)
    (source / "noise.bin").write_bytes(os.urandom(2 * MB))
    with pytest.raises(
        ArtifactError, match=r"the function is 2\.0 MB zipped, and Lambda takes 1\.0 MB .*noise\.bin"
    ):
        pack()
    assert list((tmp_path / "build").iterdir()) == []


def test_what_is_too_large_stored_is_deflated(
    source: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = pack().path.stat().st_size
    monkeypatch.setattr(archive, "FUNCTION_ZIP_BYTES", stored)
    assert compression(source, stored) == zipfile.ZIP_STORED
    (source / "zeros.bin").write_bytes(bytes(1000))
    assert compression(source, stored) == zipfile.ZIP_DEFLATED


def compression(source: Path, limit: int) -> int:
    target = source.parent / "function.zip"
    write_zip(target, collect(source, ()), {})
    with zipfile.ZipFile(target) as made:
        return made.infolist()[0].compress_type


def test_a_file_edited_while_it_is_packed_is_an_error(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"api\.py changed while it was packed\. Run again\."):
        write_zip(tmp_path / "function.zip", collect(source, ()), {"orders/api.py": "another digest"})
