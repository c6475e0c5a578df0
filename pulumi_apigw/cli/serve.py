"""`apigw serve`: a project's APIs on loopback, until it is stopped."""

from __future__ import annotations

import gc
import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import make_table, print_rich
from .files import project_folder, project_option, stack_option, stage_option
from .gateway import open_gateway
from .words import count

if TYPE_CHECKING:
    from pulumi_apigw.local import Gateway
    from pulumi_apigw.local.model import Route

__all__ = ["command"]

_to_stderr = partial(click.echo, err=True)


def _program(text: str) -> str:
    if shutil.which(text) is None:
        raise click.BadParameter(f"there is no program {text!r}. Name a Python, such as .venv/bin/python.")
    return text


@click.command()
@stage_option("The stage, and the Pulumi stack of its name, to serve.")
@stack_option
@project_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="The port of the first API; others follow it. 0 takes free ones.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one line of JSON when ready; all else on stderr."
)
@click.option(
    "--python",
    type=_program,
    metavar="PATH",
    help="The Python that runs the functions. [default: that of the active virtual environment]",
)
def command(
    stage: str,
    stack: str | None,
    project: Path | None,
    host: str,
    port: int,
    as_json: bool,
    python: str | None,
) -> None:
    """Run a Pulumi program's APIs on this computer, as API Gateway would.

    The program is run with a mocked AWS, and what it registers is served: routes, authorizers, CORS, stage
    variables, aliases and permissions, with functions in processes of their own. Programs that use pulumi_aws
    without this package's components are served too. Nothing is deployed, and no AWS account is needed.
    Changes to the functions' code are picked up; after a change to the program or api.yaml, start again: a
    line says so with the next request.

    Stages that share one stack (`topology: shared`) are all served, whichever is named.

    Tokens of JWT and Cognito authorizers are signed with a key of this folder: `apigw token` mints one,
    `apigw call` sends a request with one. Ctrl-C stops the gateway.

    \b
    Examples:
      apigw serve
      apigw serve --stage prod --port 8080
      curl -H "Authorization: Bearer $(apigw token --scope items.write)" http://127.0.0.1:3000/dev/items

    \b
    JSON: {"url", "region", "account_id", "apis": [{"name", "id", "protocol", "stages": [{"name", "url"}]}]};
    stages of WebSocket APIs have "connections_url" too, those that take API keys "api_keys": {name: value}

    Needs the extra: pip install 'pulumi-apigw[local]'. Exit codes: 0 stopped, 1 it cannot start.
    """
    folder = project_folder(project)
    definition, told = _Definition(folder), _to_stderr if as_json else click.echo

    def on_access(line: str) -> None:
        told(line)
        definition.tell_changes()

    with _stopped_by_signals():
        gateway = open_gateway(
            folder,
            stage,
            stack,
            host=host,
            port=port,
            python=python,
            on_log=_to_stderr,
            on_access=on_access,
        )
        with gateway:
            if as_json:
                click.echo(json.dumps(gateway.description()))
            else:
                _announce(gateway)
            # What is there by now stays to the end: requests need not wait for it to be looked through.
            gc.freeze()
            gc.enable()
            gateway.wait()


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block at any time, and neither is a failure."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, previous)


class _Definition:
    """The files that say what is served: read once, so that a later change of them is not."""

    def __init__(self, folder: Path) -> None:
        self._files = (*folder.glob("*.yaml"), *folder.glob("*.yml"), folder / "__main__.py")
        self._read = self._times()

    def tell_changes(self) -> None:
        """Say once of each change that it is not served."""
        before, self._read = self._read, self._times()
        for file, time in self._read.items():
            if time != before[file]:
                _to_stderr(f"{file.name} has changed since. Start again to serve what it says now.")

    def _times(self) -> dict[Path, int]:
        return {file: _time(file) for file in self._files}


def _time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0  # it is not there, or is being replaced


def _announce(gateway: Gateway) -> None:
    for api in gateway.apis:
        for stage in api.stages:
            url = gateway.url(api.id, stage.name)
            # A REST API with CORS has one more for each path, which would hide the others.
            routes = [route for route in api.routes if not route.is_preflight]
            preflights = "" if len(routes) == len(api.routes) else " and their preflights"
            print_rich(f"{api.name}, stage {stage.name}: {url} ({count(len(routes), 'route')}{preflights})")
            if api.protocol == "websocket":
                print_rich(f"Functions push to its clients by {gateway.connections_url(api.id, stage.name)}")
                print_rich(make_table(("ROUTE", "AUTHORIZER"), [(r.key, _guard(r)) for r in routes]))
            else:
                rows = [(route.method, _url(url, route), _guard(route)) for route in routes]
                print_rich(make_table(("METHOD", "URL", "AUTHORIZER"), rows))
            for key in api.keys_of(stage.name):
                # A value that the program gives is a secret; the others are made up.
                print_rich(f"API key {key.name}: {'as the program gives it' if key.secret else key.value}")
    print_rich("", "Ready: one line a request follows. Ctrl-C stops.")


def _url(base: str, route: Route) -> str:
    return f"{base}/*" if route.is_default else base + route.path


def _guard(route: Route) -> str:
    guards = ["API key"] if route.api_key else []
    if route.authorization_type != "NONE":
        name = route.authorizer.name if route.authorizer else route.authorization_type
        guards.insert(0, f"{name}: {' '.join(route.scopes)}" if route.scopes else name)
    return " + ".join(guards) or "none"
