"""What functions are told of the program's own WebSocket APIs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pulumi_apigw.local.functions.endpoints import local_environment, stand_in_credentials

AWS = "abc.execute-api.us-east-1.amazonaws.com"
SUBSTITUTES = {f"https://{AWS}": "http://127.0.0.1:3000", f"wss://{AWS}": "ws://127.0.0.1:3000"}


@pytest.mark.parametrize(
    ("value", "here"),
    [
        (f"https://{AWS}/dev", "http://127.0.0.1:3000/dev"),
        (f"https://{AWS}", "http://127.0.0.1:3000"),
        (f"wss://{AWS}/dev", "ws://127.0.0.1:3000/dev"),
        (f"https://{AWS}.evil.example/dev", f"https://{AWS}.evil.example/dev"),
        (f"see https://{AWS}/dev", f"see https://{AWS}/dev"),
        ("https://example.com", "https://example.com"),
    ],
)
def test_urls_of_the_program_point_here(value: str, here: str) -> None:
    assert local_environment({"URL": value}, SUBSTITUTES) == {"URL": here}


def test_credentials_of_the_laptop_win(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert set(stand_in_credentials(home)) == {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert stand_in_credentials({**home, "AWS_PROFILE": "dev"}) == {}
    assert stand_in_credentials({**home, "AWS_ACCESS_KEY_ID": "AKIA"}) == {}
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text("[default]\n")
    assert stand_in_credentials(home) == {}
