"""Services as they are written for AWS, of every kind: none of them has a problem."""

from __future__ import annotations

import pathlib

import pytest

from pulumi_apigw.config import read_config

FILES = sorted(pathlib.Path(__file__).with_name("services").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_service_without_problems(path: pathlib.Path, folder: pathlib.Path) -> None:
    (folder / "api.yaml").write_text(path.read_text())
    file = read_config("api.yaml")
    assert [str(problem) for problem in file.problems] == []
    assert list(file.examination.stages) == list(file.data["stages"])


def test_there_are_services_of_every_kind() -> None:
    written = "".join(path.read_text() for path in FILES)
    kinds = ("jwt", "cognito", "lambda", "iam", "http", "private", "SQS-SendMessage", "Kinesis-PutRecord")
    assert [kind for kind in kinds if f"type: {kind}" not in written] == []
    assert "protocol: websocket" in written
    assert len(FILES) == 11
