"""Numbers and names that AWS enforces on REST APIs; what all kinds of API share is in `limits`.

Quotas: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from __future__ import annotations

import re
from typing import Final

from .limits import Range

TIMEOUT_MS: Final = Range(50, 29_000)
"""How long an integration may take. Default quota; can be raised for regional and private APIs."""

RAISED_TIMEOUT_MS: Final = Range(29_000, 900_000)
"""What the quota can be raised to: AWS names no end, so it is that of streams.

https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/
"""

STREAM_TIMEOUT_MS: Final = Range(50, 900_000)
"""How long an answer may be streamed (15 minutes), at every kind of endpoint and with no quota raised.

https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
"""

RESOURCES_PER_API: Final = 300
"""Default quota; can be raised. Each part of a path is a resource, the root too."""

AUTHORIZERS_PER_API: Final = 10
"""Lambda and Cognito authorizers. Default quota; can be raised through AWS Support."""

SCOPE_LENGTH: Final = 256
"""Characters of a scope that a client of a Cognito user pool is allowed.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

DOCUMENTATION_PARTS_PER_API: Final = 2000
"""Descriptions, a part each. Default quota; can be raised through AWS Support."""

POLICY_CHARACTERS: Final = 8192
"""Length of a resource policy. Default quota; can be raised."""

CACHE_TTL_SECONDS: Final = Range(0, 3600)
"""How long an answer is cached; 0 is not at all.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

CACHE_SIZES_GB: Final = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")
"""https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html#apigw-CreateStage-request-cacheClusterSize"""

MINIMUM_COMPRESSION_BYTES: Final = Range(0, 10_485_760)
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html"""

IMPORT_BYTES: Final = 6 * 1024 * 1024
"""Size of the OpenAPI body that is imported (6 MB). Cannot be raised.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html
"""

TEMPLATE_BYTES: Final = 300 * 1024
"""Size of a mapping template (300 KB).

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

API_KEY_CHARACTERS: Final = Range(20, 128)
"""Letters and digits in the value of an API key.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

QUOTA_OFFSETS: Final = {"DAY": Range(0, 0), "WEEK": Range(0, 6), "MONTH": Range(0, 27)}
"""Day on which the period of a usage plan's quota begins, by period; 0 is Sunday in a week.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-usageplan-quotasettings.html
"""

GATEWAY_STATUS: Final = Range(200, 599)
"""Status codes that an answer of API Gateway's own can be given.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html
"""

ROUTES_PER_USAGE_PLAN: Final = 20
"""Routes with limits of their own in a stage of a usage plan. Default quota; can be raised by AWS Support."""

CANARY_PERCENT: Final = Range(0, 100)
"""https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html"""

MODEL_NAME: Final = re.compile(r"[A-Za-z0-9]+")
"""https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html"""

RESERVED_PATHS: Final = ("/ping", "/sping")
"""Paths at the root that API Gateway answers itself behind a custom domain name.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

MODELS_BYTES: Final = 400 * 1024
"""Models of one API together. Cannot be raised."""

HTTP_PORTS: Final = (Range(80, 80), Range(443, 443), Range(1024, 65_535))
"""Ports of HTTP integrations.

https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
"""
