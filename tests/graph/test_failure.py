"""Programs that fail: one line that names the user's own file and line, and no traceback."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_apigw.errors import ConfigError, Problem, ProgramError
from pulumi_apigw.graph import capture

Write = Callable[..., Path]
DUPLICATE = (
    "infrastructure.py:4: duplicate resource: a second aws:sqs/queue:Queue named 'q'. "
    "Give it a name of its own."
)


@pytest.mark.parametrize(
    ("infrastructure", "message"),
    [
        ("\ntable = {}['orders']", "infrastructure.py:2: KeyError: 'orders'"),
        ("import nothing_there", "infrastructure.py:1: ModuleNotFoundError: No module named 'nothing_there'"),
        ("x = 1\nif x\n    pass", "infrastructure.py:2: SyntaxError: expected ':'"),
        (
            "import json\njson.loads('{')",
            "infrastructure.py:2: JSONDecodeError: "
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("assert False", "infrastructure.py:1: AssertionError"),
        ("import sys\nsys.exit('no account')", "infrastructure.py:2: the program exited with 'no account'."),
        (
            "import pulumi\npulumi.Config().require('table')",
            "Missing required configuration variable 'project:table'\n"
            "\tplease set a value using the command `pulumi config set project:table <value>`",
        ),
        (
            "import pulumi_aws as aws\n\naws.sqs.Queue('q', colour='red')",
            "infrastructure.py:3: TypeError: "
            "Queue._internal_init() got an unexpected keyword argument 'colour'",
        ),
        ("import pulumi_aws as aws\n\naws.sqs.Queue('q')\naws.sqs.Queue('q')", DUPLICATE),
        (
            "import pulumi_aws as aws\ndef check(arn):\n    raise ValueError(arn)\n"
            "aws.sqs.Queue('q', name='q').arn.apply(check)",
            "infrastructure.py:3: ValueError: arn:aws:sqs:us-east-1:123456789012:q",
        ),
        (
            "import pulumi_aws as aws\n\naws.sqs.Queue('q', tags={'a': object})",
            "infrastructure.py:3: ValueError: While processing resource: 'q', type: 'aws:sqs/queue:Queue'\n"
            "ValueError has risen: While processing input: 'tags', type <class 'str'>, "
            "value {'a': <class 'object'>}\n"
            "ValueError has risen: unexpected input of type type for a in Queue",
        ),
        (
            "import pulumi\npulumi.StackReference('acme/net/dev').require_output('vpc').apply(print)",
            "no output 'vpc' of a referenced stack is known here. "
            'Give its outputs: calls={"pulumi:pulumi:StackReference": {…}}.',
        ),
        (
            "import pulumi\nraise pulumi.RunError('stage prod is pinned to another release')",
            "stage prod is pinned to another release",
        ),
        ("import pulumi\npulumi.log.error('bad stage')", "bad stage"),
        ("raise Exception('plain')", "infrastructure.py:1: plain"),
    ],
)
def test_a_program_that_fails_is_told_in_one_message(write: Write, infrastructure: str, message: str) -> None:
    folder = write({"__main__.py": "import infrastructure"})
    (folder / "infrastructure.py").write_text(infrastructure)
    with pytest.raises(ProgramError) as caught:
        capture(folder)
    assert str(caught.value) == message


def test_our_own_errors_pass_unchanged() -> None:
    error = ConfigError([Problem("apis.public", "is empty. Add a route.")])

    def program() -> None:
        raise error

    with pytest.raises(ConfigError, match=r"^apis\.public: is empty\. Add a route\.$") as caught:
        capture(program)
    assert caught.value is error


def test_the_first_failure_is_told_not_those_that_follow_from_it(write: Write) -> None:
    folder = write(
        {
            "__main__.py": """
                import pulumi_aws as aws

                def check(url):
                    raise ValueError("second")

                aws.sqs.Queue("q").url.apply(check)
                raise KeyError("first")
            """
        }
    )
    with pytest.raises(ProgramError, match=r"^__main__\.py:8: KeyError: 'first'$"):
        capture(folder)


def test_a_failure_that_many_outputs_wait_for_keeps_its_line(write: Write) -> None:
    folder = write(
        {
            "__main__.py": """
                import pulumi
                import pulumi_aws as aws

                def check(url):
                    raise ValueError("no table")

                url = aws.sqs.Queue("q").url.apply(check)
                for number in range(20):
                    waiting = pulumi.Output(url.resources(), url.future(), url.is_known())
                    pulumi.export(f"u{number}", waiting)
            """
        }
    )
    with pytest.raises(ProgramError, match=r"^__main__\.py:6: ValueError: no table$"):
        capture(folder)


def test_a_failure_in_a_function_names_its_file() -> None:
    def program() -> None:
        raise ValueError("no table")

    with pytest.raises(ProgramError, match=r"tests/graph/test_failure\.py:\d+: ValueError: no table$"):
        capture(program)


def test_leaving_with_zero_is_no_failure(write: Write) -> None:
    program = "import sys, pulumi_aws as aws; aws.sqs.Queue('q'); sys.exit(0)"
    assert capture(write({"__main__.py": program})).counts() == {"aws:sqs/queue:Queue": 1}


def test_a_program_that_is_not_there_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as caught:
        capture(tmp_path / "main.py")
    assert str(caught.value) == (
        f"{tmp_path}/main.py: no Pulumi program there. "
        "Expected a Python file, or a folder with a __main__.py."
    )


def test_a_failed_capture_leaves_nothing_behind_for_the_next(
    write: Write, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = write(
        {
            "__main__.py": """
                import pulumi_aws as aws

                def check(url):
                    raise ValueError("later")

                for number in range(3):
                    aws.sqs.Queue(f"q{number}").url.apply(check)
                raise ValueError("x")
            """
        },
        "bad",
    )
    working = write({"__main__.py": "import pulumi_aws as aws; aws.sqs.Queue('q')"}, "good")
    with pytest.raises(ProgramError, match="x"):
        capture(failing)
    # An exception that nobody took is reported when it is collected.
    gc.collect()
    assert capture(working).counts() == {"aws:sqs/queue:Queue": 1}
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")
