"""A user's program that failed, told in one line: where in their own files, and what."""

from __future__ import annotations

import site
import sys
import sysconfig
import traceback
from pathlib import Path
from urllib.parse import unquote, urlparse

import pulumi
from pulumi import stack_reference

from pulumi_apigw.errors import ApigwError, ProgramError

__all__ = ["DuplicateResourceError", "explain", "file_of"]

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
        where = f"{_place(error.file, error.line, folder, cwd)}: " if error.file else ""
        return ProgramError(f"{where}{error}")
    if isinstance(error, KeyError) and _raised_in(error, stack_reference.__file__):
        return ProgramError(
            f"no output {error} of a referenced stack is known here. Give its outputs: "
            'calls={"pulumi:pulumi:StackReference": {…}}.'
        )
    if isinstance(error, SyntaxError) and error.filename:
        return ProgramError(
            f"{_place(error.filename, error.lineno or 1, folder, cwd)}: {type(error).__name__}: {error.msg}"
        )
    return ProgramError(f"{_where(error, folder, cwd)}{_named(error)}")


def _named(error: BaseException) -> str:
    # The SDK raises bare Exceptions, whose name says nothing.
    name = "" if type(error) is Exception else type(error).__name__
    return ": ".join(part for part in (name, str(error)) if part) or "Exception"


def _raised_in(error: BaseException, filename: str) -> bool:
    return traceback.extract_tb(error.__traceback__)[-1].filename == filename


def _where(error: BaseException, folder: Path, cwd: Path) -> str:
    users = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _is_users(frame.f_code.co_filename, folder)
    ] or _registrations(error)
    return f"{_place(*users[-1], folder, cwd)}: " if users else ""


def _registrations(error: BaseException) -> list[tuple[str, int]]:
    """Where the resource was made that the SDK failed to register: it does so later, in a task of its own."""
    found = (frame.f_locals.get("source_position") for frame, _ in traceback.walk_tb(error.__traceback__))
    return [(file_of(position.uri), position.line) for position in found if position is not None]


def file_of(uri: str) -> str:
    """The path of a `file:` URI, as the SDK gives the place where a resource is made."""
    return unquote(urlparse(uri).path)


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


def _place(filename: str, line: int, folder: Path, cwd: Path) -> str:
    """`file:line`, the file as seen from the program's folder, else from the caller's, else absolute."""
    path = Path(filename).resolve()
    for base in (folder, cwd):
        if path.is_relative_to(base):
            return f"{path.relative_to(base)}:{line}"
    return f"{path}:{line}"
