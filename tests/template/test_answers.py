"""Answers that the template refuses, and folders that it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cookiecutter.exceptions import (
    CookiecutterException,
    FailedHookException,
    OutputDirExistsException,
)

from .conftest import KINDS, TEMPLATE, Bake

PATTERN = (
    "It takes 2 to 32 lower-case letters, digits and '-', "
    "beginning with a letter and ending with a letter or digit, such as 'orders'."
)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"service": "Orders"}, f"service 'Orders' is not accepted. {PATTERN}"),
        ({"service": "1st"}, f"service '1st' is not accepted. {PATTERN}"),
        ({"service": "a_b"}, f"service 'a_b' is not accepted. {PATTERN}"),
        ({"service": "a"}, f"service 'a' is not accepted. {PATTERN}"),
        ({"service": "orders-"}, f"service 'orders-' is not accepted. {PATTERN}"),
        ({"service": "it's"}, f'service "it\'s" is not accepted. {PATTERN}'),
        (
            {"service": "a" * 33},
            f"service {'a' * 33!r} has 33 characters. At most 32 are accepted: shorten it.",
        ),
        (
            {"service": "class"},
            "service 'class' is a word of Python's own and cannot name a package. Choose another name.",
        ),
        ({"service": "json"}, "service 'json' would hide Python's own module 'json'. Choose another name."),
        (
            {"service": "pulumi-aws"},
            "service 'pulumi-aws' would hide 'pulumi_aws', which the project uses. Choose another name.",
        ),
        (
            {"service": "pulumi-shop"},
            "service 'pulumi-shop' would be a provider to Pulumi, as each pulumi-* is. Choose another name.",
        ),
        (
            {"description": "x" * 257},
            "description has 257 characters. At most 256 are accepted: shorten it.",
        ),
        (
            {"aws_region": "Ireland"},
            "aws_region 'Ireland' is not accepted. It takes the id of a region, such as 'eu-west-1'.",
        ),
        (
            {"protocol": "websocket", "topology": "shared"},
            "topology 'shared' is not accepted with protocol 'websocket': stages of one API would share the "
            "table of connections, and messages would reach the clients of all stages. "
            "Choose topology 'stack-per-stage', or protocol 'http' or 'rest'.",
        ),
        (
            {"description": 'The "best"'},
            "description 'The \"best\"' is not accepted. It takes one line without '\"', '\\' and '${'.",
        ),
        (
            {"author": "A\nB"},
            "author 'A\\nB' is not accepted. It takes one line without '\"', '\\' and '${'.",
        ),
    ],
    ids=lambda value: "-".join(value.values())[:12].strip() if isinstance(value, dict) else "",
)
def test_a_bad_answer_is_refused_in_one_line_and_nothing_is_written(
    bake: Bake, tmp_path: Path, capfd: pytest.CaptureFixture[str], answers: dict[str, str], reason: str
) -> None:
    with pytest.raises(FailedHookException, match="Hook script failed"):
        bake(tmp_path, **answers)
    assert capfd.readouterr().err == f"{reason}\n"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_is_refused(bake: Bake, tmp_path: Path) -> None:
    with pytest.raises(OutputDirExistsException, match="already exists"):
        bake(tmp_path, service="")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "answers",
    [{"protocol": "soap"}, {"python_version": "2.7"}, {"topology": "split"}],
    ids=["protocol", "python", "topology"],
)
def test_a_choice_that_is_not_offered_is_refused(bake: Bake, tmp_path: Path, answers: dict[str, str]) -> None:
    with pytest.raises((CookiecutterException, ValueError), match=r"soap|2\.7|split"):
        bake(tmp_path, **answers)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["orders", "my-api2", "a" * 32])
def test_a_good_name_is_taken(bake: Bake, tmp_path: Path, name: str) -> None:
    service = bake(tmp_path, service=name)
    assert service == tmp_path.resolve() / name
    assert (service / "src" / name.replace("-", "_") / "api.py").is_file()


def test_a_folder_that_exists_is_left_as_it_is(bake: Bake, tmp_path: Path) -> None:
    mine = tmp_path / "orders" / "api.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(OutputDirExistsException, match="orders"):
        bake(tmp_path)
    assert [path.name for path in mine.parent.iterdir()] == ["api.yaml"]
    assert mine.read_text() == "mine"


def test_plain_cookiecutter_bakes_it_too(tmp_path: Path, settings: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "cookiecutter",
        "--no-input",
        "--config-file",
        str(settings),
        str(TEMPLATE),
    ]
    finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert (tmp_path / "orders" / "api.yaml").is_file()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(kind.values()))
def test_pulumis_own_placeholders_can_be_answers(bake: Bake, tmp_path: Path, kind: dict[str, str]) -> None:
    """`pulumi new` replaces `${PROJECT}` and `${DESCRIPTION}` in files: one source can serve both tools."""
    answers = {"service": "${PROJECT}", "description": "${DESCRIPTION}", "__package": "service"}
    service = bake(tmp_path, hooks=False, **kind, **answers)
    assert (
        (service / "Pulumi.yaml").read_text().startswith('name: ${PROJECT}\ndescription: "${DESCRIPTION}"\n')
    )
    assert "handler: service.api.handler" in (service / "api.yaml").read_text()
