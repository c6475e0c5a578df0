from __future__ import annotations

import compileall
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from pulumi_apigw.cli import main, new, scaffold
from pulumi_apigw.config import config_schema, load_config

from .conftest import Run

DONE = """\
Created orders. Next:

  cd orders
  python3 -m venv .venv && . .venv/bin/activate
  pip install --editable '.[dev]'
  pytest
  apigw serve
"""


@pytest.fixture(autouse=True)
def origin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this package was installed from, as pip tells it: an index, unless a test has another."""

    class Distribution:
        def read_text(self, _: str) -> str | None:
            return getattr(request, "param", None)

    monkeypatch.setattr(new, "distribution", lambda _: Distribution())


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (
            '{"dir_info": {"editable": true}, "url": "file:///my%20work/clone"}',
            "  pip install --editable '/my work/clone[local]' --editable '.[dev]'",
        ),
        (
            '{"dir_info": {}, "url": "file:///work/clone"}',
            "  pip install --editable '/work/clone[local]' --editable '.[dev]'",
        ),
        (
            '{"archive_info": {}, "url": "file:///work/pulumi_apigw-0.1.0-py3-none-any.whl"}',
            "  pip install '/work/pulumi_apigw-0.1.0-py3-none-any.whl[local]' --editable '.[dev]'",
        ),
        (
            '{"archive_info": {}, "url": "https://example.com/pulumi_apigw-0.1.0-py3-none-any.whl"}',
            "  pip install --editable '.[dev]'",
        ),
    ],
    indirect=["origin"],
)
def test_a_package_from_this_computer_is_installed_from_there(apigw: Run, origin: None, line: str) -> None:
    assert apigw("new", "orders", "--no-input").stdout.splitlines()[4] == line


def test_the_output_folder_is_made(apigw: Run, folder: Path) -> None:
    outcome = apigw("new", "orders", "--no-input", "-o", "names/of")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert (folder / "names" / "of" / "orders" / "api.yaml").is_file()


def test_no_output_folder_is_left_by_a_name_that_is_refused(apigw: Run, folder: Path) -> None:
    assert apigw("new", "json", "--no-input", "-o", "names/of").exit_code == 1
    assert list(folder.iterdir()) == []


def test_an_output_folder_that_cannot_be_made(apigw: Run, folder: Path) -> None:
    (folder / "names").write_text("mine")
    outcome = apigw("new", "orders", "--no-input", "-o", "names/of")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "names/of: cannot be made: Not a directory. Choose another --output-dir.\n"


def test_an_output_folder_that_is_full(apigw: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", Mock(side_effect=OSError(28, "No space left on device")))
    outcome = apigw("new", "orders", "--no-input", "-o", "names")
    message = "names: cannot be written to: No space left on device. Choose another --output-dir.\n"
    assert (outcome.exit_code, outcome.stderr) == (1, message)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("protocol", "topology"),
    [
        ("http", "stack-per-stage"),
        ("rest", "stack-per-stage"),
        ("websocket", "stack-per-stage"),
        ("http", "shared"),
        ("rest", "shared"),
    ],
)
def test_a_service_that_has_no_mistakes(
    apigw: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, protocol: str, topology: str
) -> None:
    outcome = apigw("new", "orders", "--protocol", protocol, "--topology", topology, "--no-input")
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (0, DONE, "")
    assert [path.name for path in folder.iterdir()] == ["orders"]
    monkeypatch.chdir(folder / "orders")
    assert apigw("check", "--strict").stdout.startswith("api.yaml: ")
    assert f"protocol: {protocol}" in (folder / "orders" / "api.yaml").read_text()
    assert load_config("api.yaml").is_shared == (topology == "shared")
    assert json.loads((folder / "orders" / ".apigw" / "schema.json").read_text()) == config_schema()


def test_what_is_given_goes_into_the_files_and_the_users_cookiecutter_settings_have_no_say(
    apigw_process: Run, folder: Path
) -> None:
    home = folder / "home"
    home.mkdir()
    (home / ".cookiecutterrc").write_text("default_context:\n  description: Not this one.\n")
    outcome = apigw_process(
        *("new", "my-shop", "--protocol", "http", "--region", "eu-central-1", "--python", "3.12"),
        *("--author", "Ann", "--no-input", "--output-dir", str(folder)),
        env={"HOME": str(home)},
    )
    made = folder / "my-shop"
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith(f"Created {made}. Next:\n\n  cd {made}\n")
    assert (made / "src" / "my_shop" / "api.py").is_file()
    assert "eu-central-1" in (made / "Pulumi.dev.yaml").read_text()
    assert "runtime: python3.12" in (made / "api.yaml").read_text()
    assert 'name = "Ann"' in (made / "pyproject.toml").read_text()
    assert "Not this one." not in (made / "README.md").read_text()
    assert [path.name for path in home.iterdir()] == [".cookiecutterrc"]


def test_what_to_do_next_can_be_pasted(apigw: Run, folder: Path) -> None:
    (folder / "my services").mkdir()
    outcome = apigw("new", "orders", "--no-input", "--output-dir", "my services")
    assert outcome.stdout.splitlines()[:3] == [
        "Created my services/orders. Next:",
        "",
        "  cd 'my services/orders'",
    ]


def test_what_pip_compiled_is_no_part_of_a_service(
    apigw: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = folder / "installed"
    shutil.copytree(scaffold._template_folder(), installed)
    (installed / "hooks" / "post_gen_project.py").unlink()
    compileall.compile_dir(installed, quiet=2)
    assert [*installed.rglob("*.pyc")]
    monkeypatch.setattr(scaffold, "_template_folder", lambda: installed)
    assert apigw("new", "orders", "--no-input").exit_code == 0
    assert [*(folder / "orders").rglob("__pycache__")] == []


SHAPE = (
    "It takes 2 to 32 lower-case letters, digits and '-', "
    "beginning with a letter and ending with a letter or digit."
)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Orders", f"service 'Orders' is not accepted. {SHAPE}"),
        ("orders-", f"service 'orders-' is not accepted. {SHAPE}"),
        ("../orders", f"service '../orders' is not accepted. {SHAPE}"),
        ("", f"service '' is not accepted. {SHAPE}"),
        ("a" * 33, f"service {'a' * 33!r} has 33 characters. At most 32 are accepted: shorten it."),
        (
            "class",
            "service 'class' is a word of Python's own and cannot name a package. Choose another name.",
        ),
        ("json", "service 'json' would hide Python's own module 'json'. Choose another name."),
        ("tests", "service 'tests' would hide 'tests', which the project uses. Choose another name."),
    ],
)
def test_a_bad_name_is_refused_and_nothing_is_written(
    apigw: Run, folder: Path, name: str, error: str
) -> None:
    outcome = apigw("new", "--no-input", name)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, "", f"{error}\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("--protocol", "htp", "protocol 'htp' is not accepted. Did you mean 'http'?"),
        ("--python", "2.7", "python_version '2.7' is not accepted. Known: 3.11, 3.12, 3.13, 3.14."),
        (
            "--author",
            "{{ 7 * 7 }}",
            "author '{{ 7 * 7 }}' is not accepted. It takes no '{{', '{%' and '{#'.",
        ),
        (
            "--topology",
            "split",
            "topology 'split' is not accepted. Known: shared, stack-per-stage.",
        ),
        (
            "--region",
            "mars",
            "aws_region 'mars' is not accepted. It takes the id of a region, such as 'eu-west-1'.",
        ),
    ],
)
def test_a_bad_value_is_refused_and_nothing_is_written(
    apigw: Run, folder: Path, option: str, value: str, error: str
) -> None:
    outcome = apigw("new", "orders", "--no-input", option, value)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, "", f"{error}\n")
    assert list(folder.iterdir()) == []


def test_a_websocket_api_in_one_stack_is_refused_and_nothing_is_written(apigw: Run, folder: Path) -> None:
    outcome = apigw("new", "chat", "--no-input", "--protocol", "websocket", "--topology", "shared")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "topology 'shared' is not accepted with protocol 'websocket': stages of one API would share the "
        "table of connections, and messages would reach the clients of all stages. "
        "Choose topology 'stack-per-stage', or protocol 'http' or 'rest'.\n"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_already_there_is_left_alone(apigw: Run, folder: Path, kind: str) -> None:
    orders = folder / "orders"
    make: dict[str, Callable[[], object]] = {
        "folder": orders.mkdir,
        "file": lambda: orders.write_text("mine"),
        "link": lambda: orders.symlink_to("x"),
    }
    make[kind]()
    outcome = apigw("new", "orders", "--no-input")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr == "orders: there is already something here. Choose another name or --output-dir.\n"
    assert [path.name for path in folder.iterdir()] == ["orders"]
    assert list(orders.iterdir() if kind == "folder" else ()) == []


def test_an_interrupted_command_leaves_nothing(
    apigw: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(template: str, *, output_dir: str, **_: object) -> str:
        (Path(output_dir) / "orders").mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr("cookiecutter.main.cookiecutter", interrupted)
    assert apigw("new", "orders", "--no-input").exit_code == 130
    assert list(folder.iterdir()) == []


def test_without_a_terminal_and_a_name_nothing_can_be_asked(apigw: Run, folder: Path) -> None:
    outcome = apigw("new")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.endswith("Error: NAME is missing. Give it: apigw new orders\n")


def test_on_a_terminal_what_is_open_is_asked_for_again_until_it_is_accepted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "_on_terminal", lambda: True)
    arguments = ["new", "--python", "3.12", "--description", "Sells tea."]
    outcome = CliRunner().invoke(main, arguments, input="Shop\nshop\n\nshared\nus-east-1\n\n")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "Name of the service (lower-case letters, digits and '-') [orders]: Shop\n"
        f"Error: service 'Shop' is not accepted. {SHAPE}\n"
        "Name of the service (lower-case letters, digits and '-') [orders]: shop\n"
        "  HTTP: cheaper and quicker, with tokens of any issuer\n"
        "  REST: when it needs request validation, API keys, caching, WAF or a private endpoint\n"
        "  WebSocket: when clients stay connected and are sent messages; with an HTTP API beside it\n"
        "Kind of API (http, rest, websocket) [http]: \n"
        "  stack-per-stage: dev and prod share nothing, and can be in accounts of their own\n"
        "  shared: one stack with one API, whose stage prod stays where it is until dev is promoted\n"
        "Pulumi stacks that deploy it (stack-per-stage, shared) [stack-per-stage]: shared\n"
        "AWS region that it is deployed to [eu-west-1]: us-east-1\n"
        "Author, for pyproject.toml (may be empty): \n" + DONE.replace("orders", "shop")
    )
    assert "us-east-1" in (folder / "shop" / "Pulumi.main.yaml").read_text()
    assert "protocol: http\n" in (folder / "shop" / "api.yaml").read_text()
    assert 'description = "Sells tea."' in (folder / "shop" / "pyproject.toml").read_text()


def test_what_a_websocket_api_has_no_choice_of_is_not_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new, "_on_terminal", lambda: True)
    outcome = CliRunner().invoke(main, ["new", "chat", "--protocol", "websocket"], input="\n" * 4)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert "Pulumi stacks" not in outcome.stdout
    assert not load_config(folder / "chat" / "api.yaml").is_shared
