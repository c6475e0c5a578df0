"""A user's program that failed, told in one line: where in their own files, and what."""

from __future__ import annotations

import site
import sys
import sysconfig
import traceback
from pathlib import Path

import pulumi

from pulumi_apigw.errors import ApigwError, ProgramError

__all__ = ["DuplicateResourceError", "explain", "place"]

_OUR_FOLDER = Path(__file__).resolve().parent.parent


class DuplicateResourceError(Exception):
    """Two resources of one type and parent that have the same name, which Pulumi's engine refuses."""

    def __init__(self, type_: str, name: str, file: str, line: int) -> None:
        self.file, self.line = file, line
        super().__init__(f"duplicate resource: a second {type_} named {name!r}. Give it a name of its own.")


def explain(error: BaseException, folder: Path, cwd: Path) -> ApigwError:
    """The error to raise for what a program raised.

    `pulumi.RunError` and our own errors are written for users and stay as they are; any other becomes a
    `ProgramError` with the file and line of the user's own code that is nearest to the failure.
    """
    if isinstance(error, ApigwError):
        return error
    if isinstance(error, pulumi.RunError):
        return ProgramError(str(error))
    if isinstance(error, SystemExit):
        return ProgramError(f"{_where(error, folder, cwd)}the program exited with {error.code!r}.")
    if isinstance(error, DuplicateResourceError):
        where = f"{place(error.file, error.line, folder, cwd)}: " if error.file else ""
        return ProgramError(f"{where}{error}")
    if isinstance(error, SyntaxError) and error.filename:
        return ProgramError(
            f"{place(error.filename, error.lineno or 1, folder, cwd)}: {type(error).__name__}: {error.msg}"
        )
    return ProgramError(f"{_where(error, folder, cwd)}{_named(error)}")


def _named(error: BaseException) -> str:
    # The SDK raises bare Exceptions, whose name says nothing.
    name = "" if type(error) is Exception else type(error).__name__
    return ": ".join(part for part in (name, str(error)) if part) or "Exception"


def _where(error: BaseException, folder: Path, cwd: Path) -> str:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if _is_users(frame.filename, folder)
    ]
    if not frames:
        return ""
    return f"{place(frames[-1].filename, frames[-1].lineno or 1, folder, cwd)}: "


def _is_users(filename: str, folder: Path) -> bool:
    """Whether a file is the user's own, and not of Python, of an installed package or of this one."""
    if filename.startswith("<"):
        return False
    path = Path(filename).resolve()
    if any(path.is_relative_to(library) for library in _libraries()) or path.is_relative_to(_OUR_FOLDER):
        return False
    return "site-packages" not in (path.relative_to(folder) if path.is_relative_to(folder) else path).parts


def _libraries() -> list[Path]:
    paths = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), *site.getsitepackages()}
    return [Path(path).resolve() for path in paths if path and Path(path).resolve() != Path(sys.prefix)]


def place(filename: str, line: int, folder: Path, cwd: Path) -> str:
    """`file:line`, the file as seen from the program's folder, else from the caller's, else absolute."""
    path = Path(filename).resolve()
    for base in (folder, cwd):
        if path.is_relative_to(base):
            return f"{path.relative_to(base)}:{line}"
    return f"{path}:{line}"
