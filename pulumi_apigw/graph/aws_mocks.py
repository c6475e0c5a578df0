"""What AWS would compute for a resource: ids, ARNs and endpoints, in AWS's shapes and the same in every run.

The shapes are data (`aws_shapes`); this module fills them. Every value comes from the resource's URN and
inputs, so a graph differs between two runs only where the program does.
"""

from __future__ import annotations

import hashlib
import json
import string
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pulumi_apigw.aws.arns import dns_suffix, partition_of_region
from pulumi_apigw.graph.aws_shapes import SHAPES, Shape, fallback
from pulumi_apigw.graph.model import Resource

__all__ = ["Aws", "Values"]

_ALPHABETS = {
    "a": string.ascii_lowercase + string.digits,
    "A": string.ascii_uppercase + string.digits,
    "m": string.ascii_letters + string.digits,
    "h": "0123456789abcdef",
    "d": string.digits,
}
# Services whose resources belong to no Region, so that they have no `region` either.
_GLOBAL = tuple(f"aws:{service}/" for service in ("cloudfront", "iam", "organizations", "route53"))


class _Random:
    """Stands for random text in a template.

    `{random:a10}` is 10 lower-case letters and digits, `{random:u}` a UUID. Letters after a dash make another
    text of the same form: `{random:a10-root}`.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def __format__(self, spec: str) -> str:
        digest = hashlib.sha256(f"{self._seed}|{spec}".encode()).digest()
        if spec.startswith("u"):
            return str(uuid.UUID(bytes=digest[:16], version=4))
        alphabet, length = _ALPHABETS[spec[0]], int(spec[1:].partition("-")[0])
        number, text = int.from_bytes(digest, "big"), ""
        while len(text) < length:
            number, index = divmod(number, len(alphabet))
            text += alphabet[index]
        return text


class Values(dict[str, Any]):
    """The values a shape's templates may name: inputs, `region`, `account`… and each other.

    What nobody gives is the empty text: a template never fails.
    """

    def __init__(self, resource: Resource, shape: Shape, aws: Aws) -> None:
        super().__init__({key: value for key, value in resource.inputs.items() if key not in shape.wins})
        self.resource, self.aws = resource, aws
        self["region"] = resource.inputs.get("region") or aws.region
        self["account"] = aws.account_id
        self["partition"] = partition_of_region(self["region"])
        self["dns"] = dns_suffix(self["partition"])
        self["random"] = _Random(resource.urn)
        self._templates = {
            "name": self._name(resource, shape),
            "id": shape.id,
            "arn": shape.arn,
            **shape.outputs,
        }

    @staticmethod
    def _name(resource: Resource, shape: Shape) -> str:
        given = resource.inputs.get(shape.name)
        # Pulumi's automatic names: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
        fifo = ".fifo" if resource.inputs.get("fifoQueue") or resource.inputs.get("fifoTopic") else ""
        automatic = f"{resource.name}-{_Random(resource.urn):h7}{fifo}"
        return (str(given) if given else automatic).replace("{", "{{").replace("}", "}}")

    def __missing__(self, key: str) -> Any:
        template = self._templates.get(key, "")
        self[key] = template.format_map(self) if isinstance(template, str) else template(self)
        return self[key]

    def other(self, id_: str) -> Mapping[str, Any]:
        """The outputs of a resource that was created before, by its id; empty where there is none."""
        return self.aws.created.get(id_, {})


@dataclass(frozen=True)
class Aws:
    """A stand-in for one AWS account: creates resources by the shapes, calls nothing."""

    region: str
    account_id: str
    created: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def seen_by(self, provider: Mapping[str, Any]) -> Aws:
        """The same account through a provider with these inputs, which may be for another region."""
        return replace(self, region=provider.get("region") or self.region)

    def create(
        self, resource: Resource, provider: Mapping[str, Any], known_id: str = ""
    ) -> tuple[str, dict[str, Any]]:
        """The id of a resource (`known_id` if it exists already) and the outputs its inputs do not give."""
        shape = SHAPES.get(resource.type) or fallback(resource.type)
        values = Values(resource, shape, self.seen_by(provider))
        if known_id:
            values["id"] = known_id
            if shape.id.startswith("{") and shape.id.endswith("}"):
                values.setdefault(shape.id[1:-1], known_id)
        id_ = str(values["id"])
        keys = ["arn", *shape.outputs] if shape.arn else list(shape.outputs)
        computed = ({shape.name: values["name"]} if shape.name else {}) | {key: values[key] for key in keys}
        if resource.type.startswith("aws:"):
            computed |= _all_tags(resource.inputs, provider)
            computed |= {} if resource.type.startswith(_GLOBAL) else {"region": values["region"]}
        computed = {
            key: value for key, value in computed.items() if key not in resource.inputs or key in shape.wins
        }
        self.created[id_] = {"type": resource.type, **resource.inputs, **computed}
        return id_, computed


def _all_tags(inputs: Mapping[str, Any], provider: Mapping[str, Any]) -> dict[str, Any]:
    default = provider.get("defaultTags") or {}
    # Pulumi sends what is nested in a provider's inputs as JSON.
    default = json.loads(default) if isinstance(default, str) else default
    tags = {**(default.get("tags") or {}), **(inputs.get("tags") or {})}
    return {"tagsAll": tags} if tags else {}
