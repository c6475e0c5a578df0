"""`apigw call`: one request, answered by the local gateway, with the token that its route asks for."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

import click

from pulumi_apigw.errors import GatewayError

from .exchange import Exchange, print_exchange, send
from .files import project_folder, project_option, stack_option, stage_option
from .gateway import open_gateway

if TYPE_CHECKING:
    from pulumi_apigw.local import Gateway
    from pulumi_apigw.local.model import Api, Route

__all__ = ["command"]


def _header(text: str) -> tuple[str, str]:
    found = re.fullmatch(r"([\w!#$%&'*+.^`|~-]+):([^\r\n\0]*)", text, re.ASCII)
    if not found:
        raise click.BadParameter(f"{text!r} is no header. Give 'NAME: VALUE'.")
    return found[1], found[2].strip()


def _body(text: str) -> bytes:
    """The body itself, or what is in a file, in curl's words."""
    if not text.startswith("@"):
        return text.encode()
    try:
        with click.open_file(text[1:], "rb") as file:
            body: bytes = file.read()
    except OSError as error:
        fix = "Name a file that you may read, or '@-' for stdin."
        raise click.BadParameter(f"{text[1:]!r} cannot be read: {error.strerror}. {fix}") from None
    return body


@click.command()
@click.argument("request", nargs=-1, required=True, metavar="[METHOD] PATH")
@click.option(
    "--data",
    "-d",
    type=_body,
    metavar="TEXT",
    help="The body, or @FILE (@- is stdin); JSON is sent as application/json.",
)
@click.option(
    "--header",
    "-H",
    "headers",
    type=_header,
    multiple=True,
    metavar="'NAME: VALUE'",
    help="A header; may be repeated.",
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    help="A scope of the token; may be repeated. [default: those of the route]",
)
@click.option("--no-token", is_flag=True, help="Send no token and no API key: see what a stranger gets.")
@click.option("--api", metavar="NAME", help="The API. [default: the one that has the route]")
@stage_option("The stage to call.")
@stack_option
@project_option
@click.option(
    "--url", metavar="URL", help="The stage's URL of a gateway that runs already, as `serve` prints it."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    request: tuple[str, ...],
    data: bytes | None,
    headers: tuple[tuple[str, str], ...],
    scopes: tuple[str, ...],
    no_token: bool,
    api: str | None,
    stage: str,
    stack: str | None,
    project: Path | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Answer one request through the local gateway, and print the answer.

    For a quick look, a script or a bug report: the gateway starts on a free port, answers and stops. Where
    the route has a JWT or Cognito authorizer, a token with the scopes it asks for is sent along, unless the
    request has one already; an API key of the stage's usage plans where the route asks for one. PATH is
    without the stage; METHOD is GET where left out.

    \b
    Examples:
      apigw call "GET /items"
      apigw call POST /items -d '{"name": "tea"}'
      apigw call POST /items -d @tea.json
      apigw call /items --no-token
      apigw call /items --stage prod
      apigw call /items --url http://127.0.0.1:3000/dev

    \b
    JSON: {"status", "reason", "headers", "body", "base64", "route"}

    Needs the extra: pip install 'pulumi-apigw[local]'. Exit codes: 0 a status below 400, 1 another.
    """
    method, path = _parse(request)
    gateway = open_gateway(project_folder(project), stage, stack)
    found, route = _choose(gateway, api, method, path)
    if not no_token:
        path, headers = _with_token(gateway, found, route, path, headers, scopes)
        headers = _with_api_key(gateway, found, route, stage, headers)
    exchange = Exchange(method, path, headers, data)
    if url:
        answer = send(url, exchange)
    else:
        with gateway:
            answer = send(gateway.url(found.id, _stage(found, stage)), exchange)
    print_exchange(answer, route.key if route else None, as_json=as_json)
    if answer.status >= 400:
        ctx.exit(1)


def _parse(request: tuple[str, ...]) -> tuple[str, str]:
    found = re.fullmatch(r"(?:([A-Za-z]+)\s+)?(/[\S ]*)", " ".join(request).strip())
    if not found:
        raise click.UsageError(
            f'{" ".join(request)!r} is no request. Give [METHOD] /PATH, such as "GET /items".'
        )
    if " " in found[2]:
        encoded = found[2].replace(" ", "%20")
        raise click.UsageError(f"{found[2]!r} has a space in it. Encode it as %20: {encoded!r}.")
    return (found[1] or "GET").upper(), found[2]


def _choose(gateway: Gateway, name: str | None, method: str, path: str) -> tuple[Api, Route | None]:
    """The API that is meant, and its route that answers; one without such a route answers 404."""
    apis = [gateway.api(name)] if name else [api for api in gateway.apis if api.protocol != "websocket"]
    if not apis or apis[0].protocol == "websocket":
        raise GatewayError(
            f"API {(apis or gateway.apis)[0].name!r} is a WebSocket API, and a call is one HTTP request. Run "
            "`apigw serve` and connect to its ws:// URL."
        )
    matches = [(api, gateway.route(api.id, method, path.partition("?")[0])) for api in apis]
    found = [(api, route) for api, route in matches if route]
    if len(found) == 1:
        return found[0]
    if not found and len(apis) == 1:
        return apis[0], None
    listed = ", ".join(repr(api.name) for api, _ in found or matches)
    fact = f"{len(found)} APIs have" if found else "no API has"
    raise GatewayError(f"{fact} a route for {method} {path}: {listed}. Choose one with --api.")


def _with_token(
    gateway: Gateway,
    api: Api,
    route: Route | None,
    path: str,
    headers: tuple[tuple[str, str], ...],
    scopes: tuple[str, ...],
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The path and headers with a token where the route's authorizer looks for one, if none is there."""
    authorizer = route.authorizer if route else None
    if route is None or authorizer is None or not authorizer.takes_tokens:
        return path, headers
    place, name = authorizer.token_place
    token = partial(gateway.token, api.id, authorizer=authorizer.name, scopes=scopes or route.scopes)
    if place == "querystring":
        if name in parse_qs(path.partition("?")[2]):
            return path, headers
        return f"{path}{'&' if '?' in path else '?'}{quote(name)}={token()}", headers
    if name.lower() in (each.lower() for each, _ in headers):
        return path, headers
    return path, (*headers, (name, f"Bearer {token()}"))


def _with_api_key(
    gateway: Gateway, api: Api, route: Route | None, stage: str, headers: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """The headers with an API key where the route asks for one, if none is there."""
    if route is None or not route.api_key or "x-api-key" in (name.lower() for name, _ in headers):
        return headers
    key = gateway.api_key(api.id, _stage(api, stage))
    return (*headers, ("x-api-key", key)) if key else headers


def _stage(api: Api, stage: str) -> str | None:
    """The stage that is meant: an API's only one, whatever its name."""
    return stage if len(api.stages) > 1 else None
