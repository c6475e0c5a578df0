"""The group of commands: a command's module is imported only when it is the one to run.

`apigw --help` and shell completion answer on every Tab, so neither may wait for pydantic, rich or Pulumi.
"""

from __future__ import annotations

import difflib
import gc
import io
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click
from click.shell_completion import CompletionItem

from pulumi_apigw.errors import ApigwError

__all__ = ["COMMANDS", "INTERRUPTED", "LazyGroup"]

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "new": "Scaffold a service: config, handlers, tests and workflows.",
        "check": "Find every mistake in a service's config.",
        "plan": "Show what each route resolves to in a stage.",
        "graph": "Show the resources that a Pulumi program registers.",
        "serve": "Run a Pulumi program's APIs here, as API Gateway would.",
        "call": "Answer one request through the local gateway.",
        "token": "Mint a token that the local gateway's authorizers accept.",
        "export": "Write an API as an OpenAPI or AsyncAPI document.",
        "promote": "Let one stage have what another runs.",
        "rollback": "Let a stage have what it had before its last promotion.",
        "status": "Show all stages side by side.",
        "schema": "Print the config's JSON Schema, for editors.",
        "completion": "Print the script that completes `apigw` in a shell.",
    }
)
"""Each command's module in this package, in the order in which help lists them, and its summary there."""

INTERRUPTED = 130
"""The shell's exit code of a command that Ctrl-C stopped: 128 and the number of SIGINT."""


class LazyGroup(click.Group):
    """Commands by name, imported when used; an `ApigwError` of theirs is told without a traceback."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command as a process of its own, which ends before it is worth its time to collect garbage.

        Whatever is imported stays, and looking through it again and again takes a tenth of most commands. One
        that goes on, such as `apigw serve`, turns the collector on again.
        """
        gc.disable()
        return super().__call__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__package__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS:
            close = difflib.get_close_matches(name, COMMANDS, n=1)
            fix = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(COMMANDS)}."
            ctx.fail(f"there is no command {name!r}. {fix}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        known = [(name, summary) for name, summary in COMMANDS.items() if name.startswith(incomplete)]
        names = [CompletionItem(name, help=summary) for name, summary in known]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        _replace_what_cannot_be_shown()
        try:
            return super().invoke(ctx)
        except ApigwError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except click.UsageError as error:
            if fix := _stage_fix(error):
                raise click.UsageError(f"{error.message}. {fix}", error.ctx) from None
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo(err=True)
            ctx.exit(INTERRUPTED)


def _stage_fix(error: click.UsageError) -> str:
    """What to write for `apigw plan prod`, as `promote` and `rollback` take their stages."""
    takes_stage = error.ctx is not None and any("--stage" in each.opts for each in error.ctx.command.params)
    is_extra = error.message.startswith("Got unexpected extra argument")
    return "A stage is named with --stage." if takes_stage and is_extra else ""


def _replace_what_cannot_be_shown() -> None:
    """Show `?` where a terminal's encoding has no arrow or box, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
