from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from pulumi_apigw.local.keys import load_keys

from .conftest import PROGRAM, Outcome, Run

EXTRA = "The local gateway needs an extra that is not installed. Run: pip install 'pulumi-apigw[local]'\n"


def decoded(project: Path, token: str) -> dict[str, Any]:
    key = load_keys(project).private_key.public_key()
    return jwt.decode(token, key, algorithms=["RS256"], audience="shop", issuer="https://login.example.com/")


def test_stdout_is_the_token_alone(apigw: Run, project: Path) -> None:
    outcome = apigw("token", "--scope", "items.read", "--scope", "items.write")
    assert (outcome.exit_code, outcome.stderr) == (0, "a program may print\n")
    claims = decoded(project, outcome.stdout.strip())
    assert (claims["sub"], claims["scope"]) == ("local-user", "items.read items.write")
    assert claims["exp"] - claims["iat"] == 3600


def test_json_tells_what_is_in_it(apigw: Run, project: Path) -> None:
    outcome = apigw(
        "token",
        "--json",
        "--subject",
        "ann",
        "--expires-in",
        "30m",
        "--claim",
        "tier=gold",
        "--claim",
        "level=3",
    )
    described = json.loads(outcome.stdout)
    claims = decoded(project, described["token"])
    assert (claims["sub"], claims["tier"], claims["level"]) == ("ann", "gold", 3)
    assert described == {
        "token": described["token"],
        "issuer": "https://login.example.com/",
        "audience": "shop",
        "expires_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(claims["iat"] + 1800)),
        "claims": claims,
    }


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("8h", 28_800), ("7d", 604_800), ("-5m", -300)]
)
def test_lifetimes(apigw: Run, project: Path, text: str, seconds: int) -> None:
    claims = json.loads(apigw("token", "--json", "--expires-in", text).stdout)["claims"]
    assert claims["exp"] - claims["iat"] == seconds


@pytest.mark.parametrize("expiry", ['"soon"', "1e30", "null"])
def test_a_claim_that_is_no_time_is_told_as_it_is(apigw: Run, project: Path, expiry: str) -> None:
    described = json.loads(apigw("token", "--json", "--claim", f"exp={expiry}").stdout)
    assert (described["expires_at"], described["claims"]["exp"]) == (None, json.loads(expiry))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("--expires-in", "soon"),
            "'--expires-in': 'soon' is no time. Give a number and s, m, h or d, such as 30m.",
        ),
        (
            ("--expires-in", "36501d"),
            "'--expires-in': '36501d' is more than 100 years. Give less, such as 30d.",
        ),
        (("--claim", "tier"), "'--claim': 'tier' is no claim. Give KEY=VALUE, such as tier=gold."),
    ],
)
def test_values_that_are_not_understood(
    apigw: Run, project: Path, arguments: tuple[str, ...], error: str
) -> None:
    outcome = apigw("token", *arguments)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.endswith(f"Error: Invalid value for {error}\n")


def last_line(outcome: Outcome) -> str:
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    return outcome.stderr.removeprefix("a program may print\n")


def test_an_api_or_authorizer_that_is_not_there(apigw: Run, project: Path) -> None:
    assert last_line(apigw("token", "--api", "shoop")) == "no API named 'shoop'. Did you mean 'shop'?\n"
    assert last_line(apigw("token", "--authorizer", "customer")) == (
        "there is no JWT or Cognito authorizer named 'customer'. Did you mean 'customers'?\n"
    )
    assert last_line(apigw("token", "--api", "shop", "--authorizer", "staff")) == (
        "API 'shop' has no JWT or Cognito authorizer named 'staff'. Known: customers.\n"
    )


def test_an_api_is_known_by_its_logical_name_too(apigw: Run, project: Path) -> None:
    assert apigw("token", "--api", "public", "--authorizer", "customers").exit_code == 0


def replace(project: Path, old: str, new: str) -> None:
    program = (project / "__main__.py").read_text()
    assert old in program
    (project / "__main__.py").write_text(program.replace(old, new))


def test_a_program_without_jwt_authorizers(apigw: Run, project: Path) -> None:
    replace(project, 'authorizer_type="JWT"', 'authorizer_type="REQUEST"')
    assert last_line(apigw("token")) == (
        "there is no JWT or Cognito authorizer. 'customers' takes no token of this kind. "
        "Only these take tokens made here.\n"
    )


def test_a_program_without_authorizers(apigw: Run, project: Path) -> None:
    api = 'aws.apigatewayv2.Api("public", name="shop", protocol_type="HTTP")'
    (project / "__main__.py").write_text(f"import pulumi_aws as aws\n\n{api}\n")
    fix = "Only these take tokens made here."
    assert last_line(apigw("token")) == f"there is no JWT or Cognito authorizer. {fix}\n"
    assert (
        last_line(apigw("token", "--api", "shop")) == f"API 'shop' has no JWT or Cognito authorizer. {fix}\n"
    )


def test_several_authorizers_are_named(apigw: Run, project: Path) -> None:
    second = PROGRAM[PROGRAM.index("customers = ") : PROGRAM.index("integration = ")]
    second = second.replace("customers", "staff").replace("login.example", "staff.example")
    replace(project, "integration = ", f"{second}integration = ")
    assert last_line(apigw("token")) == (
        "2 JWT or Cognito authorizers are meant: 'customers' of API 'shop', 'staff' of API 'shop'. "
        "Choose with --api and --authorizer.\n"
    )
    described = json.loads(apigw("token", "--authorizer", "staff", "--json").stdout)
    assert described["issuer"] == "https://staff.example.com/"


def test_the_extra_that_is_missing_is_named_before_the_program_runs(
    apigw_process: Run, project: Path
) -> None:
    outcome = apigw_process("token", without=("jwt",))
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, "", EXTRA)
