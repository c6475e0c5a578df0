from __future__ import annotations

import pytest
from click.shell_completion import BashComplete

from pulumi_apigw.cli import main

from .conftest import Run

FIRST_LINES = {
    "bash": '# Add to ~/.bashrc:  eval "$(apigw completion bash)"',
    "zsh": '# Add to ~/.zshrc, after compinit:  eval "$(apigw completion zsh)"',
    "fish": "# Install:  apigw completion fish > ~/.config/fish/completions/apigw.fish",
}


@pytest.mark.parametrize("shell", FIRST_LINES)
def test_the_script_begins_with_how_to_install_it(apigw: Run, shell: str) -> None:
    outcome = apigw("completion", shell)
    assert outcome.exit_code == 0
    assert outcome.stdout.splitlines()[0] == FIRST_LINES[shell]
    assert f"_APIGW_COMPLETE={shell}_complete" in outcome.stdout


def test_another_shell_is_a_usage_error(apigw: Run) -> None:
    outcome = apigw("completion", "tcsh")
    assert outcome.exit_code == 2
    assert outcome.stderr.endswith(
        "Error: Invalid value for '{bash|zsh|fish}': 'tcsh' is not one of 'bash', 'zsh', 'fish'.\n"
    )


def test_commands_are_completed_without_importing_them(apigw_process: Run) -> None:
    env = {"_APIGW_COMPLETE": "bash_complete", "COMP_WORDS": "apigw s", "COMP_CWORD": "1"}
    outcome = apigw_process(env=env, without=("pydantic", "pulumi", "rich"))
    assert outcome.stdout.split() == ["plain,serve", "plain,status", "plain,schema"]


@pytest.mark.parametrize(
    ("words", "start", "found"),
    [
        ([], "co", ["completion"]),
        ([], "--v", ["--version"]),
        (["check"], "--st", ["--stage", "--strict"]),
        (["completion"], "f", ["fish"]),
    ],
)
def test_commands_and_options_are_completed(words: list[str], start: str, found: list[str]) -> None:
    completer = BashComplete(main, {}, "apigw", "_APIGW_COMPLETE")
    assert [each.value for each in completer.get_completions(words, start)] == found
