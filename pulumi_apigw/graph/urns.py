"""URNs and aliases as Pulumi's engine makes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulumi.runtime.proto import alias_pb2

__all__ = ["STACK_TYPE", "Urns"]

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Urns:
    """Makes the URNs of one stack of one project."""

    project: str
    stack: str

    def make(self, parent: str, type_: str, name: str, *, project: str = "", stack: str = "") -> str:
        """The URN of a resource; a parent's types are part of it unless the parent is the stack (or '')."""
        parent_types = _qualified_type(parent) if parent else STACK_TYPE
        qualified = type_ if parent_types == STACK_TYPE else f"{parent_types}${type_}"
        return f"urn:pulumi:{stack or self.stack}::{project or self.project}::{qualified}::{name}"

    def aliases(
        self,
        given: Iterable[alias_pb2.Alias],
        type_: str,
        name: str,
        parent: str,
        parent_aliases: Sequence[str],
    ) -> tuple[str, ...]:
        """Every old URN of a resource: its own aliases, and those it has by its parent's."""
        own = [self._resolve(alias, type_, name, parent) for alias in given]
        names = [(type_, name), *((_qualified_type(urn).split("$")[-1], _name(urn)) for urn in own)]
        inherited = [
            self.make(old_parent, old_type, _renamed(old_name, _name(parent), _name(old_parent)))
            for old_parent in parent_aliases
            for old_type, old_name in names
        ]
        current = self.make(parent, type_, name)
        return tuple(urn for urn in dict.fromkeys([*own, *inherited]) if urn != current)

    def _resolve(self, alias: alias_pb2.Alias, type_: str, name: str, parent: str) -> str:
        if alias.WhichOneof("alias") == "urn":
            return alias.urn
        spec = alias.spec
        old_parent = "" if spec.noParent else spec.parentUrn or parent
        return self.make(
            old_parent, spec.type or type_, spec.name or name, project=spec.project, stack=spec.stack
        )


def _qualified_type(urn: str) -> str:
    return urn.split("::", 3)[2]


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]


def _renamed(child: str, parent: str, old_parent: str) -> str:
    """A child named after its parent was named after the parent's old name."""
    return old_parent + child.removeprefix(parent) if parent and child.startswith(parent) else child
