from __future__ import annotations

import pathlib
import sys
import time
from collections.abc import Callable

import pytest

from pulumi_apigw.config import load_config, read_config
from pulumi_apigw.errors import ConfigError

HANDLER = "def handler(event, context):\n    return {}\n"
CONFIG = """\
service: bookshelf
functions:
  api:
    runtime: %s
    source: %s
    handler: %s
%s
apis: {public: {routes: {GET /books: {function: api, authorizer: none}}}}
stages: {dev: {}, prod: {patch: {functions: {api: {memory_mb: 512}}}}}
"""

Check = Callable[..., list[str]]


@pytest.fixture
def check(folder: pathlib.Path) -> Check:
    """The problems of a function with a handler, whose source folder has `bookshelf/api.py`."""

    def problems(
        handler: str, text: str = HANDLER, *, runtime: str = "python3.11", source: str = "src", more: str = ""
    ) -> list[str]:
        package = folder / source / "bookshelf"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        (package / "api.py").write_text(text)
        (folder / "api.yaml").write_text(CONFIG % (runtime, source, handler, f"    {more}" if more else ""))
        return [str(problem) for problem in read_config("api.yaml").problems]

    return problems


PLACE = "api.yaml:6 functions.api.handler:"


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        (
            "bookshelf.apis.handler",
            "'bookshelf.apis.handler' is not there: src has no bookshelf/apis.py. "
            "Did you mean 'bookshelf.api.handler'?",
        ),
        (
            "bookshelf/apis.handler",
            "'bookshelf/apis.handler' is not there: src has no bookshelf/apis.py. "
            "Did you mean 'bookshelf.api.handler'?",
        ),
        (
            "bookshelf.api.handlr",
            "'bookshelf.api.handlr' is not there: bookshelf/api.py has no 'handlr'. Did you mean 'handler'?",
        ),
        (
            "bookshelf.api",
            "'bookshelf.api' is not there: bookshelf/__init__.py has no 'api'. "
            "Did you mean 'bookshelf.api.handler'?",
        ),
        (
            "api.handler",
            "'api.handler' is not there: src has no api.py. Did you mean 'bookshelf.api.handler'?",
        ),
        (
            "src.bookshelf.api.handler",
            "'src.bookshelf.api.handler' is not there: src has no src/bookshelf/api.py. "
            "Did you mean 'bookshelf.api.handler'?",
        ),
        (
            "orders.main.run",
            "'orders.main.run' is not there: src has no orders/main.py. Create it, or mend the handler.",
        ),
        (
            "bookshelf.api.run",
            "'bookshelf.api.run' is not there: bookshelf/api.py has no 'run'. "
            "Define it there, or mend the handler.",
        ),
        (
            "run",
            "'run' is not there: it names no module. Write module.function, such as 'orders.api.handler'.",
        ),
        (
            "../bookshelf.handler",
            "'../bookshelf.handler' is not there: it names no module. Did you mean 'bookshelf.api.handler'?",
        ),
    ],
)
def test_a_handler_that_is_not_there(handler: str, message: str, check: Check) -> None:
    assert check(handler) == [f"{PLACE} {message}"]
    with pytest.raises(ConfigError, match="is not there"):
        load_config("api.yaml", "dev")


@pytest.mark.parametrize("handler", ["bookshelf.api.handler", "bookshelf/api.handler"])
def test_a_handler_that_is_there(handler: str, check: Check) -> None:
    assert check(handler) == []


def test_a_handler_in_a_package_itself(check: Check, folder: pathlib.Path) -> None:
    assert len(check("bookshelf.handler")) == 1
    (folder / "src" / "bookshelf" / "__init__.py").write_text(HANDLER)
    assert check("bookshelf.handler") == []


def test_the_folder_of_the_config_itself(check: Check) -> None:
    message = "'bookshelf.apis.handler' is not there: the config's folder has no bookshelf/apis.py. "
    assert check("bookshelf.apis.handler", source=".") == [
        f"{PLACE} {message}Did you mean 'bookshelf.api.handler'?"
    ]


@pytest.mark.parametrize(
    "text",
    [
        HANDLER,
        "async def handler(event, context): ...",
        "class handler: ...",
        "handler = print",
        "handler: object = print",
        "handler, other = print, 1",
        "[first, *handler] = [1, 2]",
        "import handler",
        "import handler.deep",
        "import x as handler",
        "from .inner import handler",
        "from .inner import main as handler",
        "if True:\n    pass\nelse:\n    def handler(event, context): ...",
        "try:\n    from a import handler\nexcept ImportError:\n    handler = None",
        "with open('x') as handler: ...",
        "for handler in []: ...",
        "print(handler := 1)",
        "match 1:\n    case handler: ...",
        "def begin():\n    global handler\n    handler = print",
        # Names that cannot be judged.
        "from .inner import *",
        "def __getattr__(name): ...",
        "globals()['handler'] = print",
    ],
)
def test_every_way_to_bind_a_name(text: str, check: Check) -> None:
    assert check("bookshelf.api.handler", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def main():\n    handler = print",
        "class Main:\n    def handler(self): ...",
        "handler: object",
        "print(handler)",
        "main.handler = print",
        "import x.handler",
        "[handler for handler in []]",
        "lambda: (handler := 1)",
    ],
)
def test_what_binds_no_name_of_the_module(text: str, check: Check) -> None:
    message = "'bookshelf.api.handler' is not there: bookshelf/api.py has no 'handler'. "
    assert check("bookshelf.api.handler", text) == [f"{PLACE} {message}Define it there, or mend the handler."]


LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:tracing:1"


def test_what_layers_and_requirements_may_bring(check: Check, folder: pathlib.Path) -> None:
    (folder / "uv.lock").touch()
    for more in (f"layers: [{LAYER}]", "requirements: uv.lock"):
        assert check("datadog_lambda.handler.handler", more=more) == []
        assert len(check("bookshelf.apis.handler", more=more)) == 1
        assert len(check("bookshelf.api.handlr", more=more)) == 1
    assert len(check("datadog_lambda.handler.handler")) == 1


def test_what_is_not_written_in_python(check: Check, folder: pathlib.Path) -> None:
    assert check("index.handler", runtime="nodejs22.x") == []
    assert check("bookshelf.api.handler", "no python", runtime="nodejs22.x") == []
    assert len(check("bookshelf.fast.handler")) == 1
    (folder / "src" / "bookshelf" / "fast.cpython-311-aarch64-linux-gnu.so").touch()
    assert check("bookshelf.fast.handler") == []


def test_a_file_that_is_no_python(check: Check) -> None:
    wrong = "import os\n\ndef handler(event, context:\n    return {}\n"
    (problem,) = check("bookshelf.api.handler", wrong)
    assert problem.startswith(f"{PLACE} src/bookshelf/api.py:3 is not Python: ")
    assert problem.endswith(". Mend the file.")


def test_syntax_that_a_newer_runtime_may_know(check: Check) -> None:
    newer = f"python3.{sys.version_info.minor + 1}"
    problems = check("bookshelf.api.handler", "def handler(:", runtime=newer)
    assert [each for each in problems if "is not Python" in each] == []


def test_a_folder_without_python_is_not_judged(check: Check, folder: pathlib.Path) -> None:
    check("bookshelf.api.handler")
    for file in (folder / "src" / "bookshelf").iterdir():
        file.unlink()
    assert read_config("api.yaml").problems == ()


def test_a_file_of_many_functions_is_read_once(check: Check, folder: pathlib.Path) -> None:
    check("bookshelf.api.handler", HANDLER * 3000)
    one = "{runtime: python3.11, source: src, handler: bookshelf.api.handler}"
    functions = "\n".join(f"  f{number}: {one}" for number in range(100))
    text = (folder / "api.yaml").read_text().replace("functions:\n", f"functions:\n{functions}\n")
    (folder / "api.yaml").write_text(text)
    begin = time.process_time()
    assert read_config("api.yaml").examination.errors == ()
    assert time.process_time() - begin < 2


def test_a_secret_is_not_printed(check: Check) -> None:
    key = "AKIAIOSFODNN7EXAMPLE"
    assert key not in "".join(check(f"bookshelf.{key}"))
