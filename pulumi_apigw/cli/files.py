"""Which file and folder a command works on, found as git finds its repository: here, or in a folder above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

__all__ = [
    "CONFIG_FILE",
    "config_file",
    "file_option",
    "may_be_shared",
    "project_folder",
    "project_option",
    "stack_option",
    "stage_option",
]

CONFIG_FILE: Final = "api.yaml"
_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

file_option: Decorator = click.option(
    "--file",
    "-f",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"The config. [default: {CONFIG_FILE} here, or above within the Pulumi project]",
)
project_option: Decorator = click.option(
    "--project",
    "-p",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The Pulumi project. [default: this folder, or the nearest one above with a Pulumi.yaml]",
)


stack_option: Decorator = click.option(
    "--stack",
    metavar="NAME",
    help="The Pulumi stack whose config the program gets. [default: that of the stage's name; where stages "
    "share one stack, the one that has a Pulumi.NAME.yaml]",
)


def stage_option(help_text: str, *, default: str | None = "dev") -> Decorator:
    """The option --stage; what it means to the command is `help_text`."""
    return click.option("--stage", "-s", default=default, metavar="NAME", show_default=True, help=help_text)


def config_file(given: Path | None) -> Path:
    """The config to read: the one given, else the nearest one (named on stderr if in a folder above).

    Folders above are searched up to the root of the Pulumi project and, outside of one, not at all: what lies
    further up may be somebody else's.
    """
    if given is not None:
        return given
    found, project = _nearest(CONFIG_FILE), _nearest(*_PROJECT_FILES)
    if found is None or project is None or not found.is_relative_to(project.parent):
        return Path(CONFIG_FILE)
    if found.parent == Path.cwd():
        return Path(CONFIG_FILE)
    click.echo(f"Using {found}", err=True)
    return found


def may_be_shared(path: Path) -> bool:
    """Whether it is worth to ask a config if its stages share a stack; not where it cannot be read."""
    try:
        return "shared" in path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return False


def project_folder(given: Path | None) -> Path:
    """The folder of the Pulumi project to run: the one given, else the nearest one, else this folder."""
    if given is not None:
        return given
    found = _nearest(*_PROJECT_FILES)
    return found.parent if found else Path.cwd()


def _nearest(*names: str) -> Path | None:
    here = Path.cwd()
    candidates = (folder / name for folder in (here, *here.parents) for name in names)
    return next((path for path in candidates if path.is_file()), None)
