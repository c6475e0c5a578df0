"""What a worker prints, line by line."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

__all__ = ["LogPipe"]

_CHUNK: Final = 64 * 1024  # what a pipe holds at most: https://man7.org/linux/man-pages/man7/pipe.7.html
_LINE: Final = 1024 * 1024
"""Where a line without an end is cut, as CloudWatch Logs does:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""


class LogPipe:
    """A pipe whose write end a worker has as standard output and error; whole lines go to `on_line`."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._partial = b""
        self.read_end, self.write_end = os.pipe()
        os.set_blocking(self.read_end, False)
        self._open = True

    def close_write_end(self) -> None:
        """Leave the write end to the worker alone."""
        os.close(self.write_end)

    def drain(self) -> bool:
        """Hand over every line that is there, without waiting; False when no more can come.

        One read takes all that a pipe holds. Reading on would keep the event loop for as long as a handler
        prints.
        """
        try:
            chunk = os.read(self.read_end, _CHUNK) if self._open else b""
        except BlockingIOError:
            return True
        *lines, self._partial = (self._partial + chunk).split(b"\n")
        for line in lines:
            self.write(line.decode("utf-8", "replace"))
        if len(self._partial) > _LINE:
            self._write_partial()
        return bool(chunk)

    def write(self, line: str) -> None:
        """Add a line of the gateway's own."""
        self._on_line(line.rstrip("\r"))

    def close(self) -> None:
        """Hand over what is left, an unfinished line too."""
        self.drain()
        if self._open:
            self._open = False
            os.close(self.read_end)
        if self._partial:
            self._write_partial()

    def _write_partial(self) -> None:
        rest, self._partial = self._partial, b""
        self.write(rest.decode("utf-8", "replace"))
