"""Captures in one process do not see each other, and leave the process as it was."""

from __future__ import annotations

import contextvars
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pulumi
import pulumi_aws as aws
import pytest

from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import ResourceGraph, capture

Write = Callable[..., Path]


def service(write: Write, name: str) -> Path:
    return write(
        {
            "__main__.py": "import infrastructure",
            "infrastructure.py": """
                import pulumi_aws as aws
                from parts.names import NAME
                aws.sqs.Queue(NAME)
            """,
            "parts/__init__.py": "",
            "parts/names.py": f"NAME = {name!r}",
        },
        name,
    )


def queues(folder: Path) -> list[str]:
    return [resource.name for resource in capture(folder).resources]


def test_two_services_with_modules_of_the_same_names_do_not_mix(write: Write) -> None:
    orders, refunds = service(write, "orders"), service(write, "refunds")
    assert [queues(orders), queues(refunds), queues(orders)] == [["orders"], ["refunds"], ["orders"]]


def test_an_edited_program_is_read_anew(write: Write) -> None:
    folder = service(write, "orders")
    assert queues(folder) == ["orders"]
    (folder / "parts" / "names.py").write_text("NAME = 'orders-2'")
    assert queues(folder) == ["orders-2"]


def test_a_module_that_is_new_is_found(write: Write) -> None:
    folder = write({"__main__.py": "import late"})
    written = folder.stat()
    with pytest.raises(ProgramError, match="No module named 'late'"):
        capture(folder)
    (folder / "late.py").write_text("")
    # Python looks into a folder again when its time has changed, which two quick writes may not do.
    os.utime(folder, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert capture(folder).resources == ()


@pytest.mark.parametrize("ending", ["", "raise ValueError('x')"])
def test_the_process_is_as_it_was(write: Write, ending: str) -> None:
    folder = service(write, "orders")
    (folder / "__main__.py").write_text(f"import sys, infrastructure\nsys.path.append('/nowhere')\n{ending}")
    theirs = sys.modules["infrastructure"] = type(sys)("infrastructure")
    before = (os.getcwd(), sys.path[:], sys.argv, sys.modules["__main__"])
    try:
        if ending:
            with pytest.raises(ProgramError, match="ValueError: x"):
                capture(folder)
        else:
            capture(folder)
        assert (os.getcwd(), sys.path, sys.argv, sys.modules["__main__"]) == before
        assert sys.modules["infrastructure"] is theirs
        assert "parts" not in sys.modules
        assert "parts.names" not in sys.modules
    finally:
        del sys.modules["infrastructure"]


def test_the_sdks_settings_are_as_they_were() -> None:
    settings = pulumi.runtime.settings.SETTINGS
    before = (settings.monitor, settings.project, settings.stack, pulumi.runtime.get_root_resource())
    seen: list[object] = []
    capture(lambda: aws.sqs.Queue("orders"), project="shop", stack="prod", config={"shop:x": "1"})
    assert (settings.monitor, settings.project, settings.stack, pulumi.runtime.get_root_resource()) == before
    thread = threading.Thread(target=lambda: seen.append(settings.monitor))
    thread.start()
    thread.join()
    assert seen == [None]
    assert pulumi.runtime.get_config("shop:x") is None


def test_a_caller_with_a_stack_of_its_own_can_capture() -> None:
    def caller() -> ResourceGraph:
        pulumi.runtime.settings.set_root_resource(cast(pulumi.Resource, object()))
        return capture(lambda: aws.sqs.Queue("orders"))

    assert contextvars.copy_context().run(caller).counts() == {"aws:sqs/queue:Queue": 1}


def test_captures_from_several_threads_take_turns(write: Write) -> None:
    folders = {name: service(write, name) for name in ("orders", "refunds", "stock")}
    found: dict[str, list[str]] = {}
    threads = [
        threading.Thread(target=lambda name=name: found.update({name: queues(folders[name])}))
        for name in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [name] for name in folders}


def test_this_package_is_not_loaded_twice_by_a_program_beside_it(write: Write) -> None:
    folder = write(
        {
            "__main__.py": "from pulumi_apigw.errors import ConfigError\nraise ConfigError([])",
            "pulumi_apigw/__init__.py": "raise RuntimeError('not this one')",
        }
    )
    from pulumi_apigw.errors import ConfigError

    with pytest.raises(ConfigError, match=r"^$"):
        capture(folder)
