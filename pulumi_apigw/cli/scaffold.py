"""Bakes the template: beside the place it is meant for, then moved there as a whole."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import pulumi_apigw
from pulumi_apigw.config.service import ServiceName
from pulumi_apigw.errors import TemplateError
from pulumi_apigw.source import did_you_mean

__all__ = ["Question", "accept", "bake", "questions"]

# cookiecutter logs the traceback of a hook that refuses; what the hook says is told instead.
logging.getLogger("cookiecutter").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Question:
    """A variable of the template: its key, how to ask for it, and what it takes.

    `choices` is empty where any text is taken; `meanings` says when to take which of them.
    """

    key: str
    text: str
    default: str
    choices: tuple[str, ...]
    meanings: tuple[str, ...]


def _template_folder() -> Path:
    """The template in the wheel, or beside the package in a checkout."""
    package = Path(pulumi_apigw.__file__).parent
    shipped = package / "_template"
    return shipped if shipped.is_dir() else package.parent / "template"


def questions() -> tuple[Question, ...]:
    """The template's variables, in its own order."""
    variables: dict[str, Any] = json.loads((_template_folder() / "cookiecutter.json").read_text("utf-8"))
    texts = variables.get("__prompts__", {})
    asked = ((key, value) for key, value in variables.items() if not key.startswith("_"))
    return tuple(_question(key, value, texts.get(key, key)) for key, value in asked)


def _question(key: str, value: Any, text: Any) -> Question:
    told = text if isinstance(text, Mapping) else {"__prompt__": text}
    choices = tuple(value) if isinstance(value, list) else ()
    meanings = tuple(told[each] for each in choices if each in told)
    return Question(key, told["__prompt__"], choices[0] if choices else value, choices, meanings)


def accept(question: Question, value: str) -> str:
    """The value, if the question takes it; raises `TemplateError`.

    A service's name is held to the config's own rule here, since a folder is made of it; the template's hooks
    know what else cannot be.
    """
    if question.choices and value not in question.choices:
        fix = did_you_mean(value, question.choices)
        raise TemplateError(f"{question.key} {value!r} is not accepted. {fix}")
    if question.key == "service":
        try:
            TypeAdapter(ServiceName).validate_python(value)
        except ValidationError as error:
            raise TemplateError(f"service {error.errors()[0]['msg']}") from None
    if re.search(r"\{[{%#]", value):  # cookiecutter would run it
        raise TemplateError(f"{question.key} {value!r} is not accepted. It takes no '{{{{', '{{%' and '{{#'.")
    return value


def bake(answers: Mapping[str, str], output_dir: Path) -> Path:
    """Make the service's folder in `output_dir`; raises `TemplateError` for what its hooks refuse."""
    # 0.3 s, which a refused name need not wait for.
    from cookiecutter.exceptions import CookiecutterException
    from cookiecutter.main import cookiecutter

    with _made(output_dir), tempfile.TemporaryDirectory(dir=output_dir, prefix=".apigw-new-") as draft:
        template, told = Path(draft, "template"), Path(draft, "stderr")
        # pip compiles the template's Python files where it installs them, and cookiecutter would copy that.
        shutil.copytree(_template_folder(), template, ignore=shutil.ignore_patterns("__pycache__"))
        try:
            with _stderr_to(told):
                baked = cookiecutter(
                    str(template),
                    no_input=True,
                    extra_context=dict(answers),
                    output_dir=str(Path(draft, "baked")),
                    # The user's own settings have no say, and their home gets no copy of the answers.
                    default_config={"replay_dir": draft, "cookiecutters_dir": draft},
                )
        except CookiecutterException as error:
            raise TemplateError(told.read_text("utf-8").strip() or str(error)) from None
        folder = output_dir / Path(baked).name
        os.rename(baked, folder)
    return folder


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; the ones that were not there go again if the block fails."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    made = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = True
        yield
    except BaseException as error:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        if not isinstance(error, OSError):
            raise
        fact = f"cannot be {'written to' if made else 'made'}: {error.strerror or error}"
        raise TemplateError(f"{folder}: {fact}. Choose another --output-dir.") from None


@contextmanager
def _stderr_to(path: Path) -> Iterator[None]:
    """Send file descriptor 2 to a file: hooks are processes, which say there why they refuse."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with path.open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
