"""Parts of a service planned alone: held to the same rules, and told in their own words."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_apigw.config.authorizers import JwtAuthorizerConfig
from pulumi_apigw.config.functions import FunctionConfig
from pulumi_apigw.config.http import HttpApiConfig, HttpRouteConfig
from pulumi_apigw.config.rest import RestApiConfig, RestRouteConfig
from pulumi_apigw.config.stages import StageConfig
from pulumi_apigw.errors import ConfigError
from pulumi_apigw.plan.single import (
    checked_function,
    checked_http_api,
    checked_http_authorizer,
    checked_rest_api,
    checked_stage,
)

from .conftest import FUNCTION

REFUSED = "is not accepted. It takes letters, digits, '-' and '_',"
ROUTES = {"GET /": {"function": "api", "authorizer": "none"}}


def test_models_and_mappings_mean_the_same() -> None:
    function = FunctionConfig(**FUNCTION, memory_mb=512)
    assert checked_function(function, function_name="f", aliases=()) == function
    assert checked_function({**FUNCTION, "memory_mb": 512}, function_name="f", aliases=()) == function

    api = HttpApiConfig(routes={"GET /": HttpRouteConfig(function="api", authorizer="none")})
    assert (
        checked_http_api(api, functions=["api"])
        == checked_http_api({"routes": ROUTES}, functions=["api"])
        == api
    )

    jwt = JwtAuthorizerConfig(type="jwt", issuer="https://login.example.com/", audience=("a",))
    assert checked_http_authorizer(jwt, functions=[]) == jwt
    assert checked_http_authorizer(jwt.model_dump(), functions=[]) == jwt

    stage = StageConfig(variables={"backend": "dev"})
    assert checked_stage(stage) == checked_stage({"variables": {"backend": "dev"}}) == stage


def test_an_alias_variable_needs_no_declaration() -> None:
    config = checked_function({**FUNCTION, "alias_variable": "backend"}, function_name="f", aliases=["dev"])
    assert config.alias_variable == "backend"


def test_what_is_wrong_with_a_function() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_function({**FUNCTION, "memory_mb": 64, "memory": 1}, function_name="f", aliases=())
    assert str(caught.value) == (
        "memory_mb: 64 is out of range. AWS accepts 128 to 10240 MB.\n"
        "memory: unknown key 'memory'. Did you mean 'memory_mb'?"
    )


@pytest.mark.parametrize(
    ("function_name", "aliases", "message"),
    [
        (
            "my function",
            (),
            f"function_name: 'my function' {REFUSED} at most 64.",
        ),
        (
            "f" * 65,
            (),
            f"function_name: '{'f' * 65}' {REFUSED} at most 64.",
        ),
        (
            "f",
            ("live", "7"),
            f"aliases[1]: '7' {REFUSED} not only digits, at most 128.",
        ),
    ],
)
def test_names_that_lambda_refuses(function_name: str, aliases: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_function(FUNCTION, function_name=function_name, aliases=aliases)
    assert str(caught.value) == message


def test_an_existing_function_is_not_built() -> None:
    with pytest.raises(
        ConfigError, match=r"^a function that exists is not built\. Pass it to the API itself\.$"
    ):
        checked_function({"provided": True}, function_name="f", aliases=())


def test_what_is_wrong_with_an_api() -> None:
    api = {"routes": {"GET /": {"function": "apj", "authorizer": "none"}, "GET /b": {"function": "api"}}}
    with pytest.raises(ConfigError) as caught:
        checked_http_api(api, functions=["api"])
    assert str(caught.value) == (
        "routes[\"GET /\"].function: no function named 'apj'. Did you mean 'api'?\n"
        "routes[\"GET /b\"]: anybody may call 'GET /b'. Name an authorizer here or in 'defaults.authorizer'; "
        "if it is meant, say 'authorizer: none'."
    )


def test_a_fix_names_what_the_part_itself_has() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_http_api(
            {"routes": {"GET /": {"function": "api", "authorizer": "tokens"}}}, functions=["api"]
        )
    assert str(caught.value) == (
        "routes[\"GET /\"].authorizer: no authorizer named 'tokens'. Add it to 'authorizers'."
    )


def test_an_api_may_read_the_stage_variables_that_it_is_told_of() -> None:
    routes = {
        "GET /": {
            "integration": {"type": "http", "url": "https://${stageVariables.host}"},
            "authorizer": "none",
        }
    }
    assert checked_http_api({"routes": routes}, functions=(), stage_variables=["host"]).routes
    with pytest.raises(ConfigError, match="no stage variable named 'host'"):
        checked_http_api({"routes": routes}, functions=())


def test_what_is_wrong_with_an_authorizer() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_http_authorizer(
            {"type": "lambda", "function": "gaet", "ttl_seconds": 5000}, functions=["gate"]
        )
    assert str(caught.value) == (
        "ttl_seconds: 5000 is out of range. AWS accepts 0 to 3600 seconds.\n"
        "function: no function named 'gaet'. Did you mean 'gate'?"
    )


def test_iam_is_no_authorizer_to_create() -> None:
    with pytest.raises(ConfigError, match=r"^type: an IAM authorizer is no resource\."):
        checked_http_authorizer({"type": "iam"}, functions=())


@pytest.mark.parametrize("written", [None, "api.yaml", ["routes"], 3])
def test_what_is_no_config_at_all(written: Any) -> None:
    with pytest.raises(ConfigError, match=r"is no config\. Give a mapping or a config's model\.$"):
        checked_stage(written)


def test_a_rest_api_needs_no_word_of_its_protocol() -> None:
    api = RestApiConfig(protocol="rest", routes={"GET /": RestRouteConfig(function="api", authorizer="none")})
    assert (
        checked_rest_api(api, functions=["api"])
        == checked_rest_api({"routes": ROUTES}, functions=["api"])
        == checked_rest_api({"protocol": "rest", "routes": ROUTES}, functions=["api"])
        == api
    )


def test_what_is_wrong_with_a_rest_api() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_rest_api({"routes": {"GET /": {"function": "apj", "authorizer": "none"}}}, functions=["api"])
    assert str(caught.value) == "routes[\"GET /\"].function: no function named 'apj'. Did you mean 'api'?"


def test_an_api_of_the_other_kind() -> None:
    with pytest.raises(ConfigError) as caught:
        checked_rest_api({"protocol": "http", "routes": ROUTES}, functions=["api"])
    assert str(caught.value) == "protocol: this is the config of an HTTP API. Give it to an HttpApi."
    with pytest.raises(ConfigError) as caught:
        checked_http_api({"protocol": "rest", "routes": ROUTES}, functions=["api"])
    assert str(caught.value) == "protocol: this is the config of a REST API. Give it to a RestApi."
