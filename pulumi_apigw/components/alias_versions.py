"""Which published version an alias leads to, and where a share of its calls goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

__all__ = ["AliasVersions"]


@dataclass(frozen=True, kw_only=True)
class AliasVersions:
    """The versions of one alias; None stands for the one that is published now.

    `version`: what the alias leads to. `weighted` and `weight`: the version that gets a share of the calls,
    and which share of 1; with no `weight` there is none. Both versions have to have the function's role and
    dead-letter queue. Source: https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    """

    version: str | None = None
    weighted: str | None = None
    weight: float | None = None

    def routing(
        self, newest: pulumi.Output[str]
    ) -> pulumi.Input[aws.lambda_.AliasRoutingConfigArgsDict | None]:
        """The share, or None where there is none: AWS takes none for the version that the alias leads to."""
        weight = self.weight
        if weight is None or self.version == self.weighted:
            return None
        if self.version is not None and self.weighted is not None:
            return _share(self.weighted, weight)

        def share(version: str, weighted: str) -> aws.lambda_.AliasRoutingConfigArgsDict | None:
            return None if version == weighted else _share(weighted, weight)

        known = (newest if each is None else each for each in (self.version, self.weighted))
        return pulumi.Output.all(*known).apply(lambda found: share(*found))


def _share(version: str, weight: float) -> aws.lambda_.AliasRoutingConfigArgsDict:
    weights: Mapping[str, float] = {version: weight}
    return {"additional_version_weights": weights}
