"""`apigw completion`: the script that completes the command line in a shell."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]

_INSTALL: Final = {
    "bash": 'Add to ~/.bashrc:  eval "$(apigw completion bash)"',
    "zsh": 'Add to ~/.zshrc, after compinit:  eval "$(apigw completion zsh)"',
    "fish": "Install:  apigw completion fish > ~/.config/fish/completions/apigw.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes `apigw`'s commands and options in SHELL.

    \b
    Install it:
      bash   add to ~/.bashrc:                  eval "$(apigw completion bash)"
      zsh    add to ~/.zshrc, after compinit:   eval "$(apigw completion zsh)"
      fish   apigw completion fish > ~/.config/fish/completions/apigw.fish

    bash needs version 4.4 or later; macOS comes with an older one.
    """
    completer = get_completion_class(shell)
    assert completer is not None, shell
    script = completer(ctx.find_root().command, {}, "apigw", "_APIGW_COMPLETE").source()
    click.echo(f"# {_INSTALL[shell]}\n{script}")
