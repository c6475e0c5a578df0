"""A release as the data that a stack exports."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pulumi_apigw.errors import ConfigError
from pulumi_apigw.releases import Release
from pulumi_apigw.releases.canonical import canonical, digest

Released = Callable[..., Release]


def test_data_comes_back_as_the_same_release(released: Released) -> None:
    release = released().with_versions({"api": "7"})
    assert release.functions["api"].version == "7"
    assert Release.from_data(json.loads(json.dumps(release.to_data()))) == release


def test_numbers_that_a_state_keeps_as_floats_are_the_same(released: Released) -> None:
    data = json.loads(json.dumps(released().to_data()), parse_int=float)
    assert Release.from_data(data) == released()


def test_data_has_no_empty_values(released: Released) -> None:
    data = released().to_data()
    assert "commit" not in data
    assert set(data["functions"]["api"]) == {
        *("code_sha256", "runtime", "handler", "architecture", "alias_variable")
    }
    assert '"default":null' in data["apis"]["admin"]


def test_what_a_newer_version_adds_is_left_out(released: Released) -> None:
    data = released().to_data()
    data["functions"]["api"]["signed"] = True
    assert Release.from_data({**data, "more": 1}) == released()


def test_all_that_is_missing_is_told_at_once(released: Released) -> None:
    data = released().to_data()
    del data["id"], data["functions"]["api"]["runtime"]
    data["apis"]["public"] = "{"
    fix = "Deploy the stage again, with one version of pulumi-apigw for all stages."
    with pytest.raises(ConfigError) as caught:
        Release.from_data(data)
    assert str(caught.value).splitlines() == [
        f"release.id: it is missing. {fix}",
        f"release.apis.public: it is no JSON. {fix}",
        f"release.functions.api.runtime: it is missing. {fix}",
    ]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"protocol": "grpc"}, "it is no API of a protocol that is known here"),
        ({"routes": None}, "its routes are not as they are written here"),
        ({"routes": ["GET /items"]}, "its routes are not as they are written here"),
        ({"authorizers": {"customers": "jwt"}}, "its authorizers are not as they are written here"),
    ],
)
def test_an_api_that_another_version_wrote_otherwise_is_told(
    released: Released, change: dict[str, object], fact: str
) -> None:
    data = released().to_data()
    data["apis"]["public"] = json.dumps(json.loads(data["apis"]["public"]) | change)
    fix = "Deploy the stage again, with one version of pulumi-apigw for all stages."
    with pytest.raises(ConfigError) as caught:
        Release.from_data(data)
    assert str(caught.value) == f"release.apis.public: {fact}. {fix}"


@pytest.mark.parametrize("data", [None, "latest", [], {}])
def test_what_is_no_release(data: object) -> None:
    with pytest.raises(ConfigError, match=r"^release"):
        Release.from_data(data)  # type: ignore[arg-type]


def test_code_is_not_known_in_a_captured_graph(released: Released) -> None:
    assert released().is_built
    captured = released(code={"api": None})
    assert not captured.is_built
    assert Release.from_data(captured.to_data()) == captured


def test_equal_data_has_one_spelling() -> None:
    assert canonical({"b": (1, 2.0), "a": None}) == '{"a":null,"b":[1,2]}'
    assert canonical({"b": [1.0, 2], "a": None}) == canonical({"a": None, "b": (1, 2)})
    assert canonical({"ü": 1.5, "n": 2**70}) == '{"n":1180591620717411303424,"ü":1.5}'


def test_a_digest_is_a_hash_of_the_spelling() -> None:
    assert digest({}) == "44136fa355b3"
    assert digest({"a": 1}) == digest({"a": 1.0}) != digest({"a": "1"})
