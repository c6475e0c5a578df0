from __future__ import annotations

import pytest

from pulumi_apigw.cli.gateway import choose_api, choose_authorizer
from pulumi_apigw.errors import GatewayError
from pulumi_apigw.local.model import LocalApi, LocalAuthorizer


def api(name: str, *aliases: str, authorizers: tuple[LocalAuthorizer, ...] = ()) -> LocalApi:
    return LocalApi(
        id=f"id-{name}",
        name=name,
        region="us-east-1",
        account_id="123456789012",
        execution_arn="",
        authorizers=authorizers,
        aliases=aliases,
    )


def test_an_api_is_found_by_name_id_and_alias_in_that_order() -> None:
    shop, admin = api("shop", "public", "admin"), api("admin", "private")
    assert choose_api([shop, admin], "id-shop") is shop
    assert choose_api([shop, admin], "public") is shop
    assert choose_api([shop, admin], "admin") is admin


def test_an_alias_of_two_apis_is_told() -> None:
    apis = [api("shop", "public"), api("admin", "public")]
    message = "2 HTTP APIs are named 'public': 'shop', 'admin'. Use one of these names."
    with pytest.raises(GatewayError) as raised:
        choose_api(apis, "public")
    assert str(raised.value) == message


def test_apis_without_any_authorizer() -> None:
    for name, where in ((None, "there is"), ("shop", "API 'shop' has")):
        with pytest.raises(GatewayError) as raised:
            choose_authorizer([api("shop")], name, None)
        assert str(raised.value) == f"{where} no JWT authorizer. Only JWT authorizers take tokens made here."
