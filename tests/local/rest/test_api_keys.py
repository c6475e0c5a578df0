"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pulumi_apigw.local.authorizers.authorization import Authorization
from pulumi_apigw.local.model import ApiKey
from pulumi_apigw.local.requests import Request
from pulumi_apigw.local.rest.api_keys import checked_key
from pulumi_apigw.local.rest.calls import RestCall
from pulumi_apigw.local.rest.refusals import Refusal

from .conftest import make_api

KEYS = (
    ApiKey("k1", "shop", "shop-value", frozenset({"dev"})),
    ApiKey("k2", "former", "former-value", frozenset({"dev"}), enabled=False),
    ApiKey("k3", "elsewhere", "elsewhere-value", frozenset({"prod"})),
)


def keyed(make_call: Callable[..., RestCall], value: str, source: str = "HEADER", **changes: Any) -> RestCall:
    request = Request("GET", "/dev/items/7", headers=[("x-api-key", value)] if value else [])
    return make_call(request, api=make_api({}, {}, api_keys=KEYS, api_key_source=source), **changes)


def test_P21_a_key_of_the_stage_is_taken(make_call: Callable[..., RestCall]) -> None:
    assert checked_key(keyed(make_call, "shop-value")) == KEYS[0]


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("", "no header x-api-key."),
        (
            "other",
            "no usage plan of stage 'dev' has this API key. Add the stage to the plan's `api_stages`, ",
        ),
        ("elsewhere-value", "no usage plan of stage 'dev' has this API key."),
        ("former-value", "the API key 'former' is disabled."),
    ],
)
def test_P21_others_are_refused(make_call: Callable[..., RestCall], value: str, note: str) -> None:
    with pytest.raises(Refusal, match=rf"^GET /items/\{{id\}}: {note}") as e:
        checked_key(keyed(make_call, value))
    assert e.value.type == "INVALID_API_KEY"


def test_P19_an_authorizer_can_name_the_key(make_call: Callable[..., RestCall]) -> None:
    found = Authorization(usage_key="shop-value")
    assert checked_key(keyed(make_call, "", "AUTHORIZER", authorization=found)) == KEYS[0]
    with pytest.raises(Refusal, match=r"no `usageIdentifierKey` in the authorizer's answer\.$"):
        checked_key(keyed(make_call, "shop-value", "AUTHORIZER", authorization=Authorization()))
