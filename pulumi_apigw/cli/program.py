"""The user's Pulumi program, captured."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

from pulumi_apigw.graph import ResourceGraph, capture_project

__all__ = ["captured"]


def captured(folder: Path, stage: str) -> ResourceGraph:
    """The graph of a project's stack; what the program prints goes to stderr, as stdout is the command's.

    Raises `ProgramError` where the folder is no Python project of Pulumi's, or its program fails.
    """
    with redirect_stdout(sys.stderr):
        return capture_project(folder, stack=stage)
