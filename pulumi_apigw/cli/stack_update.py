"""`--up`: a preview, a question and an update of one stack by Pulumi's Automation API, told line by line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pulumi_apigw.errors import PromotionError
from pulumi_apigw.promotion.stacks import error_lines

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


def update(folder: Path, stage: str, *, release: str | None, yes: bool) -> bool:
    """Preview the stack of a stage, ask, and update it to a release; False where the answer was no.

    Raises PromotionError where there is no Pulumi or no such stack, or with Pulumi's own errors.
    """
    if shutil.which("pulumi") is None:
        # The Automation API would raise a bare FileNotFoundError.
        fix = f"Install it (https://www.pulumi.com/docs/install/), and run: {up_command(stage, folder)}"
        raise PromotionError(f"Pulumi is not installed, so {stage} was not deployed. {fix}")
    # A second and more to import, which no other command needs.
    from pulumi.automation import CommandError, InvalidVersionError, StackNotFoundError

    progress = Progress()
    try:
        with _opened(folder, stage) as stack:
            return _update(stack, stage, progress, folder, release=release, yes=yes)
    except StackNotFoundError:
        fix = f"Make it with 'pulumi stack init {stage}', and run: {up_command(stage, folder)}"
        raise PromotionError(f"there is no stack {stage!r}, so it was not deployed. {fix}") from None
    except (CommandError, InvalidVersionError) as error:
        told = "\n".join(progress.errors) or error_lines(error)
        fix = f"The config stays as it is: mend what is told here, and run: {up_command(stage, folder)}"
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


def _update(
    stack: Stack, stage: str, progress: Progress, folder: Path, *, release: str | None, yes: bool
) -> bool:
    click.echo(f"Preview of {stage}:", err=True)
    preview = stack.preview(on_event=progress, color="never")
    counts = _counts(preview.change_summary)
    if not counts and _exported(stack) == release:
        click.echo(f"  {stage} runs all of it already.", err=True)
        return True
    # Defaults that are written out, say: another release of the same resources, which the next promotion
    # asks for.
    click.echo(f"  {counts or f'no resource changes; the release that {stage} exports does'}", err=True)
    if not agreed(
        f"Update {stage}?", yes=yes, otherwise=f"It was not deployed (later: {up_command(stage, folder)})."
    ):
        return False
    progress.previews = False
    done = stack.up(on_event=progress, color="never")
    click.echo(
        f"{stage} is deployed: {_counts(done.summary.resource_changes or {}) or 'no change'}.", err=True
    )
    return True


def _exported(stack: Stack) -> str | None:
    """The id of the release that a stack's outputs tell."""
    output = stack.outputs().get("release")
    return output.value.get("id") if output and isinstance(output.value, Mapping) else None


def _counts(changes: Mapping[Any, int]) -> str:
    """`2 create, 1 update`, without what stays as it is."""
    counts = {_operation(operation): number for operation, number in changes.items()}
    return ", ".join(f"{number} {name}" for name, number in counts.items() if name != "same" and number)


def _operation(operation: Any) -> str:
    """An operation's name, which the Automation API gives as an enumeration in some places, in others not."""
    return str(getattr(operation, "value", operation))
