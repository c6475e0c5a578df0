"""Numbers and patterns that AWS enforces, with the unit in the name and the AWS page beside each.

Where AWS raises a quota on request its default stands here. botocore's service models are compared with these
numbers by tests; where the two differ the comment says which one holds for an API's function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Range:
    """An inclusive range of numbers: `5 in Range(1, 10)`; `str()` gives "1 to 10"."""

    minimum: int
    maximum: int

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.minimum <= value <= self.maximum

    def __str__(self) -> str:
        return f"{self.minimum} to {self.maximum}"


# --- HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html

ROUTES_PER_API: Final = 300
"""Default quota; can be raised."""

INTEGRATIONS_PER_API: Final = 300
"""Cannot be raised, which is why routes with one target share one integration."""

STAGES_PER_API: Final = 10
"""Default quota; can be raised."""

AUTHORIZERS_PER_API: Final = 10
"""Default quota; can be raised through AWS Support."""

AUDIENCES_PER_AUTHORIZER: Final = 50
"""Cannot be raised."""

SCOPES_PER_ROUTE: Final = 10
"""Cannot be raised."""

TAGS_PER_RESOURCE: Final = 50
"""Of a stage, and of any taggable resource. Cannot be raised."""

STAGE_VARIABLES_PER_STAGE: Final = 100
"""Cannot be raised."""

STAGE_VARIABLE_NAME_LENGTH: Final = 64
"""Characters in the name of a stage variable."""

STAGE_VARIABLE_VALUE_LENGTH: Final = 512
"""Characters in the value of a stage variable. The API's model says 2048, the page of quotas 512."""

ACCESS_LOG_FORMAT_BYTES: Final = 3 * 1024
"""Size of an access log template (3 KB)."""

PAYLOAD_BYTES: Final = 10 * 1024 * 1024
"""Size of a request or response body (10 MB)."""

REQUEST_LINE_AND_HEADERS_BYTES: Final = 10_240
"""Combined size of the request line and the header values."""

AUTHORIZER_RESPONSE_TIMEOUT_MS: Final = 10_000
"""How long API Gateway waits for a Lambda authorizer's answer."""

# --- HTTP API resources: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html

HTTP_TIMEOUT_MS: Final = Range(50, 30_000)
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""

AUTHORIZER_TTL_SECONDS: Final = Range(0, 3600)
"""0 switches the cache off; any other value needs at least one identity source, which is the cache's key.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

CORS_MAX_AGE_SECONDS: Final = Range(-1, 86_400)
"""-1 tells browsers to keep nothing.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#apis-model-cors
"""

API_NAME_LENGTH: Final = 128
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html"""

DESCRIPTION_LENGTH: Final = 1024
"""Of an API, a stage, an integration. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html"""

OPERATION_NAME_LENGTH: Final = 64
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html"""

INTEGRATION_URI_LENGTH: Final = 2048
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""

MAPPING_VALUE_LENGTH: Final = 512
"""Characters in the value of a request or response parameter.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
"""

STAGE_NAME_LENGTH: Final = 128
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-stage.html"""

STAGE_NAME: Final = re.compile(r"[A-Za-z0-9_-]+|\$default")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-stage.html"""

STAGE_VARIABLE_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html"""

STAGE_VARIABLE_VALUE: Final = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]+")
"""https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html"""

# --- Throttling: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html

THROTTLE_RATE_PER_ACCOUNT: Final = 10_000
"""Requests per second, per account and Region (default quota; 2500 in some newer Regions; can be raised)."""

THROTTLE_BURST_PER_ACCOUNT: Final = 5_000
"""Requests at once, per account and Region (1250 in some newer Regions; AWS sets it from the rate)."""

LARGEST_INTEGER: Final = 2_147_483_647
"""Largest whole number that API Gateway's models hold, such as a burst and a quota: they have 32 bits.

https://smithy.io/2.0/spec/simple-types.html#integer
"""

# --- Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

FUNCTION_MEMORY_MB: Final = Range(128, 10_240)
"""Lambda's API model goes to 32,768, which no ordinary function gets."""

FUNCTION_TIMEOUT_SECONDS: Final = Range(1, 900)
"""Lambda's API model goes to 5,400: for asynchronous calls of Lambda Managed Instances alone."""

FUNCTION_EPHEMERAL_STORAGE_MB: Final = Range(512, 10_240)
"""The size of `/tmp`. Lambda's API model goes to 32,768, its own documentation to 10,240."""

FUNCTION_ENVIRONMENT_BYTES: Final = 4096
"""All names and values together (4 KB)."""

FUNCTION_LAYERS: Final = 5
"""Layers of one function."""

FUNCTION_ZIP_BYTES: Final = 50 * 1024 * 1024
"""A zip uploaded directly through the Lambda API (50 MB)."""

FUNCTION_UNZIPPED_BYTES: Final = 250 * 1024 * 1024
"""A function with its layers, unzipped (250 MB)."""

FUNCTION_NAME_LENGTH: Final = 64
"""The model's 140 is for a full ARN. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

FUNCTION_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

FUNCTION_DESCRIPTION_LENGTH: Final = 256
"""Of a function and of an alias. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

FUNCTION_HANDLER_LENGTH: Final = 128
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

ALIAS_NAME_LENGTH: Final = 128
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html"""

ALIAS_NAME: Final = re.compile(r"(?!^[0-9]+$)([a-zA-Z0-9-_]+)")
"""Digits alone would be a version. https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html"""

VERSION_WEIGHT_PERCENT: Final = Range(0, 100)
"""Percent of an alias's calls that its second version gets: a weight from 0.0 to 1.0, with decimals.

https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html
"""

STATEMENT_ID_LENGTH: Final = 100
"""https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"""

ENVIRONMENT_NAME: Final = re.compile(r"[a-zA-Z]([a-zA-Z0-9_])+")
"""At least two characters. https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html"""

RESERVED_ENVIRONMENT: Final = frozenset(
    {
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_DEFAULT_REGION",
        "AWS_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_MAX_CONCURRENCY",
        "AWS_LAMBDA_METADATA_API",
        "AWS_LAMBDA_METADATA_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    }
)
"""Names that a function's environment cannot set. `TZ` is not one of them (once it was).

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

FUNCTION_SUBNETS: Final = 16
"""Subnets of a function's VPC. https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html"""

FUNCTION_SECURITY_GROUPS: Final = 5
"""Security groups of a function's VPC. https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html"""

# --- SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html

SQS_DELAY_SECONDS: Final = Range(0, 900)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""

SQS_MESSAGES: Final = Range(1, 10)
"""Messages in one answer. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""

SQS_VISIBILITY_TIMEOUT_SECONDS: Final = Range(0, 43_200)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"""

SQS_WAIT_SECONDS: Final = Range(0, 20)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html"""

# --- Tags: IAM and CloudWatch Logs take less than the others, and a service's tags go to roles and logs too

TAG_KEY_LENGTH: Final = 128
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html"""

TAG_VALUE_LENGTH: Final = 256
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html"""

TAG_TEXT: Final = re.compile(r"(?:[\w.:/=+\-@]|[^\S\t-\r\x1c-\x1f\x85])*")
"""Letters and digits of any script, spaces (no tabs, no line breaks) and _.:/=+-@.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
"""

TAG_KEY: Final = re.compile(rf"(?!(?i:aws:)){TAG_TEXT.pattern[:-1]}+")
"""As `TAG_TEXT`, and `aws:` is AWS's own prefix in any case.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
"""

# --- IAM and CloudWatch Logs

ROLE_NAME_LENGTH: Final = 64
"""Characters in the name of an IAM role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

LOG_RETENTION_DAYS: Final = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
)
"""What a log group accepts; without a retention it keeps everything for ever.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""

DASHBOARD_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html"""
