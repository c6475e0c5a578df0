"""Options that `apigw promote`, `apigw rollback` and `apigw status` share, and what runs by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from pulumi_apigw.config import ConfigFile
from pulumi_apigw.promotion import Deployments, find_deployed, find_shared

__all__ = [
    "ChangeCommand",
    "check_option",
    "deployments",
    "json_option",
    "outputs_option",
    "require_shared",
    "stack_option",
    "yes_option",
]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class ChangeCommand(click.Command):
    """A command that exits with 2 where something can be changed.

    To a script, one that it mistyped must not look like that: it exits with 1, and not with click's own 2.
    """

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _exits_with_one():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _exits_with_one():
            return super().invoke(ctx)


@contextmanager
def _exits_with_one() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        error.show()
        raise click.exceptions.Exit(1) from None


outputs_option: Decorator = click.option(
    "--outputs",
    "outputs",
    type=str,
    multiple=True,
    metavar="FILE",
    help="What `pulumi stack output --json` printed for a stage; as STAGE=FILE if it holds no release. "
    "[default: Pulumi is asked]",
)
stack_option: Decorator = click.option(
    "--stack",
    metavar="NAME",
    help="The one stack of all stages (topology: shared). [default: the selected one, or the only one]",
)
check_option: Decorator = click.option(
    "--check", is_flag=True, help="Change nothing; exit with 2 if there is something to change."
)
yes_option: Decorator = click.option("--yes", "-y", is_flag=True, help="Do not ask.")
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def require_shared(file: ConfigFile, stack: str | None) -> None:
    """A stack is named only where one stack runs all stages."""
    if stack and not file.is_shared:
        fact = "each stage has a stack of its own name, so --stack names none"
        raise click.UsageError(f"{fact}. It is for services with 'topology: shared'.")


def deployments(
    file: ConfigFile, stages: Iterable[str], *, outputs: Sequence[str], stack: str | None
) -> Deployments:
    """What runs in `stages`; files that were given for nothing are told."""
    require_shared(file, stack)
    if file.is_shared:
        return find_shared(stages, files=outputs, stack=stack, folder=file.folder)
    found = find_deployed(stages, files=outputs, folder=file.folder)
    for text in found.unused:
        click.echo(text, err=True)
    return found
