from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pulumi_apigw.cli import check, main
from pulumi_apigw.cli.group import COMMANDS

from .conftest import Run

HELP = """\
Usage: apigw [OPTIONS] COMMAND [ARGS]...

  AWS API Gateway for Pulumi: one config, checked, served on a laptop,
  deployed to a stack per stage.

  A day with it:
    apigw new orders           scaffold a service
    cd orders
    apigw check                find every mistake in api.yaml
    apigw serve                run it here, with no AWS account
    apigw call "GET /items"    ask it one question, with a token
    pulumi up --stack dev      deploy it
    apigw promote dev prod     let prod have what was tested in dev

  Exit codes: 0 success, 1 an error that is told on stderr, 2 a command that is not
  understood, 130 interrupted.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  new         Scaffold a service: config, handlers, tests and workflows.
  check       Find every mistake in a service's config.
  plan        Show what each route resolves to in a stage.
  graph       Show the resources that a Pulumi program registers.
  serve       Run a Pulumi program's APIs here, as API Gateway would.
  call        Answer one request through the local gateway.
  token       Mint a token that the local gateway's authorizers accept.
  export      Write an API as an OpenAPI or AsyncAPI document.
  promote     Let one stage have what another runs.
  rollback    Let a stage have what it had before its last promotion.
  status      Show all stages side by side.
  schema      Print the config's JSON Schema, for editors.
  completion  Print the script that completes `apigw` in a shell.
"""


def test_help_shows_a_day_and_every_command(apigw: Run) -> None:
    assert apigw("--help") == apigw("-h")
    assert apigw("--help").stdout == HELP


def test_help_imports_nothing_slow(apigw_process: Run) -> None:
    slow = ("pydantic", "pulumi", "rich", "ruamel", "cookiecutter", "starlette")
    # A module that cannot be imported stands for one that takes its time.
    assert apigw_process("--help", without=slow).stdout == HELP


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_found_and_its_help_teaches(apigw: Run, name: str) -> None:
    assert isinstance(import_module(f"pulumi_apigw.cli.{name}").command, click.Command)
    text = apigw(name, "--help").stdout
    assert f"Usage: apigw {name}" in text
    if name != "completion":
        assert "Examples:\n" in text


@pytest.mark.parametrize("name", ["serve", "call", "token"])
def test_help_needs_no_extra(apigw_process: Run, name: str) -> None:
    assert apigw_process(name, "--help", without=("uvicorn", "jwt")).exit_code == 0


def test_version(apigw: Run) -> None:
    from importlib.metadata import version

    assert apigw("--version").stdout == f"apigw {version('pulumi-apigw')}\n"


def test_an_unknown_command_is_a_usage_error_that_suggests(apigw: Run) -> None:
    outcome = apigw("plam")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr == (
        "Usage: apigw [OPTIONS] COMMAND [ARGS]...\nTry 'apigw --help' for help.\n\n"
        "Error: there is no command 'plam'. Did you mean 'plan'?\n"
    )
    assert "Known: new, check, plan, graph" in apigw("frobnicate").stderr


def test_a_stage_without_its_option_is_a_usage_error_that_names_it(apigw: Run) -> None:
    assert apigw("plan", "prod").stderr.endswith(
        "Error: Got unexpected extra argument (prod). A stage is named with --stage.\n"
    )
    assert apigw("rollback", "prod", "dev").stderr.endswith("Error: Got unexpected extra argument (dev)\n")


def test_an_unexpected_error_stays_a_traceback(service: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "read_config", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        CliRunner(catch_exceptions=False).invoke(main, ["check"])


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_an_interrupted_command_exits_with_130(
    apigw: Run, service: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupted(*_: object) -> None:
        raise error

    monkeypatch.setattr(check, "read_config", interrupted)
    outcome = apigw("check")
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (130, "", "\n")


def test_a_pipe_gets_no_colour_and_whole_lines_in_its_own_encoding(apigw_process: Run, service: Path) -> None:
    env = {"TERM": "xterm-256color", "COLUMNS": "20", "PYTHONIOENCODING": "latin-1"}
    outcome = apigw_process("plan", "--stage", "dev", env=env)
    assert outcome.exit_code == 0
    assert "\x1b" not in outcome.stdout
    assert (
        "GET /items   api ? blue (backend)       customers                          1000/500"
        in outcome.stdout
    )
