"""S3: one object, as it is.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ....aws.service_uris import NAME
from ....config.rest.service_integrations import S3Config
from ..model import IntegrationResponsePlan
from .call import ServiceCall, answer, errors

__all__ = ["plan_s3"]

_METHODS: Mapping[str, str] = {"GetObject": "GET", "PutObject": "PUT", "DeleteObject": "DELETE"}
_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")
_CONTENT_TYPE = "integration.request.header.Content-Type"


def plan_s3(config: S3Config) -> ServiceCall:
    """A call for an object of a bucket. Bodies pass through, so that there is no template of the request."""
    name = config.type.partition("-")[2]
    object_path = _VARIABLE.sub(r"{\1}", config.object_key)
    variables = _VARIABLE.findall(config.object_key)
    parameters = {f"integration.request.path.{each}": f"method.request.path.{each}" for each in variables}
    if name == "PutObject":
        parameters[_CONTENT_TYPE] = "method.request.header.Content-Type"
    return ServiceCall(
        service="s3",
        target=f"path/{NAME}/{quote(object_path, safe='/{}')}",
        method=_METHODS[name],
        action=f"s3:{name}",
        resource=f"{config.bucket_arn}/{_VARIABLE.sub('*', config.object_key)}",
        parameters=parameters,
        responses=_responses(name),
        region=config.region,
    )


def _responses(name: str) -> tuple[IntegrationResponsePlan, ...]:
    if name == "PutObject":
        return answer("{}", headers=_headers("ETag")), *errors()
    if name == "DeleteObject":
        return answer("{}"), *errors()
    found = IntegrationResponsePlan(
        selection="default",
        status="200",
        headers=_headers("Content-Type", "Cache-Control", "ETag", "Last-Modified"),
    )
    # Who may not list a bucket gets 403 for an object that is not there.
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    return found, *errors(missing=True)


def _headers(*names: str) -> dict[str, str]:
    return {name: f"integration.response.header.{name}" for name in names}
