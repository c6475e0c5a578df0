"""A stack's outputs by Pulumi's Automation API, which runs the Pulumi CLI."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import PromotionError

if TYPE_CHECKING:
    from pulumi.automation import Workspace

__all__ = ["SECRET", "error_lines", "only_stack", "stack_outputs"]

SECRET: Final = "[secret]"
"""What Pulumi prints in place of a secret."""


_RELEASES: Final = ("release", "releases")


def stack_outputs(stack: str, folder: Path) -> dict[str, Any] | None:
    """The outputs of a stack of the Pulumi project in `folder`, None where there is no such stack.

    Secrets are left as `[secret]`, apart from releases, which hold none. Raises PromotionError where
    Pulumi is not installed, or in its own words where it fails.
    """
    _require_pulumi(f"what the stack {stack!r} runs", f"'pulumi stack output --json --stack {stack}'")
    # A second and more to import, which no other command needs.
    from pulumi.automation import CommandError, InvalidVersionError, StackNotFoundError

    try:
        outputs = _workspace(folder).stack_outputs(stack)
    except StackNotFoundError:
        return None
    except (CommandError, InvalidVersionError) as error:
        raise PromotionError(
            f"Pulumi cannot tell what the stack {stack!r} runs: {error_lines(error)}"
        ) from None
    return {
        name: SECRET if each.secret and name not in _RELEASES else each.value
        for name, each in outputs.items()
    }


def only_stack(folder: Path) -> str | None:
    """The stack of the Pulumi project in `folder` that is selected, or the only one; None without any.

    Raises PromotionError where Pulumi is not installed, in its own words where it fails, and where there are
    several of which none is selected.
    """
    _require_pulumi("what runs", "'pulumi stack output --json'")
    from pulumi.automation import CommandError, InvalidVersionError

    try:
        workspace = _workspace(folder)
        if selected := workspace.stack():
            return selected.name
        stacks = [each.name for each in workspace.list_stacks()]
    except (CommandError, InvalidVersionError) as error:
        raise PromotionError(f"Pulumi cannot tell which stacks there are: {error_lines(error)}") from None
    if len(stacks) > 1:
        listed = ", ".join(sorted(stacks))
        fix = "Name the one that runs this service: --stack NAME."
        raise PromotionError(f"there are several stacks, of which none is selected ({listed}). {fix}")
    return stacks[0] if stacks else None


def _require_pulumi(what: str, command: str) -> None:
    if shutil.which("pulumi") is None:
        # The Automation API would raise a bare FileNotFoundError.
        raise PromotionError(
            f"Pulumi is not installed, so it cannot be asked {what}. Install it "
            f"(https://www.pulumi.com/docs/install/), or give --outputs FILE, with what "
            f"{command} prints elsewhere."
        )


def error_lines(error: Exception) -> str:
    """What Pulumi says is wrong: its `error:` lines, of an error that holds all that it printed."""
    lines = [line.strip().removeprefix("stderr: ") for line in str(error).splitlines() if line.strip()]
    found = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return " ".join(dict.fromkeys(found)) or (lines[-1] if lines else "it does not say why.")


def _workspace(folder: Path) -> Workspace:
    """The project, of which no stack is selected: that would change the stack of the user's next command."""
    from pulumi.automation import LocalWorkspace

    return LocalWorkspace(work_dir=str(folder))
