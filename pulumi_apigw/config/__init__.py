"""What the user wrote: pydantic models of one service, and the loader that reads them from a file.

`load_config` is the only I/O. All else is plain data in and out, so a `ServiceConfig` can be built in Python.
"""

from __future__ import annotations

from .loader import ConfigFile, load_config, read_config
from .resolve import resolve, stage_variables
from .schema import config_schema
from .service import ServiceConfig

__all__ = [
    "ConfigFile",
    "ServiceConfig",
    "config_schema",
    "load_config",
    "read_config",
    "resolve",
    "stage_variables",
]
