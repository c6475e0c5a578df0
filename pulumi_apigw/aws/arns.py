"""Amazon Resource Names, and what API Gateway and SQS want in their place.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ARN: Final = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)", re.DOTALL)

# Where a partition's services answer, and how the names of its Regions begin (`aws` has all others):
# https://docs.aws.amazon.com/general/latest/gr/rande.html,
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
# and botocore's partitions.json, with which a test compares them.
_DNS_SUFFIXES: Final = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-us-gov": "amazonaws.com",
}
_REGION_PREFIXES: Final = {
    "cn-": "aws-cn",
    "eusc-": "aws-eusc",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "us-gov-": "aws-us-gov",
}


@dataclass(frozen=True)
class Arn:
    """The parts of an ARN (`str()` gives it back); `region` and `account` are empty for a global resource."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


def parse_arn(text: str) -> Arn:
    """Parse an ARN. Raises ValueError with the fact and the fix where `text` is not one."""
    arn = _parsed(text)
    if arn is None:
        raise ValueError(f"{text!r} is not an ARN. An example: 'arn:aws:sqs:eu-west-1:123456789012:orders'.")
    return arn


def _parsed(text: str) -> Arn | None:
    match = _ARN.fullmatch(text)
    return Arn(*match.groups()) if match else None


def partition_of_region(region: str) -> str:
    """The partition a Region is in, such as `aws`, `aws-cn` or `aws-us-gov`."""
    for prefix, partition in _REGION_PREFIXES.items():
        if region.startswith(prefix):
            return partition
    return "aws"


def dns_suffix(partition: str) -> str:
    """The domain of a partition's services. Raises ValueError for a partition that is not known here."""
    if partition not in _DNS_SUFFIXES:
        known = ", ".join(sorted(_DNS_SUFFIXES))
        raise ValueError(f"partition {partition!r} has no known domain. Use a resource of one of {known}.")
    return _DNS_SUFFIXES[partition]


def pool_issuer(pool_arn: str) -> str | None:
    """The issuer of the tokens of a Cognito user pool, by the pool's ARN; None for what is no ARN."""
    try:
        pool = parse_arn(pool_arn)
        return issuer_of_pool(pool.resource.removeprefix("userpool/"), pool.region, pool.partition)
    except ValueError:
        return None


def issuer_of_pool(pool_id: str, region: str, partition: str) -> str:
    """The issuer of the tokens of a Cognito user pool. Raises ValueError for an unknown partition.

    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
    """
    return f"https://cognito-idp.{region}.{dns_suffix(partition)}/{pool_id}"


def queue_url(arn: str) -> str:
    """The URL of the SQS queue with this ARN. Raises ValueError for any other ARN.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
    """
    queue = parse_arn(arn)
    if queue.service != "sqs":
        raise ValueError(f"{arn!r} is an ARN of {queue.service!r}, not of SQS. Give the ARN of the queue.")
    return f"https://sqs.{queue.region}.{dns_suffix(queue.partition)}/{queue.account}/{queue.resource}"


def invoke_uri(function_arn: str, qualifier: str | None = None, *, stream: bool = False) -> str:
    """The URI by which API Gateway calls a Lambda function, of one alias where `qualifier` is given.

    `qualifier` is an alias, a version, or a stage variable such as `${stageVariables.backend}`; `stream` is
    for answers that are passed on while they are made. Raises ValueError for an ARN that is not a
    function's, and for a qualifier where the ARN has one already.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
    """
    arn = _parsed(function_arn)
    kind, _, name = arn.resource.partition(":") if arn else ("", "", "")
    if arn is None or arn.service != "lambda" or kind != "function" or not name:
        fix = "Give the function's ARN, neither its name nor its invoke ARN"
        example = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
        raise ValueError(f"{function_arn!r} is not the ARN of a Lambda function. {fix}: {example!r}.")
    if qualifier is not None:
        if ":" in name:
            raise ValueError(f"{function_arn!r} has a qualifier already. Give the ARN without it.")
        function_arn = f"{function_arn}:{qualifier}"
    path = (
        f"path/2021-11-15/functions/{function_arn}/response-streaming-invocations"
        if stream
        else f"path/2015-03-31/functions/{function_arn}/invocations"
    )
    return f"arn:{arn.partition}:apigateway:{arn.region}:lambda:{path}"
