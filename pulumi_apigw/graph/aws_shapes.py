"""The shapes of what AWS computes, type by type: templates over a resource's inputs.

A template names inputs by their wire names and `{name}`, `{id}`, `{arn}`, `{region}`, `{account}`,
`{partition}`, `{dns}` (the partition's domain) and `{random:a10}` (see `aws_mocks`). Forms of ARNs:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from pulumi_apigw.graph.shape import Shape
from pulumi_apigw.graph.shapes_api import API_SHAPES
from pulumi_apigw.graph.shapes_network import NETWORK_SHAPES
from pulumi_apigw.graph.shapes_services import SERVICE_SHAPES

__all__ = ["SHAPES", "Shape", "fallback"]

_OTHER_PROVIDERS = {
    "pulumi:pulumi:StackReference": Shape(
        id="{name}", outputs={"outputs": lambda _: {}, "secretOutputNames": lambda _: []}
    ),
    "random:index/randomId:RandomId": Shape(
        id="{random:m6}", outputs={"hex": "{random:h8}", "b64Url": "{random:m6}"}
    ),
    "random:index/randomPassword:RandomPassword": Shape(id="none", outputs={"result": "{random:m16}"}),
    "random:index/randomPet:RandomPet": Shape(id="{name}"),
    "random:index/randomString:RandomString": Shape(id="{result}", outputs={"result": "{random:a8}"}),
    "random:index/randomUuid:RandomUuid": Shape(id="{result}", outputs={"result": "{random:u}"}),
}

SHAPES = {**API_SHAPES, **SERVICE_SHAPES, **NETWORK_SHAPES, **_OTHER_PROVIDERS}

# Pulumi's module where it is not the service's name in an ARN.
_SERVICES = {
    "alb": "elasticloadbalancing",
    "cfg": "config",
    "cloudwatch": "logs",
    "cognito": "cognito-idp",
    "ebs": "ec2",
    "efs": "elasticfilesystem",
    "lb": "elasticloadbalancing",
    "mq": "mq",
    "msk": "kafka",
    "opensearch": "es",
    "sfn": "states",
}


def fallback(type_: str) -> Shape:
    """The shape of a type without one of its own: named after the resource, with an ARN if it is AWS's."""
    package, _, rest = type_.partition(":")
    if package != "aws":
        return Shape(id="{random:u}", name="")
    module, _, member = rest.partition(":")[0].partition("/")
    service = _SERVICES.get(module, module)
    return Shape(
        id="{name}", arn=f"arn:{{partition}}:{service}:{{region}}:{{account}}:{member.lower()}/{{name}}"
    )
