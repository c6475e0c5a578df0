"""What an access log can hold, each field by a name that says what it is, the same for every kind of API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html

Left out: `authorizer.claims.<name>` and `authorizer.<name>` (an open set: write them in a format of your
own), `error.messageString` (AWS puts it in quotes, which a JSON format has already),
`error.validationErrorString` (it holds quotes, which would end the JSON text around it), `identity.apiKey` (a
key is no thing to log; `apiKeyId` names it), and second names of one thing (`integration.integrationStatus`,
`integration.latency`, `integration.requestId`, `integrationErrorMessage`). No variable holds the
authorization header; the user agent is the only header.
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

_HTTP_ONLY: Final = ("routeKey", "dataProcessed", "awsEndpointRequestId2")

REST_LOG_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {name: variable for name, variable in HTTP_LOG_FIELDS.items() if name not in _HTTP_ONLY}
    | {
        "resourcePath": "$context.resourcePath",
        "resourceId": "$context.resourceId",
        "apiKeyId": "$context.identity.apiKeyId",
        "authorizeError": "$context.authorize.error",
        "authorizeLatency": "$context.authorize.latency",
        "authorizeStatus": "$context.authorize.status",
        "authenticateError": "$context.authenticate.error",
        "authenticateLatency": "$context.authenticate.latency",
        "authenticateStatus": "$context.authenticate.status",
        "authorizerLatency": "$context.authorizer.latency",
        "authorizerStatus": "$context.authorizer.status",
        "authorizerRequestId": "$context.authorizer.requestId",
        "authorizerPrincipalId": "$context.authorizer.principalId",
        "authorizerIntegrationLatency": "$context.authorizer.integrationLatency",
        "authorizerIntegrationStatus": "$context.authorizer.integrationStatus",
        "wafError": "$context.waf.error",
        "wafLatency": "$context.waf.latency",
        "wafStatus": "$context.waf.status",
        "wafResponseCode": "$context.wafResponseCode",
        "webAclArn": "$context.webaclArn",
        "xrayTraceId": "$context.xrayTraceId",
        "tlsVersion": "$context.tlsVersion",
        "cipherSuite": "$context.cipherSuite",
        "routingRuleId": "$context.customDomain.routingRuleIdMatched",
        "responseTransferMode": "$context.integration.responseTransferMode",
        "timeToAllHeaders": "$context.integration.timeToAllHeaders",
        "timeToFirstContent": "$context.integration.timeToFirstContent",
    }
)
"""Field name → `$context` variable of REST APIs; those of streams:
https://docs.aws.amazon.com/apigateway/latest/developerguide/response-streaming-troubleshoot.html
"""

REST_LOG_VARIABLES: Final = frozenset(REST_LOG_FIELDS.values()) | {
    "$context.error.messageString",
    "$context.error.validationErrorString",
    "$context.identity.apiKey",
    "$context.integration.integrationStatus",
    "$context.integration.latency",
    "$context.integration.requestId",
    "$context.integrationErrorMessage",
    "$context.responseOverride.status",
}
"""Every `$context` variable of REST APIs' logs; besides, each beginning with one of `REST_LOG_PREFIXES`."""

REST_LOG_PREFIXES: Final = (
    AUTHORIZER_LOG_VARIABLES,
    "$context.requestOverride.",
    "$context.responseOverride.header.",
)
"""Variables whose last part is the user's own name."""

REST_DEFAULT_LOG_FIELDS: Final = (
    *("resourcePath" if name == "routeKey" else name for name in HTTP_DEFAULT_LOG_FIELDS),
    "apiKeyId",
    "authorizeError",
    "xrayTraceId",
)
"""As `HTTP_DEFAULT_LOG_FIELDS`, and which API key came, why a policy refused it, and its trace."""

_WEBSOCKET_TOO: Final = (
    "requestId",
    "extendedRequestId",
    "requestTime",
    "requestTimeEpoch",
    "apiId",
    "stage",
    "domainName",
    "routeKey",
    "status",
    "errorMessage",
    "errorResponseType",
    "authorizerError",
    "integrationError",
    "backendStatus",
    "integrationLatency",
    "ip",
    "userAgent",
    "caller",
    "callerAccountId",
    "user",
    "userArn",
    "principalOrgId",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "apiKeyId",
    "authorizeError",
    "authorizeLatency",
    "authorizeStatus",
    "authenticateError",
    "authenticateLatency",
    "authenticateStatus",
    "authorizerLatency",
    "authorizerStatus",
    "authorizerRequestId",
    "authorizerPrincipalId",
    "authorizerIntegrationLatency",
    "authorizerIntegrationStatus",
    "wafError",
    "wafLatency",
    "wafStatus",
)

WEBSOCKET_LOG_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "eventType": "$context.eventType",
        "connectionId": "$context.connectionId",
        "connectedAt": "$context.connectedAt",
        "messageId": "$context.messageId",
        "integrationStatus": "$context.integration.integrationStatus",
    }
    | {name: {**HTTP_LOG_FIELDS, **REST_LOG_FIELDS}[name] for name in _WEBSOCKET_TOO}
)
"""Field name → `$context` variable of WebSocket APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html

`eventType` is `CONNECT`, `MESSAGE` or `DISCONNECT`; only messages have a `messageId`.
"""

WEBSOCKET_LOG_VARIABLES: Final = frozenset(WEBSOCKET_LOG_FIELDS.values()) | {
    "$context.error.messageString",
    "$context.error.validationErrorString",
    "$context.identity.apiKey",
    "$context.integration.latency",
    "$context.integration.requestId",
}
"""Every `$context` variable of WebSocket APIs' logs; besides, each with `AUTHORIZER_LOG_VARIABLES`."""

WEBSOCKET_DEFAULT_LOG_FIELDS: Final = (
    "requestId",
    "requestTime",
    "ip",
    "userAgent",
    "eventType",
    "routeKey",
    "connectionId",
    "connectedAt",
    "messageId",
    "status",
    "integrationStatus",
    "integrationLatency",
    "integrationError",
    "authorizerError",
    "errorMessage",
    "errorResponseType",
    "apiKeyId",
    "authorizeError",
)
"""As `REST_DEFAULT_LOG_FIELDS`, with the connection and the message in place of method and path."""

LOG_FIELDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"http": HTTP_LOG_FIELDS, "rest": REST_LOG_FIELDS, "websocket": WEBSOCKET_LOG_FIELDS}
)
"""Fields and their variables by the API's protocol."""

DEFAULT_LOG_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "http": HTTP_DEFAULT_LOG_FIELDS,
        "rest": REST_DEFAULT_LOG_FIELDS,
        "websocket": WEBSOCKET_DEFAULT_LOG_FIELDS,
    }
)
"""Fields of a log that names none, by the API's protocol."""
