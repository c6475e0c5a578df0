"""Reads a REST API out of a captured graph: its body, stages, keys and what else belongs to it."""

from __future__ import annotations

from collections.abc import Callable

from pulumi_apigw.aws.arns import parse_arn
from pulumi_apigw.graph import Resource, ResourceGraph
from pulumi_apigw.local.fields import aliases, belonging, mapping, name_of, text, texts
from pulumi_apigw.local.model import LocalStage
from pulumi_apigw.local.rest.body import read_body
from pulumi_apigw.local.rest.documents import UnreadableDocumentError
from pulumi_apigw.local.rest.model import Definition, LocalRestApi
from pulumi_apigw.local.rest.resources import read_resources
from pulumi_apigw.local.rest.throttles import read_throttles
from pulumi_apigw.local.usage_plans import api_keys

__all__ = ["read_rest_api"]

STAGE = "aws:apigateway/stage:Stage"


def read_rest_api(graph: ResourceGraph, api: Resource, note: Callable[[str], None]) -> LocalRestApi | None:
    """The REST API of a resource, None where its body cannot be read, which `note` is told."""

    def note_of_api(line: str) -> None:
        note(f"API {name_of(api)!r}: {line}")

    body = text(api, "body")
    try:
        defined = read_body(body, note_of_api) if body else Definition()
        made = read_resources(graph, api)
    except UnreadableDocumentError as error:
        note_of_api(f"not served: {error}.")
        return None
    stages = tuple(_stage(stage) for stage in belonging(graph, STAGE, "restApi", api))
    if not stages:
        note_of_api("no stage, so nothing is served. Add an aws.apigateway.Stage with its deployment.")
    execution_arn = str(api.outputs["executionArn"])
    return LocalRestApi(
        id=api.id,
        name=name_of(api),
        region=parse_arn(execution_arn).region,
        account_id=graph.account_id,
        execution_arn=execution_arn,
        stages=stages,
        aliases=tuple(aliases(graph, api)),
        routes=(*defined.routes, *made.routes),
        authorizers=(*defined.authorizers, *made.authorizers),
        gateway_responses={**defined.gateway_responses, **made.gateway_responses},
        # The provider puts arguments back over what the body says of the same thing.
        binary_types=texts(api.inputs.get("binaryMediaTypes")) or defined.binary_types or (),
        minimum_compression_size=_compression_size(api, defined),
        api_key_source=text(api, "apiKeySource", defined.api_key_source or "HEADER"),
        api_keys=tuple(api_keys(graph, api)),
        references=defined.references or made.references,
        throttles=tuple(read_throttles(graph, api)),
    )


def _compression_size(api: Resource, defined: Definition) -> int | None:
    given = text(api, "minimumCompressionSize")
    size = int(given) if given else defined.minimum_compression_size
    # -1 is how the provider writes that there is none.
    return None if size is None or size < 0 else size


def _stage(resource: Resource) -> LocalStage:
    deployment = text(resource, "deployment")
    return LocalStage(
        name=text(resource, "stageName"),
        variables=mapping(resource.inputs.get("variables")),
        deployed=bool(deployment),
        deployment_id=deployment,
    )
