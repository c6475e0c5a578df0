"""The user's Pulumi program, captured."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

from pulumi_apigw.errors import ConfigError
from pulumi_apigw.graph import ResourceGraph, capture_project

from .files import CONFIG_FILE, may_be_shared

__all__ = ["captured"]


def captured(folder: Path, stage: str, stack: str | None = None) -> ResourceGraph:
    """The graph of a project's stack; what the program prints goes to stderr, as stdout is the command's.

    Without `stack` it is the one that all stages share, or that of the stage's name. Raises `ProgramError`
    where the folder is no Python project of Pulumi's, or its program fails.
    """
    with redirect_stdout(sys.stderr):
        return capture_project(folder, stack=stack or _shared_stack(folder / CONFIG_FILE) or stage)


def _shared_stack(path: Path) -> str | None:
    """The one stack of all stages, None where each has its own or nobody says which one it is."""
    if not may_be_shared(path):
        return None
    from pulumi_apigw.config import read_config

    try:
        return read_config(path).stack
    except ConfigError:  # which the program tells, if it reads this file at all
        return None
