"""The deployments of an API whose stages serve different contents, and what keeps old ones as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from .kept_services import KeptService

__all__ = ["ApiDeployments", "KeptDeployment", "kept_as_is"]


@dataclass(frozen=True, kw_only=True)
class KeptDeployment:
    """A deployment of what the API held before.

    `trigger` is what it was made with: the SHA-256 of what was sent, or for HTTP and WebSocket APIs that
    deploy changes themselves the digest of what it holds, and then `sent` is the SHA-256. `refusal` tells the
    user that it is not there.
    """

    trigger: str
    refusal: str
    sent: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApiDeployments:
    """Deployments by the digest of what they hold (`Release.contents`), which is part of their names.

    `newest`: digest of what the API holds now. `is_pinned`: whether a stage serves just that, and so needs a
    deployment of it also where AWS deploys every change itself. `kept`: what else stages serve, or may go
    back to. AWS makes deployments of what an API holds at that moment, so these cannot be made again: their
    creation fails, in previews too. `services`: calls of AWS services that they make, which need their roles.
    `links`: VPC links that they call, each with what tells the user that another cannot take its place.
    """

    newest: str
    is_pinned: bool = False
    kept: Mapping[str, KeptDeployment] = field(default_factory=dict)
    services: Sequence[KeptService] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    def options(
        self, name: str, digest: str, *, after: Sequence[pulumi.Resource], parent: pulumi.Resource
    ) -> pulumi.ResourceOptions:
        """The options of a deployment named `name`, which cannot be created where it is a kept one."""
        kept = self.kept.get(digest)
        return pulumi.ResourceOptions(
            parent=parent,
            # Kept ones come after permissions and aliases too: a stage goes back to one when these are there.
            depends_on=list(after),
            # A reference that got another value since the release was promoted made the deployment anew,
            # while the API held the same: it is still that of the release.
            ignore_changes=["triggers"] if kept else None,
            hooks=kept_as_is(name, kept.refusal) if kept else None,
        )


def kept_as_is(name: str, refusal: str) -> pulumi.ResourceHookBinding:
    """A hook that raises where the resource `name` is not there, or another would take its place.

    Unlike `ignore_changes` or an import it tells a resource that is there from one that is not by Pulumi's
    own state, asks AWS nothing, and stops a preview as well.
    https://www.pulumi.com/docs/iac/concepts/resources/options/hooks/
    """

    def refuse(_: pulumi.ResourceHookArgs) -> None:
        raise pulumi.RunError(refusal)

    # Hooks of one program have to have different names, and resources' begin with their component's.
    hook = pulumi.ResourceHook(f"{name} is kept", refuse, pulumi.ResourceHookOptions(on_dry_run=True))
    return pulumi.ResourceHookBinding(before_create=[hook])
