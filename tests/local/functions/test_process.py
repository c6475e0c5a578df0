from __future__ import annotations

import os
import select
import sys
from typing import Any

from pulumi_apigw.local.functions.process import WorkerProcess


def test_a_worker_that_was_never_heard_ends_without_a_word(program: Any) -> None:
    program.write("app.py", "def handler(event, context): pass")
    for _ in range(5):
        worker = WorkerProcess(
            sys.executable,
            folder=program.folder / "src",
            in_place=True,
            libraries=(),
            environment={"_HANDLER": "app.handler", "PATH": os.environ["PATH"]},
            on_line=program.log.append,
        )
        assert select.select([worker._socket], [], [], 10)[0]  # it has loaded its handler and waits
        worker.end()
    assert program.log == []
