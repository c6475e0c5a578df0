"""What a handler meets, seen through a real worker process."""

from __future__ import annotations

import re
import sys
from typing import Any

import pulumi
import pytest

from pulumi_apigw.local.functions import FunctionError, Invocation


def test_the_handler_gets_the_event_and_its_result_comes_back(program: Any) -> None:
    arn = program.function("def handler(event, context): return {'got': event}")
    event = {"path": "/é/日本", "none": None, "n": [1, 2.5, True], "emoji": "\U0001f600"}
    assert program.call(arn, event) == Invocation({"got": event})


def test_the_context_is_lambdas(program: Any) -> None:
    arn = program.function(
        """
        import os
        def handler(event, context):
            left = context.get_remaining_time_in_millis()
            identity = context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id
            same_stream = context.log_stream_name == os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
            return [context.function_name, context.function_version, context.invoked_function_arn,
                    context.memory_limit_in_mb, context.log_group_name, same_stream, identity,
                    context.client_context, context.aws_request_id, 4000 < left <= 5000]
        """,
        timeout=5,
    )
    program.alias("dev", "3")
    payload = program.call(f"{arn}:dev").payload
    request_id = payload.pop(8)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id)
    assert payload == ["api", "3", f"{arn}:dev", "128", "/aws/lambda/api", True, [None, None], None, True]


def test_the_code_is_found_first_and_stands_where_it_is(program: Any) -> None:
    program.write("pool.py", "NAME = 'the service has a module of this name too'")
    program.write("data.txt", "beside the code")
    arn = program.function(
        """
        import os, sys, pool
        def handler(event, context):
            ours = "pulumi_apigw" in sys.modules
            return [os.getcwd(), sys.path[0], pool.NAME, open("data.txt").read(), ours]
        """
    )
    folder = str(program.folder / "src")
    text = "the service has a module of this name too"
    assert program.call(arn).payload == [folder, folder, text, "beside the code", False]


def test_no_bytecode_is_left_in_the_users_folder(program: Any) -> None:
    program.write("shop/orders.py", "X = 1")
    arn = program.function("import shop.orders\ndef handler(event, context): return shop.orders.X")
    assert program.call(arn).payload == 1
    assert not list(program.folder.rglob("__pycache__"))


@pytest.mark.parametrize("handler", ["shop.api.handle", "shop/api.handle"])
def test_a_handler_in_a_package_is_named_with_dots_or_slashes(program: Any, handler: str) -> None:
    program.write("shop/api.py", "def handle(event, context): return 'here'")
    assert program.call(program.function(handler=handler)).payload == "here"


def test_dependencies_come_from_the_interpreter_given(program: Any) -> None:
    arn = program.function("import sys, pulumi\ndef handler(event, context): return sys.executable")
    assert program.call(arn, python=sys.executable).payload == sys.executable


def test_a_relative_interpreter_counts_from_where_the_gateway_runs(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(program.folder)
    (program.folder / "bin").mkdir()
    (program.folder / "bin" / "python").symlink_to(sys.executable)
    arn = program.function("import sys\ndef handler(event, context): return sys.executable")
    assert program.call(arn, python="bin/python").payload == str(program.folder / "bin" / "python")


def test_the_virtual_environment_that_is_active_is_the_default(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(program.folder)  # not where the environment of these tests may be
    monkeypatch.setenv("VIRTUAL_ENV", str(program.folder / "venv"))
    arn = program.function("import sys\ndef handler(event, context): return sys.executable")
    assert program.call(arn).payload == sys.executable  # there is none at that path
    python = program.folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert program.call(arn).payload == str(python)


def test_the_services_own_environment_comes_before_one_that_is_active(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `.venv/bin/pytest` where a terminal has another environment active."""
    active = program.folder / "venv" / "bin" / "python"
    active.parent.mkdir(parents=True)
    active.symlink_to(sys.executable)
    monkeypatch.setenv("VIRTUAL_ENV", str(program.folder / "venv"))
    monkeypatch.setattr(sys, "prefix", str(program.folder / ".venv"))
    monkeypatch.chdir(program.folder)
    arn = program.function("import sys\ndef handler(event, context): return sys.executable")
    assert program.call(arn).payload == sys.executable


def test_layers_of_the_program_can_be_imported(program: Any) -> None:
    layer = "arn:aws:lambda:eu-west-1:123456789012:layer:lib:1"
    program.write("python/lib.py", "NAME = 'layer'", folder="layer")
    code = pulumi.FileArchive(str(program.folder / "layer"))
    program.add("aws:lambda/layerVersion:LayerVersion", "lib", {"code": code}, {"arn": layer})
    arn = program.function("import lib\ndef handler(event, context): return lib.NAME", layers=[layer])
    assert program.call(arn).payload == "layer"


def test_an_exception_is_lambdas_error_object(program: Any) -> None:
    arn = program.function("def fail(): raise ValueError('no stock')\ndef handler(event, context): fail()")
    error = program.call(arn).error
    path = program.folder / "src" / "app.py"
    assert (error.kind, error.type, error.message) == ("unhandled", "ValueError", "no stock")
    assert [line.split("\n")[0] for line in error.stack_trace] == [
        f'  File "{path}", line 2, in handler',
        f'  File "{path}", line 1, in fail',
    ]
    assert program.log[:2] == ["api: [ERROR] ValueError: no stock", "api: Traceback (most recent call last):"]


def test_a_module_that_is_not_there_is_named_with_its_path(program: Any) -> None:
    program.write("other.py", "")
    error = program.call(program.function(handler="shop.api.handler")).error
    assert error == FunctionError(
        "unhandled",
        "Runtime.ImportModuleError",
        "Unable to import module 'shop.api': No module named 'shop'. "
        "Function 'api' has handler 'shop.api.handler', "
        f"and there is no shop/api.py in {program.folder}/src. Mend the handler, or the folder of its code.",
    )


def test_a_missing_dependency_says_where_to_install_it(program: Any) -> None:
    error = program.call(program.function("import not_there_at_all"), python=sys.executable).error
    assert (error.type, error.message) == (
        "Runtime.ImportModuleError",
        "Unable to import module 'app': No module named 'not_there_at_all'. "
        f"If it is a dependency, install it for {sys.executable}.",
    )
    place, line, message = program.log
    assert place.startswith(f'api:   File "{program.folder}/src/app.py", line 1')
    assert line == "api:     import not_there_at_all"
    assert message.startswith("api: [ERROR] Runtime.ImportModuleError: Unable to import module 'app'")


@pytest.mark.parametrize(
    ("body", "handler", "type_", "message"),
    [
        ("x = 1", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'"),
        (
            "def handler(:",
            "app.handler",
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'app': invalid syntax",
        ),
        ("x = 1", "app", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack"),
        ("1 / 0", "app.handler", "ZeroDivisionError", "division by zero"),
    ],
)
def test_a_handler_that_cannot_be_loaded(
    program: Any, body: str, handler: str, type_: str, message: str
) -> None:
    error = program.call(program.function(body, handler=handler)).error
    assert (error.kind, error.type) == ("unhandled", type_)
    assert error.message.startswith(message)


@pytest.mark.parametrize("result", ["{1, 2}", "object()", "b'bytes'", "{('a', 'b'): 1}"])
def test_a_result_that_is_no_json_is_an_error(program: Any, result: str) -> None:
    error = program.call(program.function(f"def handler(event, context): return {result}")).error
    assert error.type == "Runtime.MarshalError"
    assert error.message.startswith("Unable to marshal response: ")


def test_dynamodbs_numbers_are_json(program: Any) -> None:
    arn = program.function(
        "from decimal import Decimal as D\ndef handler(event, context): return [D('3'), D('2.50')]"
    )
    assert program.call(arn).payload == [3, 2.5]


def test_a_result_beyond_six_megabytes_is_lambdas_error(program: Any) -> None:
    arn = program.function("def handler(event, context): return 'x' * (6_291_556 - 2 + event['more'])")

    async def scenario(pool: Any) -> tuple[Invocation, Invocation]:
        return await pool.invoke(arn, {"more": 0}), await pool.invoke(arn, {"more": 1})

    fits, beyond = program.run(scenario)
    assert len(fits.payload) == 6_291_554
    assert beyond.error == FunctionError(
        "unhandled",
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        beyond.error.stack_trace,
    )


def test_what_the_handler_prints_and_logs_is_there_before_its_answer(program: Any) -> None:
    arn = program.function(
        """
        import logging, os, sys
        logging.getLogger().setLevel("INFO")
        print("at import")
        def handler(event, context):
            print("to stdout"); print("to stderr", file=sys.stderr)
            os.system("echo from a program")
            logging.info("hello %s", "log")
            sys.stdout.write("unfinished é")
        """
    )

    async def scenario(pool: Any) -> list[str]:
        await pool.invoke(arn, {})
        return list(program.log)

    at_import, out, err, child, logged = program.run(scenario)
    assert [at_import, out, err, child] == [
        "api: at import",
        "api: to stdout",
        "api: to stderr",
        "api: from a program",
    ]
    assert re.fullmatch(r"api: \[INFO\]\t\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z\t[0-9a-f-]{36}\thello log", logged)
    assert program.log[-1] == "api: unfinished é"


def test_the_log_level_of_json_logging_holds(program: Any) -> None:
    arn = program.function(
        "import logging\ndef handler(event, context): return logging.getLogger().level",
        loggingConfig={"logFormat": "JSON", "applicationLogLevel": "DEBUG"},
    )
    assert program.call(arn).payload == 10


def test_prints_by_the_megabyte_do_not_stop_the_handler(program: Any) -> None:
    arn = program.function(
        "def handler(event, context):\n for i in range(20_000): print('x' * 100)\n return 'done'"
    )
    assert program.call(arn).payload == "done"
    assert len(program.log) == 20_000


def test_a_line_without_end_is_cut(program: Any) -> None:
    arn = program.function("def handler(event, context): print('x' * 3_000_000, end='')")
    program.call(arn)
    assert sum(map(len, program.log)) > 3_000_000
    assert max(map(len, program.log)) < 1_500_000


def test_hundreds_of_variables_reach_the_handler(program: Any) -> None:
    own = {f"VALUE_{i}": str(i) * 20 for i in range(500)}
    arn = program.function(
        "import os\ndef handler(event, context): return {k: v for k, v in os.environ.items() if 'VAL' in k}",
        environment={"variables": own},
    )
    assert program.call(arn).payload == own


def test_powertools_reads_the_function_from_its_surroundings(program: Any) -> None:
    arn = program.function(
        """
        from aws_lambda_powertools import Logger
        logger = Logger(service="shop")
        @logger.inject_lambda_context
        def handler(event, context):
            logger.info("ready")
        """
    )
    assert program.call(arn, python=sys.executable).error is None
    assert '"function_name":"api"' in program.log[0]
    assert f'"function_arn":"{arn}"' in program.log[0]
