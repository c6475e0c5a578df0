"""What a baked service's README tells people to type and to write is accepted."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from pulumi_apigw.cli import main
from pulumi_apigw.config import resolve, stage_variables
from pulumi_apigw.config.patch import merge_patch


@pytest.fixture(scope="module")
def readme(service: Path) -> str:
    return (service / "README.md").read_text()


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", readme, flags=re.MULTILINE | re.DOTALL)


def test_its_commands_are_accepted(readme: str) -> None:
    # Commands inside `$(…)` end at its parenthesis.
    written = re.findall(r"\bapigw ([^#)\n]+)", "\n".join(blocks(readme, "sh")))
    assert len(written) >= 9
    for arguments in map(shlex.split, written):
        with click.Context(main) as context:
            name, command, rest = main.resolve_command(context, arguments)
            assert command is not None
            command.make_context(name, rest, parent=context)


def test_its_calls_are_answered_as_it_says(
    readme: str, service: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(service, tmp_path / service.name)
    monkeypatch.chdir(tmp_path / service.name)
    calls = re.findall(r"^apigw (call .*?) +# (\d{3})?", blocks(readme, "sh")[0], flags=re.MULTILINE)
    assert {status for _, status in calls} >= {"", "401"}
    for arguments, status in calls:
        outcome = CliRunner().invoke(main, shlex.split(arguments))
        assert outcome.stdout.partition(" ")[0] == (status or "200"), arguments


def test_its_way_to_promote_a_feature_works(readme: str, service: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    (snippet,) = blocks(readme, "yaml")
    feature, off, on = (
        ("senders", "hidden", "shown") if "`senders`" in readme else ("pricing", "list", "volume")
    )
    config = yaml.load((service / "api.yaml").read_text())
    assert stage_variables(resolve(config, "prod"), "prod")[feature] == off
    promoted = merge_patch(config, yaml.load(snippet))
    assert stage_variables(resolve(promoted, "prod"), "prod")[feature] == on


def test_it_tells_of_the_first_deployment_of_one_stack_before_what_callers_need(
    baked: Callable[..., Path],
) -> None:
    """Before the first promotion there is nothing that prod could be pinned to."""
    readme = (baked(protocol="http", topology="shared") / "README.md").read_text()
    steps = "".join(blocks(readme.partition("## Deploying")[2], "sh")).splitlines()
    assert [step.partition(" #")[0].strip() for step in steps[:6]] == [
        "pulumi stack init main",
        "pulumi up --stack main",
        "apigw promote dev prod",
        "git add -- releases",
        'git commit -m "Promote dev to prod" -- api.yaml releases',
        "pulumi up --stack main",
    ]


def test_its_trust_policy_is_json_that_names_one_environment(readme: str) -> None:
    (policy,) = blocks(readme, "json")
    (statement,) = json.loads(policy)["Statement"]
    assert statement["Condition"]["StringEquals"].keys() == {
        "token.actions.githubusercontent.com:aud",
        "token.actions.githubusercontent.com:sub",
    }


def test_its_table_names_files_that_are_there(readme: str, service: Path) -> None:
    files = re.findall(r"^\| `([^`]+)` \|", readme, flags=re.MULTILINE)
    assert len(files) == (11 if (service / "src/orders/chat.py").exists() else 8)
    assert [name for name in files if not (service / name).exists()] == []


@pytest.mark.parametrize("place", ["`cors.allow_methods`", "`SCOPES` of `infrastructure.py`", "Two tests"])
def test_it_says_where_else_a_new_route_is_written(readme: str, place: str) -> None:
    (item,) = re.findall(r"^- \*\*A new route\b.*?(?=^- )", readme, flags=re.MULTILINE | re.DOTALL)
    assert place in item


@pytest.mark.parametrize(
    "statement",
    [
        "Tickets, not tokens, stand in the URL",
        "SQLite file",
        "410, `GoneException`",
        "10 minutes without a message",
        "after 2 hours",
        "at most 128 KB, in frames of at most 32 KB",
        "apigw export asyncapi --stage dev",
        "`access_log_role: create`",
    ],
)
def test_P35_it_states_what_a_websocket_api_adds(baked: Callable[..., Path], statement: str) -> None:
    assert statement in (baked(protocol="websocket") / "README.md").read_text()
    assert statement not in (baked(protocol="http") / "README.md").read_text()


@pytest.mark.parametrize("statement", ["`/items/` is not `/items`", "cookies stand in `cookies`"])
def test_P33_P34_it_states_what_api_gateway_does_to_requests(
    baked: Callable[..., Path], statement: str
) -> None:
    assert statement in (baked(protocol="http") / "README.md").read_text()


@pytest.mark.parametrize(
    "statement",
    [
        "`models`",
        "`CORS_ALLOW_ORIGINS`",
        "`/items/` is `/items`",
        "of payload format 1.0",
        "pulumi stack output api_keys --show-secrets",
        "`access_log_role: create`",
    ],
)
def test_it_states_what_a_rest_api_adds(baked: Callable[..., Path], statement: str) -> None:
    assert statement in (baked(protocol="rest") / "README.md").read_text()
    assert statement not in (baked(protocol="http") / "README.md").read_text()
