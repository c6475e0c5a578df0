from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pulumi_apigw.artifacts import Artifact, sources_only
from pulumi_apigw.errors import ArtifactError

Pack = Callable[..., Artifact]


def test_inside_sources_only_the_source_folder_itself_is_given(
    source: Path, pack: Pack, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("not-even-there==1.0\n")
    with sources_only():
        assert pack(requirements=tmp_path / "requirements.txt") == Artifact(source, None)
    assert not (tmp_path / "build").exists()
    assert pack().sha256 is not None


def test_it_holds_in_threads_of_before_and_of_after_its_start(source: Path, pack: Pack) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(threading.get_ident).result()  # the pool's thread runs already
        with sources_only():
            assert pool.submit(pack).result() == Artifact(source, None)
            made: list[Artifact] = []
            thread = threading.Thread(target=lambda: made.append(pack()))
            thread.start()
            thread.join()
            assert made == [Artifact(source, None)]
        assert pool.submit(pack).result().sha256 is not None


def test_it_lasts_until_the_last_of_nested_blocks_ends_and_ends_with_an_exception(pack: Pack) -> None:
    with sources_only():
        with pytest.raises(ZeroDivisionError, match="division by zero"), sources_only():
            raise ZeroDivisionError("division by zero")
        assert pack().sha256 is None
    assert pack().sha256 is not None


def test_a_missing_source_or_requirements_file_is_found_there_too(pack: Pack, tmp_path: Path) -> None:
    with sources_only():
        with pytest.raises(ArtifactError, match="gone: there is no such source folder"):
            pack(tmp_path / "gone")
        with pytest.raises(ArtifactError, match=r"gone\.txt: there is no such file"):
            pack(requirements=tmp_path / "gone.txt")
