"""Services baked from template/, each once in a session; `service` is one of each kind in turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from cookiecutter.main import cookiecutter

TEMPLATE = Path(__file__).parents[2] / "template"
PROTOCOLS = json.loads((TEMPLATE / "cookiecutter.json").read_text())["protocol"]
KINDS: list[dict[str, str]] = [
    *({"protocol": protocol} for protocol in PROTOCOLS),
    *({"protocol": protocol, "topology": "shared"} for protocol in PROTOCOLS if protocol != "websocket"),
]
"""What can be chosen of APIs and of the stacks that deploy them."""

Bake = Callable[..., Path]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cookiecutter's own settings, so that what a developer has in their home neither counts nor changes."""
    folder = tmp_path_factory.mktemp("cookiecutter")
    file = folder / "config.yaml"
    file.write_text(f"replay_dir: {folder / 'replay'}\ncookiecutters_dir: {folder / 'cookiecutters'}\n")
    return file


@pytest.fixture(scope="session")
def bake(settings: Path) -> Bake:
    """A function that bakes the template into a folder: `bake(folder, service="orders")`."""

    def bake_into(folder: Path, *, hooks: bool = True, **answers: str) -> Path:
        return Path(
            cookiecutter(
                str(TEMPLATE),
                no_input=True,
                extra_context=answers,
                output_dir=str(folder),
                config_file=str(settings),
                accept_hooks=hooks,
            )
        )

    return bake_into


@pytest.fixture(scope="session")
def baked(bake: Bake, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that gives the service baked with some answers: `baked(python_version="3.12")`."""

    @cache
    def baked_with(**answers: str) -> Path:
        return bake(tmp_path_factory.mktemp("baked"), **answers)

    return baked_with


@pytest.fixture(scope="session", params=KINDS, ids=lambda kind: "-".join(kind.values()))
def service(request: pytest.FixtureRequest, baked: Callable[..., Path]) -> Path:
    """The service of each kind, baked with every other default."""
    return baked(**request.param)
