"""The local key set: one RSA key per service folder, in place of the issuer's, that signs and checks tokens.

A key made here is good for this gateway alone: no real API trusts it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi_apigw.artifacts.folders import make_folder
from pulumi_apigw.errors import GatewayError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

__all__ = ["KeySet", "load_keys", "mint_token"]

ALGORITHM = "RS256"
KEY_FILE = Path(".apigw", "local", "key.pem")


@dataclass(frozen=True)
class KeySet:
    """A private key and the `kid` that tokens signed with it carry."""

    private_key: RSAPrivateKey
    kid: str


def load_keys(project_dir: str | os.PathLike[str]) -> KeySet:
    """The key set of a service folder, made on first use: `.apigw/local/key.pem`, its owner's alone to read.

    Raises `GatewayError` where the file cannot be written or holds no RSA key.
    """
    # cryptography takes 80 ms to import and most APIs' first request needs no key.
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = Path(project_dir) / KEY_FILE
    try:
        if not path.exists():
            _create(path)
        # Unchecked, since this package wrote it: the check takes 70 ms of the first answer.
        key = load_pem_private_key(path.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True)
    except OSError as error:
        fact = f"the local signing key cannot be made or read: {error.strerror}"
        raise GatewayError(
            f"{path}: {fact}. Make the folder writable, or use a copy of the project."
        ) from None
    except ValueError:
        raise GatewayError(f"{path} holds no private key. Delete it; a new one is made.") from None
    if not isinstance(key, RSAPrivateKey):
        raise GatewayError(f"{path} holds a key that is not RSA. Delete it; a new one is made.")
    return KeySet(key, _kid(key))


def mint_token(
    project_dir: str | os.PathLike[str] = ".",
    *,
    issuer: str,
    audience: str | Sequence[str] | None = None,
    scopes: Sequence[str] = (),
    subject: str = "local-user",
    claims: Mapping[str, Any] | None = None,
    lifetime_seconds: int = 3600,
) -> str:
    """A JWT for the local gateway, signed with the key set of `project_dir`.

    `scopes` become the claim `scope`; `claims` are added last and so replace any other (a Cognito access
    token, for one, has `client_id` and no `aud`). Raises `GatewayError` as `load_keys` does.
    """
    import jwt

    keys = load_keys(project_dir)
    now = int(time.time())
    content: dict[str, Any] = {"iss": issuer, "sub": subject, "iat": now, "exp": now + lifetime_seconds}
    if audience:
        content["aud"] = audience if isinstance(audience, str) else list(audience)
    if scopes:
        content["scope"] = " ".join(scopes)
    return jwt.encode(
        {**content, "jti": secrets.token_hex(8), **(claims or {})},
        keys.private_key,
        algorithm=ALGORITHM,
        headers={"kid": keys.kid},
    )


def _create(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
        # A link fails where the file exists: of two commands that start together, one key wins for both.
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        # Folders that a virtual machine shares and exFAT have no links: there the key of the last one stays.
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _kid(key: RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return urlsafe_b64encode(hashlib.sha256(public).digest()).rstrip(b"=").decode()
