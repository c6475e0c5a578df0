"""What `serve`, `call` and `token` share: a project's local gateway, and the choice of its authorizer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.source import did_you_mean

if TYPE_CHECKING:
    from pulumi_apigw.local import Gateway
    from pulumi_apigw.local.model import LocalApi, LocalAuthorizer

__all__ = ["choose_authorizer", "open_gateway"]


def open_gateway(folder: Path, stage: str, **options: Any) -> Gateway:
    """The gateway of a Pulumi project's stage, not started; `options` are those of `local.serve`.

    Raises `MissingExtraError` before the program is run, and what `capture_project` and `local.serve` raise.
    """
    # The gateway's libraries are an extra, and `--help` must not need it.
    from pulumi_apigw.local import serve

    from .program import captured

    return serve(captured(folder, stage), project_dir=folder, **options)


def choose_authorizer(
    gateway: Gateway, api_name: str | None, name: str | None
) -> tuple[LocalApi, LocalAuthorizer]:
    """The one JWT authorizer that is meant; raises `GatewayError` with the ones there are."""
    among = [gateway.api(api_name)] if api_name else gateway.apis
    known = [(api, each) for api in among for each in api.authorizers if each.type == "JWT"]
    found = [(api, each) for api, each in known if name in (None, each.name)]
    if len(found) == 1:
        return found[0]
    where = f"API {api_name!r} has" if api_name else "there is"
    if not known:
        others = sorted({each.name for api in among for each in api.authorizers})
        kinds = f" {', '.join(map(repr, others))} takes no token of this kind." if others else ""
        raise GatewayError(f"{where} no JWT authorizer.{kinds} Only JWT authorizers take tokens made here.")
    if not found:
        suggestion = did_you_mean(str(name), {each.name for _, each in known})
        raise GatewayError(f"{where} no JWT authorizer named {name!r}. {suggestion}")
    listed = ", ".join(f"{each.name!r} of API {api.name!r}" for api, each in found)
    raise GatewayError(
        f"{len(found)} JWT authorizers are meant: {listed}. Choose with --api and --authorizer."
    )
