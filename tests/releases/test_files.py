"""Release files: what is written is what is read, and nothing else is taken for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import pytest

from pulumi_apigw.errors import ConfigError
from pulumi_apigw.releases import Release
from pulumi_apigw.releases.files import (
    is_release_file,
    read_release,
    release_ids,
    release_path,
    release_text,
)

Released = Callable[..., Release]
FIX = "It is written by 'apigw promote' and never by hand: take it from git, or remove it and promote again."


@pytest.fixture
def release(released: Released) -> Release:
    return replace(released().with_versions({"api": "7"}), deployments={"admin": "0" * 64})


def write(folder: Path, release: Release, text: str | None = None) -> Path:
    path = release_path(folder, release.id)
    path.parent.mkdir(exist_ok=True)
    path.write_text(release_text(release) if text is None else text)
    return path


def test_a_release_comes_back_as_it_was(tmp_path: Path, release: Release) -> None:
    path = write(tmp_path, release)
    assert path == tmp_path / "releases" / f"{release.id}.json"
    assert read_release(tmp_path, release.id, service="orders") == release
    assert list(release_ids(tmp_path, "orders")) == [release.id]


def test_each_value_has_a_line_of_its_own(release: Release) -> None:
    lines = release_text(release).splitlines()
    assert f'    "admin": "{"0" * 64}"' in lines
    assert '      "version": "7"' in lines
    assert release_text(release).endswith("}\n")


def test_there_is_none(tmp_path: Path) -> None:
    assert read_release(tmp_path, "0123456789ab", service="orders") is None
    assert list(release_ids(tmp_path, "orders")) == []
    (tmp_path / "releases").write_text("a file")
    assert read_release(tmp_path, "0123456789ab", service="orders") is None


def test_other_files_are_none(tmp_path: Path, release: Release) -> None:
    path = write(tmp_path, release)
    for name in ("notes.json", "0123456789AB.json", "0123456789ab.txt"):
        path.with_name(name).write_text("{}")
    assert list(release_ids(tmp_path, "orders")) == [release.id]
    assert is_release_file(PurePath("releases", f"{release.id}.json"))
    assert not is_release_file(PurePath("src", "releases", f"{release.id}.json"))
    assert not is_release_file(PurePath("releases", "notes.json"))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("<<<<<<< HEAD\n", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[" * 100_000, "this is nested too deeply"),
        ("[]", "this is no release: release: "),
        ("{}", "this is no release: release.id: it is missing; release.service: it is missing"),
    ],
)
def test_what_holds_no_release(tmp_path: Path, release: Release, text: str, fact: str) -> None:
    path = write(tmp_path, release, text)
    with pytest.raises(ConfigError) as refused:
        read_release(tmp_path, release.id, service="orders")
    assert str(refused.value).startswith(f"{path}:1: {fact}")
    assert str(refused.value).endswith(FIX)


def test_another_release(tmp_path: Path, release: Release) -> None:
    path = write(tmp_path, release, release_text(replace(release, id="0123456789ab")))
    with pytest.raises(ConfigError) as refused:
        read_release(tmp_path, release.id, service="orders")
    assert str(refused.value) == f"{path}:1: this is release '0123456789ab'. {FIX}"


@pytest.mark.parametrize(
    "edit",
    [
        {"contents": {}},
        {"contents": {"apis.admin": "0123456789ab"}},
        {"functions": {}},
        {"apis": {}},
    ],
)
def test_a_release_that_was_edited_by_hand(tmp_path: Path, release: Release, edit: dict[str, Any]) -> None:
    data = json.loads(release_text(release))
    edited = {key: {**data[key], **value} if value else {} for key, value in edit.items()}
    path = write(tmp_path, release, json.dumps({**data, **edited}))
    with pytest.raises(ConfigError) as refused:
        read_release(tmp_path, release.id, service="orders")
    fact = f"this is not what release {release.id!r} was made of: the file was changed since"
    assert str(refused.value) == f"{path}:1: {fact}. {FIX}"


@pytest.mark.parametrize("version", ["$LATEST", ""])
def test_what_no_release_runs(tmp_path: Path, release: Release, version: str) -> None:
    write(tmp_path, release.with_versions({"api": version}))
    with pytest.raises(ConfigError, match="there is no version of api"):
        read_release(tmp_path, release.id, service="orders")


def test_a_release_of_another_service_in_the_same_folder(tmp_path: Path, release: Release) -> None:
    path = write(tmp_path, replace(release, service="billing"))
    with pytest.raises(ConfigError) as refused:
        read_release(tmp_path, release.id, service="orders")
    assert str(refused.value) == (
        f"{path}:1: this is of the service 'billing', and not of 'orders'. A service of another name is "
        "deployed anew: remove 'release', 'promoted' and 'gradual' of its stages."
    )
    assert list(release_ids(tmp_path, "orders")) == []
    path.write_text("broken")
    assert list(release_ids(tmp_path, "orders")) == [release.id]


def test_a_release_that_was_never_deployed(tmp_path: Path, released: Released) -> None:
    release = released()
    write(tmp_path, release)
    with pytest.raises(ConfigError, match=r"there is no version of api, as of one that is not deployed\."):
        read_release(tmp_path, release.id, service="orders")


def test_a_file_that_cannot_be_read(tmp_path: Path, release: Release) -> None:
    release_path(tmp_path, release.id).mkdir(parents=True)
    with pytest.raises(ConfigError, match="the file cannot be read: Is a directory"):
        read_release(tmp_path, release.id, service="orders")
