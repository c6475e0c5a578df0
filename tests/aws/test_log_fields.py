from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from pulumi_apigw.aws import limits
from pulumi_apigw.aws.log_fields import (
    HTTP_DEFAULT_LOG_FIELDS,
    HTTP_LOG_FIELDS,
    HTTP_LOG_VARIABLES,
    REST_DEFAULT_LOG_FIELDS,
    REST_LOG_FIELDS,
    REST_LOG_VARIABLES,
)

# Every variable of https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
# except those of authorizers' own properties, which are an open set.
DOCUMENTED = frozenset(
    {
        "accountId",
        "apiId",
        "authorizer.error",
        "awsEndpointRequestId",
        "awsEndpointRequestId2",
        "customDomain.basePathMatched",
        "dataProcessed",
        "domainName",
        "domainPrefix",
        "error.message",
        "error.messageString",
        "error.responseType",
        "extendedRequestId",
        "httpMethod",
        "identity.accountId",
        "identity.caller",
        "identity.cognitoAuthenticationProvider",
        "identity.cognitoAuthenticationType",
        "identity.cognitoIdentityId",
        "identity.cognitoIdentityPoolId",
        "identity.principalOrgId",
        "identity.clientCert.clientCertPem",
        "identity.clientCert.subjectDN",
        "identity.clientCert.issuerDN",
        "identity.clientCert.serialNumber",
        "identity.clientCert.validity.notBefore",
        "identity.clientCert.validity.notAfter",
        "identity.sourceIp",
        "identity.user",
        "identity.userAgent",
        "identity.userArn",
        "integration.error",
        "integration.integrationStatus",
        "integration.latency",
        "integration.requestId",
        "integration.status",
        "integrationErrorMessage",
        "integrationLatency",
        "integrationStatus",
        "path",
        "protocol",
        "requestId",
        "requestTime",
        "requestTimeEpoch",
        "responseLatency",
        "responseLength",
        "routeKey",
        "stage",
        "status",
    }
)

# Second names, and the one variable that AWS puts in quotes of its own.
LEFT_OUT = {
    "error.messageString",
    "integration.integrationStatus",
    "integration.latency",
    "integration.requestId",
    "integrationErrorMessage",
}


# Less properties of authorizers and overrides of requests and headers, which are open sets:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
REST_ALONE = frozenset(
    {
        "authenticate.error",
        "authenticate.latency",
        "authenticate.status",
        "authorize.error",
        "authorize.latency",
        "authorize.status",
        "authorizer.integrationLatency",
        "authorizer.integrationStatus",
        "authorizer.latency",
        "authorizer.principalId",
        "authorizer.requestId",
        "authorizer.status",
        "cipherSuite",
        "customDomain.routingRuleIdMatched",
        "error.validationErrorString",
        "identity.apiKey",
        "identity.apiKeyId",
        "integration.responseTransferMode",
        "integration.timeToAllHeaders",
        "integration.timeToFirstContent",
        "resourceId",
        "resourcePath",
        "responseOverride.status",
        "tlsVersion",
        "waf.error",
        "waf.latency",
        "waf.status",
        "wafResponseCode",
        "webaclArn",
        "xrayTraceId",
    }
)
REST_LEFT_OUT = {"error.validationErrorString", "identity.apiKey", "responseOverride.status"}
HTTP_ALONE = {"awsEndpointRequestId2", "dataProcessed", "routeKey"}


def test_rest_apis_have_most_variables_of_http_apis_and_more() -> None:
    documented = (DOCUMENTED - HTTP_ALONE) | REST_ALONE
    variables = [variable.removeprefix("$context.") for variable in REST_LOG_FIELDS.values()]

    assert sorted(variables) == sorted(documented - LEFT_OUT - REST_LEFT_OUT)
    assert {f"$context.{name}" for name in documented} == REST_LOG_VARIABLES


def test_a_field_means_the_same_in_both_kinds() -> None:
    assert {name for name in HTTP_LOG_FIELDS if name in REST_LOG_FIELDS} == {
        name for name, variable in HTTP_LOG_FIELDS.items() if REST_LOG_FIELDS.get(name) == variable
    }


def test_no_field_holds_a_key_or_what_would_end_the_text_around_it() -> None:
    assert not {"$context.identity.apiKey", "$context.error.validationErrorString"} & {
        *REST_LOG_FIELDS.values()
    }


def test_the_default_of_rest_apis() -> None:
    assert set(REST_DEFAULT_LOG_FIELDS) <= set(REST_LOG_FIELDS)
    assert {"requestId", "resourcePath", "apiKeyId", "authorizeError"} <= set(REST_DEFAULT_LOG_FIELDS)


def test_every_documented_variable_has_one_field() -> None:
    variables = [variable.removeprefix("$context.") for variable in HTTP_LOG_FIELDS.values()]

    assert sorted(variables) == sorted(DOCUMENTED - LEFT_OUT)


def test_a_format_can_hold_every_documented_variable() -> None:
    assert {f"$context.{name}" for name in DOCUMENTED} == HTTP_LOG_VARIABLES


def test_fields_are_named_in_lower_camel_case() -> None:
    names = [*HTTP_LOG_FIELDS, *REST_LOG_FIELDS]

    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]*|2)*", name)] == []


def test_the_default_says_who_what_how_long_and_why_not() -> None:
    assert set(HTTP_DEFAULT_LOG_FIELDS) <= set(HTTP_LOG_FIELDS)
    assert len(set(HTTP_DEFAULT_LOG_FIELDS)) == len(HTTP_DEFAULT_LOG_FIELDS)
    assert {
        "requestId",
        "ip",
        "routeKey",
        "status",
        "responseLatency",
        "integrationLatency",
        "integrationError",
        "authorizerError",
    } <= set(HTTP_DEFAULT_LOG_FIELDS)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        (HTTP_DEFAULT_LOG_FIELDS, HTTP_LOG_FIELDS),
        (tuple(HTTP_LOG_FIELDS), HTTP_LOG_FIELDS),
        (REST_DEFAULT_LOG_FIELDS, REST_LOG_FIELDS),
    ],
    ids=["http default", "http all", "rest default"],
)
def test_a_format_of_the_fields_fits_into_awss_limit(
    fields: tuple[str, ...], known: Mapping[str, str]
) -> None:
    log_format = json.dumps({name: known[name] for name in fields}, separators=(",", ":"))

    assert len(log_format.encode()) <= limits.ACCESS_LOG_FORMAT_BYTES


def test_no_field_holds_the_authorization_header() -> None:
    assert [name for name in HTTP_LOG_FIELDS if "authorization" in HTTP_LOG_FIELDS[name].lower()] == []
