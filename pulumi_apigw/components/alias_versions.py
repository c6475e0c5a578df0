"""Which published version an alias leads to, and where a share of its calls goes."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

__all__ = ["AliasVersions", "published_version"]

_FIX = (
    "Versions are numbered by each account and region: promote again from what this stack deployed, "
    "or let the stage take what the files give (release: latest)."
)


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
        self, version: pulumi.Input[str], weighted: pulumi.Input[str]
    ) -> pulumi.Input[aws.lambda_.AliasRoutingConfigArgsDict | None]:
        """The share, or None where there is none: AWS takes none for the version that the alias leads to."""
        weight = self.weight
        if weight is None or self.version == self.weighted:
            return None

        def share(version: str, weighted: str) -> aws.lambda_.AliasRoutingConfigArgsDict | None:
            return None if version == weighted else {"additional_version_weights": {weighted: weight}}

        return pulumi.Output.all(version, weighted).apply(lambda found: share(*found))


def published_version(
    function_name: str, version: str, code_sha256: str | None, *, parent: pulumi.Resource
) -> pulumi.Input[str]:
    """A version that was published before; where its code is known, AWS is asked whether it has just that.

    Another account or region numbers its own versions, and AWS would take one of these without a word.
    """
    if code_sha256 is None:
        return version
    opts = pulumi.InvokeOptions(parent=parent)
    found = aws.lambda_.get_function_output(function_name=function_name, qualifier=version, opts=opts)
    promoted = base64.b64encode(bytes.fromhex(code_sha256)).decode()
    name = f"version {version} of the function {function_name!r}"

    async def require() -> str:
        try:
            there = await found.code_sha256.future()
        except Exception as error:  # the SDK raises no other, and its text is AWS's
            raise pulumi.RunError(f"{name}, to which a stage is pinned: {error}. {_FIX}") from error
        # Mocks of a user's own tests know of no code.
        if there not in (promoted, None, ""):
            raise pulumi.RunError(f"{name} has other code than was promoted. {_FIX}")
        return version

    return pulumi.Output.from_input(require())
