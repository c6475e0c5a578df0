"""`apigw plan` of a service whose stages share one API and one stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run
from .shared import MOVING, PINNED, SHARED

TABLES = """\
public: HTTP API orders-public, stages dev and prod
dev: at https://{api_id}.execute-api.{region}.amazonaws.com/dev
prod: at https://{api_id}.execute-api.{region}.amazonaws.com/prod

ROUTE        TARGET                      AUTHORIZER  RATE/BURST                  TIMEOUT
GET /items   api → blue, live (backend)  staff       dev 1000/500, prod 500/250  10 s
POST /items  api → blue, live (backend)  staff       20/40                       10 s

AUTHORIZER  ASKS
staff       function api → blue, live (backend), kept for 300 s

STAGE VARIABLE  dev      prod
checkout        classic  classic
backend         blue     live

admin: REST API orders-admin, stages dev and prod
dev: at https://{api_id}.execute-api.{region}.amazonaws.com/dev
prod: at https://{api_id}.execute-api.{region}.amazonaws.com/prod

ROUTE        TARGET                      AUTHORIZER  API KEY  VALIDATES  RATE/BURST                  TIMEOUT
GET /orders  api → blue, live (backend)  none        no       none       dev 1000/500, prod 500/250  29 s

prod: cache: 0.5 GB
prod: canary: 10 % of the requests with backend=live-canary

STAGE VARIABLE  dev      prod
checkout        classic  classic
backend         blue     live

api.example.com: regional domain, a certificate made for it, records for you to make (dns_records), TLS_1_2

AT                          WHERE         API     STAGE
https://api.example.com/v1  base path v1  public  prod

FUNCTION  NAME ON AWS  RUNTIME     HANDLER             MEMORY  TIMEOUT  ALIASES
api       orders-api   python3.13  orders.api.handler  256 MB  10 s     blue, live, live-canary

"""
END = """\

prod is pinned to release 3f1c2a9b7d10
10 % of the requests to prod run release 77aa0b1c2d3e

orders, stages dev and prod: 2 APIs, 3 routes, 2 integrations, 1 function
"""


@pytest.fixture
def shared(service: Path) -> Path:
    (service / "api.yaml").write_text(SHARED + PINNED + MOVING)
    return service


def plan(apigw: Run, *arguments: str) -> Any:
    outcome = apigw("plan", *arguments, "--json")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    return json.loads(outcome.stdout)


def test_all_stages_stand_side_by_side(apigw: Run, shared: Path) -> None:
    outcome = apigw("plan")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith(TABLES)
    assert outcome.stdout.endswith(END)
    assert "orders-dev-functions.api.errors " in outcome.stdout


def test_json_has_each_stage_of_each_api(apigw: Run, shared: Path) -> None:
    found = plan(apigw)
    assert found["topology"] == "shared"
    assert [each["stage"] for each in found["stages"]] == ["dev", "prod"]
    assert found["stages"][1] == {
        "stage": "prod",
        "release": "3f1c2a9b7d10",
        "gradual": {"release": "77aa0b1c2d3e", "percent": 10, "until": None},
    }
    called = [
        (api["name"], api["stage"], api["routes"][0]["target"]["alias"], api["throttle"]["rate_limit"])
        for api in found["apis"]
    ]
    assert called == [
        ("public", "dev", "blue", 1000),
        ("public", "prod", "live", 500),
        ("admin", "dev", "blue", 1000),
        ("admin", "prod", "live", 500),
    ]
    assert [each["stage"] for each in found["observability"]] == ["dev"]
    assert found["domains"][0]["mappings"][0]["stage"] == "prod"


def test_one_stage_alone(apigw: Run, shared: Path) -> None:
    found = plan(apigw, "--stage", "dev")
    assert [each["stage"] for each in (*found["stages"], *found["apis"])] == ["dev"] * 3
    assert (found["domains"], found["functions"][0]["aliases"]) == ([], ["blue"])
    text = apigw("plan", "--stage", "dev").stdout
    assert "public: HTTP API orders-public, stage dev\nat https://" in text
    assert "prod" not in text


def test_a_stage_that_there_is_not(apigw: Run, shared: Path) -> None:
    outcome = apigw("plan", "--stage", "pord")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "stages: no stage named 'pord'. Did you mean 'prod'?" in outcome.stderr


def test_a_word_in_another_place_shares_nothing(apigw: Run, service: Path) -> None:
    file = service / "api.yaml"
    file.write_text(f"# Not shared.\n{file.read_text()}")
    assert [each["stage"] for each in plan(apigw)["stages"]] == ["dev"]
