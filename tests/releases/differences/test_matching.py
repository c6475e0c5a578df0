"""Which routes answer the same requests."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.releases.differences.matching import Pair, pairs

ALL = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
LESS = tuple(method for method in ALL if method != "GET")


def found(old: list[str], new: list[str], protocol: str = "http", **keys: Any) -> set[Pair]:
    return {
        *pairs(
            {"protocol": protocol, "routes": {key: {} for key in old}},
            {"protocol": protocol, "routes": {key: {} for key in new}, **keys},
        )
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["GET /a"], ["GET /a"], {Pair("GET /a", "GET /a", ("GET",))}),
        (["GET /a"], ["GET /b"], {Pair("GET /a", None, ("GET",)), Pair(None, "GET /b", ("GET",))}),
        (["GET /{id}"], ["GET /{item_id}"], {Pair("GET /{id}", "GET /{item_id}", ("GET",))}),
        (
            ["GET /a", "ANY /{all+}"],
            ["ANY /{all+}"],
            {Pair("GET /a", "ANY /{all+}", ("GET",)), Pair("ANY /{all+}", "ANY /{all+}", ALL)},
        ),
        (["ANY /a"], ["GET /a"], {Pair("ANY /a", "GET /a", ("GET",)), Pair("ANY /a", None, LESS)}),
        (
            ["GET /a/{id}"],
            ["GET /a/{rest+}"],
            {Pair("GET /a/{id}", "GET /a/{rest+}", ("GET",)), Pair(None, "GET /a/{rest+}", ("GET",))},
        ),
        (
            ["GET /a/{id}"],
            ["GET /a/b"],
            {Pair("GET /a/{id}", None, ("GET",)), Pair("GET /a/{id}", "GET /a/b", ("GET",))},
        ),
        (["$default"], ["ANY /{all+}"], {Pair("$default", "ANY /{all+}", ALL)}),
        (["ANY /{all+}"], ["$default"], {Pair("ANY /{all+}", "$default", ALL)}),
    ],
)
def test_pairs_of_an_http_api(old: list[str], new: list[str], expected: set[Pair]) -> None:
    assert found(old, new) == expected


@pytest.mark.parametrize(("protocol", "answering"), [("http", "ANY /{one}/b"), ("rest", "ANY /a/{rest+}")])
def test_a_greedy_variable_comes_last_in_http_apis_alone(protocol: str, answering: str) -> None:
    kept = ["ANY /{one}/b", "ANY /a/{rest+}"]
    moved = {pair.new for pair in found(["GET /a/b", *kept], kept, protocol) if pair.old == "GET /a/b"}
    assert moved == {answering}


def test_the_root_of_a_rest_api_is_not_taken_by_a_greedy_variable() -> None:
    kept = ["ANY /{proxy+}"]
    assert Pair("ANY /", None, ALL) in found(["ANY /", *kept], kept, "rest")
    assert Pair("ANY /", "ANY /{proxy+}", ALL) in found(["ANY /", *kept], kept, "http")


def test_preflights_that_cors_answers_are_not_lost() -> None:
    assert Pair("OPTIONS /a", None, ("OPTIONS",)) in found(["OPTIONS /a"], ["GET /a"])
    assert all(pair.old is None for pair in found(["OPTIONS /a"], ["GET /a"], cors={"allow_origins": ["*"]}))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["send"], [], {Pair("send", None)}),
        (["send", "$default"], ["$default"], {Pair("send", "$default"), Pair("$default", "$default")}),
        (["$connect"], [], {Pair("$connect", "$connect")}),
        ([], ["$disconnect"], {Pair("$disconnect", "$disconnect")}),
        (["$default"], ["send"], {Pair("$default", None), Pair("$default", "send")}),
    ],
)
def test_pairs_of_a_websocket_api(old: list[str], new: list[str], expected: set[Pair]) -> None:
    assert found(old, new, "websocket") == expected
