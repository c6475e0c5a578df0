"""What a Pulumi program registers, as plain data: a `ResourceGraph` of `Resource`s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pulumi_apigw.errors import ApigwError

__all__ = ["Resource", "ResourceGraph"]


@dataclass(frozen=True)
class Resource:
    """One registered resource, as the program sends it to Pulumi's engine.

    `inputs` and `outputs` carry wire names (camelCase) with every `Output` resolved and every secret
    unwrapped; assets and archives stay `pulumi.Asset` and `pulumi.Archive` objects, other resources become
    their ids (their URNs for components). `outputs` of a custom resource are its inputs and what AWS
    computes, with stand-in values in AWS's shapes; those of a component are what it registered. `parent` is
    None for a child of the stack. `provider` is the URN of an explicit provider, `aliases` are whole URNs.
    `import_id` is AWS's id of what exists already: the program imports it, or reads it with `get`.
    `secret_inputs` and `secret_outputs` are the top-level keys that are or hold a secret. `hooks` has the
    names of the resource hooks by what they are run at (`before_create`); none is run here.
    """

    urn: str
    type: str
    name: str
    id: str = ""
    custom: bool = True
    parent: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str | None = None
    protect: bool = False
    retain_on_delete: bool = False
    delete_before_replace: bool = False
    ignore_changes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    import_id: str | None = None
    secret_inputs: frozenset[str] = frozenset()
    secret_outputs: frozenset[str] = frozenset()
    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ResourceGraph:
    """Every resource a program registers, in the order of registration, and the stack outputs it exports.

    The stack itself is not among `resources`. `region` and `account_id` are those the stand-in ids and ARNs
    carry.
    """

    project: str
    stack: str
    region: str
    account_id: str
    resources: tuple[Resource, ...] = ()
    exports: Mapping[str, Any] = field(default_factory=dict)
    secret_exports: frozenset[str] = frozenset()

    def of_type(self, type_: str) -> tuple[Resource, ...]:
        """The resources of a type token (`aws:apigatewayv2/api:Api`) in order of registration; maybe none."""
        return tuple(resource for resource in self.resources if resource.type == type_)

    def find(self, type_: str, name: str) -> Resource:
        """The first resource of a type token with a logical name.

        Raises `ApigwError`, which suggests the nearest name or type that exists.
        """
        of_type = self.of_type(type_)
        for resource in of_type:
            if resource.name == name:
                return resource
        if of_type:
            raise ApigwError(f"no {type_} named {name!r}. {_suggestion(name, (r.name for r in of_type))}")
        raise ApigwError(f"no {type_} in this graph. {_suggestion(type_, self.counts())}")

    def children(self, urn: str | None) -> tuple[Resource, ...]:
        """The resources whose parent is `urn`; None gives the children of the stack."""
        return tuple(resource for resource in self.resources if resource.parent == urn)

    def counts(self) -> dict[str, int]:
        """How many resources there are of each type token, sorted by type token."""
        return dict(sorted(Counter(resource.type for resource in self.resources).items()))


def _suggestion(wanted: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    close = get_close_matches(wanted, names, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"There is: {', '.join(repr(name) for name in names)}." if names else "It registers no resources."
