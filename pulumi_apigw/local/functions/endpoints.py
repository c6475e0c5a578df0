"""URLs of the program's own WebSocket APIs in the functions' environments, and what calls of them need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["local_environment", "stand_in_credentials"]

# Where AWS's SDKs find credentials besides ~/.aws:
# https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
_SOURCES: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)


def local_environment(environment: Mapping[str, str], substitutes: Mapping[str, str]) -> dict[str, str]:
    """An environment with each value that begins with a URL on AWS pointing to this computer instead.

    `substitutes` has the beginnings: `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`.
    """
    return {name: _local(value, substitutes) for name, value in environment.items()}


def stand_in_credentials(laptop: Mapping[str, str]) -> dict[str, str]:
    """Credentials for a function that pushes to clients, where the laptop's environment gives it none.

    Its SDK signs with them; the gateway looks at no signature.
    """
    folder = Path(laptop.get("HOME", "")) / ".aws"
    if any(laptop.get(name) for name in _SOURCES) or any(
        (folder / name).is_file() for name in ("credentials", "config")
    ):
        return {}
    return {"AWS_ACCESS_KEY_ID": "LOCALGATEWAYACCESSKEY", "AWS_SECRET_ACCESS_KEY": "local-gateway"}


def _local(value: str, substitutes: Mapping[str, str]) -> str:
    for on_aws, here in substitutes.items():
        if value == on_aws or value.startswith(f"{on_aws}/"):
            return here + value.removeprefix(on_aws)
    return value
