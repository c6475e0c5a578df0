"""`--up`: a preview, a question and an update of one stack by Pulumi's Automation API, told line by line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion.stacks import error_lines, only_stack

from .promotion_text import agreed, up_command

if TYPE_CHECKING:
    from pulumi.automation import Stack
    from pulumi.automation.events import EngineEvent

__all__ = ["Progress", "update"]

_WORDS: Final = {
    "create": ("create", "created"),
    "update": ("update", "updated"),
    "delete": ("delete", "deleted"),
    "create-replacement": ("replace", "replaced"),
    "import": ("import", "imported"),
}
"""What is told of an operation before and after; a replacement's other two steps are left out."""


class Progress:
    """Tells which resources Pulumi's engine changes, as it does, and keeps the errors that it tells."""

    def __init__(self) -> None:
        self.previews = True
        self.errors: list[str] = []

    def __call__(self, event: EngineEvent) -> None:
        if event.resource_pre_event and self.previews:
            self._resource(event.resource_pre_event.metadata)
        elif event.res_outputs_event and not self.previews:
            self._resource(event.res_outputs_event.metadata)
        elif event.diagnostic_event and event.diagnostic_event.severity == "error":
            self.errors.append(event.diagnostic_event.message.strip())

    def _resource(self, metadata: Any) -> None:
        words = _WORDS.get(_operation(metadata.op))
        if words:
            name = metadata.urn.rpartition("::")[2]
            click.echo(f"  {words[0 if self.previews else 1]:<8} {metadata.type}  {name}", err=True)


def update(
    folder: Path,
    stage: str,
    *,
    release: str | None,
    yes: bool,
    is_shared: bool = False,
    stack: str | None = None,
) -> bool:
    """Preview the stack of a stage, ask, and update it to a release; False where the answer was no.

    The stack has the stage's name; where stages share one (`is_shared`) it is `stack`, or the one that is
    selected, or the only one. Raises PromotionError where there is no Pulumi or no such stack, or with
    Pulumi's own errors.
    """
    command = up_command(stack if is_shared else stage, folder)
    if shutil.which("pulumi") is None:
        # The Automation API would raise a bare FileNotFoundError.
        fix = f"Install it (https://www.pulumi.com/docs/install/), and run: {command}"
        raise PromotionError(f"Pulumi is not installed, so {stage} was not deployed. {fix}")
    # A second and more to import, which no other command needs.
    from pulumi.automation import CommandError, InvalidVersionError, StackNotFoundError

    name = (stack or only_stack(folder)) if is_shared else stage
    if name is None:
        fix = f"Make it with 'pulumi stack init NAME', and run: {command}"
        raise PromotionError(f"there is no stack, so {stage} was not deployed. {fix}")
    progress = Progress()
    deployment = _Deployment(stage, release, command, yes, is_shared, progress)
    try:
        with _opened(folder, name) as opened:
            return deployment.run(opened)
    except StackNotFoundError:
        fix = f"Make it with 'pulumi stack init {name}', and run: {command}"
        raise PromotionError(f"there is no stack {name!r}, so it was not deployed. {fix}") from None
    except (CommandError, InvalidVersionError) as error:
        told = "\n".join(progress.errors) or error_lines(error)
        fix = f"The config stays as it is: mend what is told here, and run: {command}"
        raise PromotionError(f"{stage} was not deployed: {told}\n{fix}") from None


@contextmanager
def _opened(folder: Path, stage: str) -> Iterator[Stack]:
    """The stack of the project in `folder`.

    The Automation API selects what it opens; the user's next command shall be of the stack that was selected.
    """
    from pulumi.automation import LocalWorkspace, Stack

    workspace = LocalWorkspace(work_dir=str(folder))
    selected = workspace.stack()
    try:
        yield Stack.select(stage, workspace)
    finally:
        if selected and selected.name != stage:
            workspace.select_stack(selected.name)


@dataclass(frozen=True)
class _Deployment:
    """A stage on its way to a release; `command` is what the user runs for it later."""

    stage: str
    release: str | None
    command: str
    yes: bool
    is_shared: bool
    progress: Progress

    def run(self, stack: Stack) -> bool:
        click.echo(f"Preview of {self.stage}:", err=True)
        preview = stack.preview(on_event=self.progress, color="never")
        counts = _counts(preview.change_summary)
        if not counts and self._exported(stack) == self.release:
            click.echo(f"  {self.stage} runs all of it already.", err=True)
            return True
        # Defaults that are written out, say: another release of the same resources, which the next promotion
        # asks for.
        changes = counts or f"no resource changes; the release that {self.stage} exports does"
        click.echo(f"  {changes}", err=True)
        later = f"It was not deployed (later: {self.command})."
        if not agreed(f"Update {self.stage}?", yes=self.yes, otherwise=later):
            return False
        self.progress.previews = False
        done = stack.up(on_event=self.progress, color="never")
        told = _counts(done.summary.resource_changes or {}) or "no change"
        click.echo(f"{self.stage} is deployed: {told}.", err=True)
        return True

    def _exported(self, stack: Stack) -> str | None:
        """The id of the release that a stack's outputs tell."""
        output = stack.outputs().get("releases" if self.is_shared else "release")
        value = output.value if output else None
        if self.is_shared and isinstance(value, Mapping):
            value = value.get(self.stage)
        return value.get("id") if isinstance(value, Mapping) else None


def _counts(changes: Mapping[Any, int]) -> str:
    """`2 create, 1 update`, without what stays as it is."""
    counts = {_operation(operation): number for operation, number in changes.items()}
    return ", ".join(f"{number} {name}" for name, number in counts.items() if name != "same" and number)


def _operation(operation: Any) -> str:
    """An operation's name, which the Automation API gives as an enumeration in some places, in others not."""
    return str(getattr(operation, "value", operation))
