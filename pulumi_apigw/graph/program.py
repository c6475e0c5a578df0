"""A user's program in this process: found, run from its own folder, and its modules forgotten afterwards."""

from __future__ import annotations

import contextlib
import importlib
import os
import runpy
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from inspect import iscoroutine
from pathlib import Path
from types import ModuleType
from typing import Any

from pulumi_apigw.errors import ProgramError

__all__ = ["Program", "load"]

_PACKAGE = __name__.partition(".")[0]


@dataclass(frozen=True)
class Program:
    """Something to run: its relative paths start from `folder`; `main` is its file if it has one."""

    folder: Path
    main: Path | None
    function: Callable[[], Any] | None

    def start(self) -> Awaitable[None] | None:
        """Run the program's top level; what it returns is to be awaited where it is a coroutine."""
        try:
            if self.function is not None:
                result = self.function()
                return result if iscoroutine(result) else None
            runpy.run_path(str(self.main), run_name="__main__")
        except SystemExit as stop:
            if stop.code:
                raise
        return None

    @contextlib.contextmanager
    def surroundings(self) -> Iterator[None]:
        """The process as Pulumi's language host sets it up for this program; all is put back on leaving.

        What the program prints goes to stderr: stdout belongs to whoever shows the graph.
        """
        with contextlib.redirect_stdout(sys.stderr):
            if self.main is None:
                yield
                return
            cwd, path, argv, modules = Path.cwd(), sys.path[:], sys.argv, _take_modules_named_in(self.folder)
            try:
                os.chdir(self.folder)
                sys.path.insert(0, str(self.folder))
                sys.argv = [str(self.main)]
                importlib.invalidate_caches()
                yield
            finally:
                os.chdir(cwd)
                sys.path[:], sys.argv = path, argv
                _take_modules_named_in(self.folder)
                sys.modules.update(modules)


def load(program: Callable[[], Any] | str | os.PathLike[str]) -> Program:
    """The program of a function, of a file or of a folder with a `__main__.py`.

    Raises `ProgramError` where there is no such file.
    """
    if callable(program):
        return Program(Path.cwd(), None, program)
    path = Path(program).resolve()
    main = path / "__main__.py" if path.is_dir() else path
    if not main.is_file():
        raise ProgramError(
            f"{program}: no Pulumi program there. Expected a Python file, or a folder with a __main__.py."
        )
    return Program(main.parent, main, None)


def _take_modules_named_in(folder: Path) -> dict[str, ModuleType]:
    """Remove the modules that a program in `folder` would import from there, and return them.

    Two services that both have an `infrastructure.py` must not see each other's, and a program that runs
    twice has to run its modules twice. Installed packages stay: loading pulumi_aws again would take
    seconds.
    """
    names = {entry.stem for entry in folder.iterdir() if entry.suffix == ".py" or _is_package(entry)}
    names -= {_PACKAGE, "__main__"}
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] in names}


def _is_package(entry: Path) -> bool:
    return entry.is_dir() and "." not in entry.name and any(entry.glob("*.py"))
