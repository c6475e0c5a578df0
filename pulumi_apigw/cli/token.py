"""`apigw token`: a token that the local gateway takes, and no one else."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.source import did_you_mean

from .console import print_json
from .files import project_folder, project_option, stack_option, stage_option
from .gateway import open_gateway

if TYPE_CHECKING:
    from pulumi_apigw.local import Gateway
    from pulumi_apigw.local.model import Api, Authorizer

__all__ = ["command"]

_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST_SECONDS: Final = 100 * 365 * 86_400
_KIND: Final = "JWT or Cognito authorizer"


def _lifetime(text: str) -> int:
    found = re.fullmatch(r"(-?\d{1,9})([smhd]?)", text, re.ASCII)
    if not found:
        raise click.BadParameter(f"{text!r} is no time. Give a number and s, m, h or d, such as 30m.")
    seconds = int(found[1]) * _SECONDS[found[2]]
    if abs(seconds) > _LONGEST_SECONDS:
        raise click.BadParameter(f"{text!r} is more than 100 years. Give less, such as 30d.")
    return seconds


def _claim(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise click.BadParameter(f"{text!r} is no claim. Give KEY=VALUE, such as tier=gold.")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


@click.command()
@stage_option("The stage, and the Pulumi stack of its name, that the token is for.")
@stack_option
@project_option
@click.option("--api", metavar="NAME", help="The API. [default: the only one with such an authorizer]")
@click.option("--authorizer", metavar="NAME", help="The JWT or Cognito authorizer. [default: the only one]")
@click.option(
    "--scope", "scopes", multiple=True, metavar="SCOPE", help="A scope of the token; may be repeated."
)
@click.option("--subject", default="local-user", show_default=True, help="The claim `sub`.")
@click.option(
    "--claim",
    "claims",
    type=_claim,
    multiple=True,
    metavar="KEY=VALUE",
    help="A further claim, in JSON or as text; may be repeated.",
)
@click.option(
    "--expires-in",
    type=_lifetime,
    default="1h",
    show_default=True,
    metavar="TIME",
    help="Such as 90s, 30m, 8h, 7d.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the token and what is in it as JSON.")
def command(
    stage: str,
    stack: str | None,
    project: Path | None,
    api: str | None,
    authorizer: str | None,
    scopes: tuple[str, ...],
    subject: str,
    claims: tuple[tuple[str, Any], ...],
    expires_in: int,
    as_json: bool,
) -> None:
    """Mint a token that the local gateway's JWT and Cognito authorizers accept.

    The token has the issuer and the first audience of the authorizer, and is signed with the key set of this
    folder (.apigw/local, made on first use), which stands in for the issuer's: AWS accepts no such token. A
    Cognito authorizer gets an access token where there are scopes, else an identity token. A
    claim replaces what would be there, so `--claim aud=other` makes a token that is refused, and a negative
    --expires-in one that has expired.

    \b
    Examples:
      apigw token
      apigw token --scope items.read --scope items.write --expires-in 8h
      apigw token --claim 'groups=["staff"]' --json
      curl -H "Authorization: Bearer $(apigw token)" http://127.0.0.1:3000/dev/items

    \b
    JSON: {"token", "issuer", "audience", "expires_at", "claims"}

    Needs the extra: pip install 'pulumi-apigw[local]'. Exit codes: 0 done, 1 no such authorizer.
    """
    gateway = open_gateway(project_folder(project), stage, stack)
    found, chosen = _choose_authorizer(gateway, api, authorizer)
    token = gateway.token(
        found.id,
        authorizer=chosen.name,
        scopes=scopes,
        subject=subject,
        claims=dict(claims),
        lifetime_seconds=expires_in,
    )
    if as_json:
        print_json(_described(token))
    else:
        click.echo(token)


def _choose_authorizer(gateway: Gateway, api_name: str | None, name: str | None) -> tuple[Api, Authorizer]:
    """The one JWT or Cognito authorizer that is meant; raises `GatewayError` with the ones there are."""
    among = [gateway.api(api_name)] if api_name else gateway.apis
    known = [(api, each) for api in among for each in api.authorizers if each.takes_tokens]
    found = [(api, each) for api, each in known if name in (None, each.name)]
    if len(found) == 1:
        return found[0]
    where = f"API {api_name!r} has" if api_name else "there is"
    if not known:
        others = sorted({each.name for api in among for each in api.authorizers})
        kinds = f" {', '.join(map(repr, others))} takes no token of this kind." if others else ""
        raise GatewayError(f"{where} no {_KIND}.{kinds} Only these take tokens made here.")
    if not found:
        suggestion = did_you_mean(str(name), {each.name for _, each in known})
        raise GatewayError(f"{where} no {_KIND} named {name!r}. {suggestion}")
    listed = ", ".join(f"{each.name!r} of API {api.name!r}" for api, each in found)
    raise GatewayError(f"{len(found)} {_KIND}s are meant: {listed}. Choose with --api and --authorizer.")


def _described(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return {
        "token": token,
        "issuer": claims["iss"],
        "audience": claims.get("aud"),
        "expires_at": _time(claims.get("exp")),
        "claims": claims,
    }


def _time(seconds: Any) -> str | None:
    """A time as people read it, None where `--claim` put there what is none."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError, OverflowError):
        return None
