"""A stack's outputs by Pulumi's Automation API, which runs the Pulumi CLI."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import PromotionError

if TYPE_CHECKING:
    from pulumi.automation import Workspace

__all__ = ["SECRET", "error_lines", "stack_outputs"]

SECRET: Final = "[secret]"
"""What Pulumi prints in place of a secret."""


def stack_outputs(stack: str, folder: Path) -> dict[str, Any] | None:
    """The outputs of a stack of the Pulumi project in `folder`, None where there is no such stack.

    Secrets are left as `[secret]`, apart from the release, which holds none. Raises PromotionError where
    Pulumi is not installed, or in its own words where it fails.
    """
    if shutil.which("pulumi") is None:
        # The Automation API would raise a bare FileNotFoundError.
        raise PromotionError(
            f"Pulumi is not installed, so it cannot be asked what the stack {stack!r} runs. Install it "
            f"(https://www.pulumi.com/docs/install/), or give --outputs FILE, with what "
            f"'pulumi stack output --json --stack {stack}' prints elsewhere."
        )
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
        name: SECRET if each.secret and name != "release" else each.value for name, each in outputs.items()
    }


def error_lines(error: Exception) -> str:
    """What Pulumi says is wrong: its `error:` lines, of an error that holds all that it printed."""
    lines = [line.strip().removeprefix("stderr: ") for line in str(error).splitlines() if line.strip()]
    found = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return " ".join(dict.fromkeys(found)) or (lines[-1] if lines else "it does not say why.")


def _workspace(folder: Path) -> Workspace:
    """The project, of which no stack is selected: that would change the stack of the user's next command."""
    from pulumi.automation import LocalWorkspace

    return LocalWorkspace(work_dir=str(folder))
