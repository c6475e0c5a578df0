from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import jwt
import pytest

from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local import mint_token
from pulumi_apigw.local.keys import KEY_FILE, load_keys


def test_makes_a_key_once_that_only_its_owner_reads(tmp_path: Path) -> None:
    first = load_keys(tmp_path)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert load_keys(tmp_path).kid == first.kid
    assert [path.name for path in (tmp_path / KEY_FILE).parent.iterdir()] == ["key.pem"]


def test_git_leaves_the_key_out_without_being_told(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    load_keys(tmp_path)
    status = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain", "-uall"], check=True, capture_output=True
    )
    assert status.stdout == b""


def test_commands_that_start_together_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        kids = {keys.kid for keys in pool.map(lambda _: load_keys(tmp_path), range(4))}
    assert len(kids) == 1


def test_a_folder_without_hard_links_gets_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", Mock(side_effect=PermissionError(1, "Operation not permitted")))
    first = load_keys(tmp_path)
    assert load_keys(tmp_path).kid == first.kid
    assert [path.name for path in (tmp_path / KEY_FILE).parent.iterdir()] == ["key.pem"]


def test_mints_a_token_with_what_is_asked(tmp_path: Path) -> None:
    token = mint_token(
        tmp_path,
        issuer="https://issuer.example",
        audience=["web"],
        scopes=["items.read", "items.write"],
        subject="ann",
        claims={"tier": "gold"},
        lifetime_seconds=60,
    )
    keys = load_keys(tmp_path)
    claims = jwt.decode(token, keys.private_key.public_key(), algorithms=["RS256"], audience="web")
    assert jwt.get_unverified_header(token)["kid"] == keys.kid
    assert {name: claims[name] for name in ("iss", "aud", "scope", "sub", "tier")} == {
        "iss": "https://issuer.example",
        "aud": ["web"],
        "scope": "items.read items.write",
        "sub": "ann",
        "tier": "gold",
    }
    assert claims["exp"] - claims["iat"] == 60
    assert abs(claims["iat"] - time.time()) < 5


def test_claims_replace_the_others(tmp_path: Path) -> None:
    token = mint_token(tmp_path, issuer="https://i", claims={"client_id": "web", "sub": "bob"})
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["client_id"], claims["sub"]) == ("web", "bob")
    assert "aud" not in claims


@pytest.mark.parametrize("content", ["", "no key"])
def test_a_file_that_is_no_key_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / KEY_FILE
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(GatewayError, match=r"key\.pem holds no private key\. Delete it; a new one is made\."):
        load_keys(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / ".apigw").write_text("a file where the folder belongs")
    with pytest.raises(GatewayError, match=r"key\.pem: the local signing key .*\. Make the folder writable"):
        load_keys(tmp_path)
