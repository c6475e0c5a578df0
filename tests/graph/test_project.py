"""Pulumi projects on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pulumi_apigw.errors import ProgramError
from pulumi_apigw.graph import capture_project

Write = Callable[..., Path]
EXPORT_ALL = """
    import os
    import pulumi

    config = pulumi.Config()
    pulumi.export("table", config.get("table"))
    pulumi.export("limits", config.get_object("limits"))
    pulumi.export("token", config.get("token"))
    pulumi.export("region", pulumi.Config("aws").get("region"))
    pulumi.export("folder", os.getcwd())
"""


def test_a_project_is_run_with_its_stacks_config(write: Write) -> None:
    folder = write(
        {
            "Pulumi.yaml": """
                name: shop
                runtime:
                  name: python
                  options: {virtualenv: venv}
                config:
                  aws:region: eu-west-1
                  table: {type: string, default: from-project}
                  token: {value: from-project, default: left-out}
                  limits: {type: object}
            """,
            "Pulumi.dev.yaml": """
                encryptionsalt: v1:abc
                config:
                  shop:limits: {rate: 5, burst: [1, 2]}
                  shop:token: {secure: AAABAC}
            """,
            "Pulumi.prod.yaml": "config: {'aws:region': eu-north-1, 'shop:table': orders}",
            "__main__.py": EXPORT_ALL,
        }
    )
    dev = capture_project(folder, stack="dev")
    assert (dev.project, dev.stack, dev.region) == ("shop", "dev", "eu-west-1")
    assert dev.exports == {
        "table": "from-project",
        "limits": {"rate": 5, "burst": [1, 2]},
        "token": "[secret]",
        "region": "eu-west-1",
        "folder": str(folder),
    }
    prod = capture_project(folder, stack="acme/prod")
    assert prod.exports == {
        "table": "orders",
        "token": "from-project",
        "region": "eu-north-1",
        "folder": str(folder),
    }


def test_config_given_goes_over_the_files_and_keeps_secrets_secret(write: Write) -> None:
    folder = write(
        {
            "Pulumi.yaml": "{name: shop, runtime: python}",
            "Pulumi.dev.yaml": "config: {'shop:token': {secure: AAABAC}, 'shop:table': orders}",
            "__main__.py": """
                import pulumi
                pulumi.export("token", pulumi.Config().require("token"))
                pulumi.export("table", pulumi.Config().require("table"))
                secret = [pulumi.runtime.is_config_secret(key) for key in ("shop:token", "shop:table")]
                pulumi.export("secret", secret)
            """,
        }
    )
    graph = capture_project(folder, stack="dev", config={"token": "plain", "shop:table": "other"})
    assert graph.exports == {"token": "plain", "table": "other", "secret": [True, False]}


@pytest.mark.parametrize("main", ["infra", "infra/app.py"])
def test_main_may_be_a_folder_or_a_file_and_is_where_paths_start(write: Write, main: str) -> None:
    program = "import os, pulumi, names; pulumi.export('cwd', os.getcwd()); pulumi.export('n', names.NAME)"
    folder = write(
        {
            "Pulumi.yaml": f"{{name: shop, runtime: python, main: {main}, stackConfigDir: stacks}}",
            "stacks/Pulumi.dev.yaml": "config: {'aws:region': eu-north-1}",
            "infra/__main__.py": program,
            "infra/app.py": program,
            "infra/names.py": "NAME = 'orders'",
        }
    )
    graph = capture_project(folder, stack="dev")
    assert graph.exports == {"cwd": str(folder / "infra"), "n": "orders"}
    assert graph.region == "eu-north-1"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"x": ""},
            "{folder}: no Pulumi.yaml there. Expected the folder of a Pulumi project: name one with "
            "`--project FOLDER`, or make one with `apigw new`.",
        ),
        (
            {"Pulumi.yaml": "{name: shop, runtime: nodejs}"},
            "{folder}/Pulumi.yaml: runtime is 'nodejs'. "
            "Expected `runtime: python`: only Python programs can be run here.",
        ),
        (
            {"Pulumi.yaml": "name: shop"},
            "{folder}/Pulumi.yaml: no runtime. "
            "Expected `runtime: python`: only Python programs can be run here.",
        ),
        ({"Pulumi.yaml": "runtime: python"}, "{folder}/Pulumi.yaml: no name. Expected `name: <project>`."),
        (
            {"Pulumi.yaml": "{name: shop, runtime: python}"},
            "{folder}: no Pulumi program there. Expected a Python file, or a folder with a __main__.py.",
        ),
        (
            {"Pulumi.yaml": "{name: shop, runtime: python, main: infra/}"},
            "{folder}/Pulumi.yaml: main is 'infra/', which is not there: {folder}/infra.",
        ),
        (
            {"Pulumi.yaml": "name: shop\nruntime: [python\n"},
            "{folder}/Pulumi.yaml:3: not YAML: expected ',' or ']', but got '<stream end>'.",
        ),
        ({"Pulumi.yaml": "- shop"}, "{folder}/Pulumi.yaml: holds list. Expected a mapping."),
        (
            {"Pulumi.yaml": "{name: shop, runtime: python}", "Pulumi.dev.yaml": "config: [1]"},
            "{folder}/Pulumi.dev.yaml: config is [1]. Expected a mapping of keys to values.",
        ),
    ],
)
def test_what_is_no_python_project_says_what_is_expected(
    write: Write, files: dict[str, str], message: str
) -> None:
    folder = write(files)
    with pytest.raises(ProgramError) as caught:
        capture_project(folder, stack="dev")
    assert str(caught.value) == message.format(folder=folder)
