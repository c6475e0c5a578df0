"""Folders that this package makes in a project."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

__all__ = ["make_folder"]

OWN_FOLDER = ".apigw"


def make_folder(path: Path) -> None:
    """Make a folder and those around it; an `.apigw` among them tells Git to leave out all that is in it.

    What is in there is a private key, and zips. Raises OSError.
    """
    path.mkdir(parents=True, exist_ok=True)
    for folder in (path, *path.parents):
        if folder.name == OWN_FOLDER:
            with suppress(FileExistsError), (folder / ".gitignore").open("x") as file:
                file.write("*\n")
