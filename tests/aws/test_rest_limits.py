from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any, get_args

import pytest

from pulumi_apigw.aws import rest_limits, tls_policies
from pulumi_apigw.config.rest.gateway_responses import GatewayResponseType

ServiceModels = Callable[[str], Any]


@pytest.fixture
def shape(service_model: ServiceModels) -> Callable[[str], Any]:
    """A shape of API Gateway's own model, by its name."""
    return lambda name: service_model("apigateway").shape_for(name)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("CacheClusterSize", rest_limits.CACHE_SIZES_GB),
        ("QuotaPeriodType", rest_limits.QUOTA_OFFSETS),
        ("SecurityPolicy", tls_policies.ALL),
        ("GatewayResponseType", get_args(GatewayResponseType)),
    ],
)
def test_lists_are_those_of_the_api_model(name: str, known: Any, shape: Callable[[str], Any]) -> None:
    assert sorted(shape(name).enum) == sorted(known)


@pytest.mark.parametrize(
    ("name", "member", "said"),
    [
        ("PutIntegrationRequest", "timeoutInMillis", "between 50 and 29,000 milliseconds"),
        (
            "PutIntegrationRequest",
            "timeoutInMillis",
            "longer than 29 seconds for Regional or private APIs only",
        ),
        ("CreateRestApiRequest", "minimumCompressionSize", "between 0 and 10485760 (10M) bytes, inclusive"),
        ("CreateAuthorizerRequest", "authorizerResultTtlInSeconds", "maximum value is 3600"),
        ("CanarySettings", "percentTraffic", "percent (0-100)"),
        ("CreateModelRequest", "name", "Must be alphanumeric"),
        ("ImportRestApiRequest", "body", "maximum size of the API definition file is 6MB"),
        (
            "EndpointConfiguration",
            "ipAddressType",
            "For the PRIVATE endpoint type, only dualstack is supported",
        ),
        ("EndpointConfiguration", "vpcEndpointIds", "only supported for PRIVATE endpoint type"),
        ("CreateRestApiRequest", "endpointAccessMode", f"start with {tls_policies.ENHANCED}"),
        ("MethodSetting", "cachingEnabled", "A cache cluster must be enabled on the stage"),
        (
            "CreateAuthorizerRequest",
            "identityValidationExpression",
            "does not apply to the REQUEST authorizer",
        ),
    ],
)
def test_the_api_model_says_so(name: str, member: str, said: str, shape: Callable[[str], Any]) -> None:
    documentation = html.unescape(re.sub("<[^>]+>", "", shape(name).members[member].documentation))

    assert said in " ".join(documentation.split())


def test_a_scope_is_as_long_as_one_of_a_user_pool(service_model: ServiceModels) -> None:
    assert service_model("cognito-idp").shape_for("ScopeType").metadata["max"] == rest_limits.SCOPE_LENGTH
    assert (
        "max"
        not in service_model("apigateway")
        .shape_for("PutMethodRequest")
        .members["authorizationScopes"]
        .member.metadata
    )


def test_a_body_is_imported_up_to_6_mb() -> None:
    assert rest_limits.IMPORT_BYTES == 6 * 1024**2


def test_a_raised_timeout_is_not_below_the_default() -> None:
    assert rest_limits.RAISED_TIMEOUT_MS.minimum == rest_limits.TIMEOUT_MS.maximum
    assert rest_limits.TIMEOUT_MS.maximum < rest_limits.STREAM_TIMEOUT_MS.maximum


def test_a_status_is_one_of_the_api_model(shape: Callable[[str], Any]) -> None:
    pattern = re.compile(shape("StatusCode").metadata["pattern"])
    accepted = rest_limits.GATEWAY_STATUS

    assert all(pattern.fullmatch(str(status)) for status in (accepted.minimum, accepted.maximum))


def test_tls_policies_of_the_edge_say_so_in_their_names() -> None:
    enhanced = {name for name in tls_policies.ALL if name.startswith(tls_policies.ENHANCED)}

    assert {name for name in enhanced if name.endswith("_EDGE")} == enhanced & set(tls_policies.EDGE_APIS)
    assert enhanced & set(tls_policies.EDGE_APIS) & set(tls_policies.REGIONAL_APIS) == set()
    assert set(tls_policies.ALL) - enhanced == set(tls_policies.LEGACY)
