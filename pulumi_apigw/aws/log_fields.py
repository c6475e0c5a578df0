"""What an access log of an HTTP API can hold, each field by a name that says what it is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html

Left out: `authorizer.claims.<name>` and `authorizer.<name>` (an open set: write them in a format of your
own), `error.messageString` (AWS puts it in quotes, which a JSON format has already), and second names of one
thing (`integration.integrationStatus`, `integration.latency`, `integration.requestId`,
`integrationErrorMessage`). No variable holds the authorization header; the user agent is the only header.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HTTP_LOG_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "requestId": "$context.requestId",
        "extendedRequestId": "$context.extendedRequestId",
        "requestTime": "$context.requestTime",
        "requestTimeEpoch": "$context.requestTimeEpoch",
        "accountId": "$context.accountId",
        "apiId": "$context.apiId",
        "stage": "$context.stage",
        "domainName": "$context.domainName",
        "domainPrefix": "$context.domainPrefix",
        "basePathMatched": "$context.customDomain.basePathMatched",
        "protocol": "$context.protocol",
        "httpMethod": "$context.httpMethod",
        "path": "$context.path",
        "routeKey": "$context.routeKey",
        "status": "$context.status",
        "responseLength": "$context.responseLength",
        "responseLatency": "$context.responseLatency",
        "dataProcessed": "$context.dataProcessed",
        "errorMessage": "$context.error.message",
        "errorResponseType": "$context.error.responseType",
        "authorizerError": "$context.authorizer.error",
        "integrationError": "$context.integration.error",
        "integrationStatus": "$context.integrationStatus",
        "backendStatus": "$context.integration.status",
        "integrationLatency": "$context.integrationLatency",
        "awsEndpointRequestId": "$context.awsEndpointRequestId",
        "awsEndpointRequestId2": "$context.awsEndpointRequestId2",
        "ip": "$context.identity.sourceIp",
        "userAgent": "$context.identity.userAgent",
        "caller": "$context.identity.caller",
        "callerAccountId": "$context.identity.accountId",
        "user": "$context.identity.user",
        "userArn": "$context.identity.userArn",
        "principalOrgId": "$context.identity.principalOrgId",
        "cognitoAuthenticationProvider": "$context.identity.cognitoAuthenticationProvider",
        "cognitoAuthenticationType": "$context.identity.cognitoAuthenticationType",
        "cognitoIdentityId": "$context.identity.cognitoIdentityId",
        "cognitoIdentityPoolId": "$context.identity.cognitoIdentityPoolId",
        "clientCertPem": "$context.identity.clientCert.clientCertPem",
        "clientCertSubjectDN": "$context.identity.clientCert.subjectDN",
        "clientCertIssuerDN": "$context.identity.clientCert.issuerDN",
        "clientCertSerialNumber": "$context.identity.clientCert.serialNumber",
        "clientCertNotBefore": "$context.identity.clientCert.validity.notBefore",
        "clientCertNotAfter": "$context.identity.clientCert.validity.notAfter",
    }
)
"""Field name → `$context` variable.

`status` is what the client got, `integrationStatus` what Lambda itself answered (200 even where
the function's own answer says 500), `backendStatus` what the function's code or the HTTP backend answered.
"""

HTTP_LOG_VARIABLES: Final = frozenset(HTTP_LOG_FIELDS.values()) | {
    "$context.error.messageString",
    "$context.integration.integrationStatus",
    "$context.integration.latency",
    "$context.integration.requestId",
    "$context.integrationErrorMessage",
}
"""Every `$context` variable of HTTP APIs' logs; besides, each beginning with `AUTHORIZER_LOG_VARIABLES`."""

AUTHORIZER_LOG_VARIABLES: Final = "$context.authorizer."
"""`$context.authorizer.claims.<name>` of a JWT, `$context.authorizer.<name>` of a Lambda authorizer."""

HTTP_DEFAULT_LOG_FIELDS: Final = (
    "requestId",
    "requestTime",
    "ip",
    "userAgent",
    "httpMethod",
    "path",
    "routeKey",
    "protocol",
    "status",
    "responseLength",
    "responseLatency",
    "integrationStatus",
    "integrationLatency",
    "integrationError",
    "authorizerError",
    "errorMessage",
    "errorResponseType",
)
"""Who asked, for what, what came of it, how long it took, and what failed: in this order in each log line."""
