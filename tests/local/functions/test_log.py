"""What a worker prints, on its way to the log."""

from __future__ import annotations

import os

from pulumi_apigw.local.functions.log import LogPipe


def test_a_worker_that_prints_without_end_does_not_keep_the_event_loop() -> None:
    lines: list[str] = []

    def print_on(line: str) -> None:
        lines.append(line)
        assert len(lines) < 10, "reads for as long as the worker prints"
        os.write(pipe.write_end, b"more\n")

    pipe = LogPipe(print_on)
    os.write(pipe.write_end, b"first\n")
    assert pipe.drain()
    assert lines == ["first"]
    assert pipe.drain()
    assert lines == ["first", "more"]
    pipe.close_write_end()
    pipe._on_line = lines.append
    assert pipe.drain()
    assert not pipe.drain()
    pipe.close()
