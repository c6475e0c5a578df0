from __future__ import annotations

import json
import re

import pytest

from pulumi_apigw.aws import limits
from pulumi_apigw.aws.log_fields import HTTP_DEFAULT_LOG_FIELDS, HTTP_LOG_FIELDS, HTTP_LOG_VARIABLES

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


def test_every_documented_variable_has_one_field() -> None:
    variables = [variable.removeprefix("$context.") for variable in HTTP_LOG_FIELDS.values()]

    assert sorted(variables) == sorted(DOCUMENTED - LEFT_OUT)


def test_a_format_can_hold_every_documented_variable() -> None:
    assert {f"$context.{name}" for name in DOCUMENTED} == HTTP_LOG_VARIABLES


def test_fields_are_named_in_lower_camel_case() -> None:
    assert [name for name in HTTP_LOG_FIELDS if not re.fullmatch(r"[a-z]+([A-Z][a-z]*|2)*", name)] == []


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


@pytest.mark.parametrize("fields", [HTTP_DEFAULT_LOG_FIELDS, tuple(HTTP_LOG_FIELDS)], ids=["default", "all"])
def test_a_format_of_the_fields_fits_into_awss_limit(fields: tuple[str, ...]) -> None:
    log_format = json.dumps({name: HTTP_LOG_FIELDS[name] for name in fields}, separators=(",", ":"))

    assert len(log_format.encode()) <= limits.ACCESS_LOG_FORMAT_BYTES


def test_no_field_holds_the_authorization_header() -> None:
    assert [name for name in HTTP_LOG_FIELDS if "authorization" in HTTP_LOG_FIELDS[name].lower()] == []
