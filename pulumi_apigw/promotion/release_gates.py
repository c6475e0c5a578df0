"""Gates that compare releases: what was tested, what the files give, and what the target's callers know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..config import ConfigFile, ServiceConfig
from ..config.loader import PATCH_KEY
from ..config.promotion import LATEST
from ..releases import Release
from ..releases.differences import Differences
from ..releases.release import differing_parts
from ..source import Path, format_path
from .deployed import Deployments
from .edit import REMOVE
from .gates import Gate, up
from .patches import patched_keys

__all__ = [
    "not_in_aws",
    "nothing_breaks",
    "same_in_target",
    "same_in_tree",
    "takes_hold",
    "target_known",
]


def takes_hold(edited: ConfigFile, stage: str, changes: Mapping[Path, Any]) -> Gate:
    """What the file says of the stage holds, and its stack's own patch says nothing else."""
    settings = edited.examination.written[stage].stages[stage]
    held = settings.model_dump(mode="json", by_alias=True, exclude_none=True)
    stack = edited.stack if edited.is_shared else stage
    name = f"Pulumi.{stack}.yaml" if stack else "The stack's own config"
    wrong = [path for path, value in changes.items() if not _holds(held, path[2:], value)]
    if not wrong:
        return Gate("stack patch", True, f"{name} changes none of it.")
    keys = ", ".join(format_path(path) for path in wrong)
    fact = f"{name} has another {keys} in its {PATCH_KEY}, which would win."
    return Gate("stack patch", False, fact, "Remove it there.")


def _holds(held: Any, path: Path, value: Any) -> bool:
    for key in path:
        held = held.get(key) if isinstance(held, Mapping) else None
    if value is REMOVE:
        return held is None
    if isinstance(value, Mapping):
        given = held if isinstance(held, Mapping) else {}
        return all(_holds(given, (key,), each) for key, each in value.items())
    return bool(held == value)


def same_in_tree(tree: Release, runs: Release, config: ServiceConfig) -> Gate:
    """The files give what the source runs, so the target gets what was tested.

    Of a shared service it may also be what AWS has, which no files are needed for.
    """
    stage = runs.stage
    if tree.id == runs.id:
        return Gate("files", True, "The files here give the same release.")
    differing = ", ".join(differing_parts(tree.contents, runs.contents)) or "how releases are counted"
    fact = f"The files here give release {tree.id!r}, which differs in {differing}."
    if config.is_shared and not not_in_aws(runs, tree):
        return Gate("files", True, f"{fact} AWS keeps release {runs.id!r}.")
    checkout = (
        f"Check out what {stage!r} runs (git checkout {runs.commit[:12]}), or deploy"
        if runs.commit
        else "Deploy"
    )
    return Gate("files", False, fact, f"{checkout} and test these files first: {up(config, stage)}")


def not_in_aws(release: Release, tree: Release) -> list[str]:
    """APIs of a release that AWS has no deployment of, and that the files give otherwise."""
    return [
        name
        for name in release.apis
        if name not in release.deployments
        and release.contents.get(f"apis.{name}") != tree.contents.get(f"apis.{name}")
    ]


def same_in_target(file: ConfigFile, source: Release, target: Release) -> Gate:
    """No patch of either stage makes another release of the same files."""
    if source.id == target.id:
        return Gate("patches", True, f"No patch makes another release for {target.stage!r}.")
    changed = ", ".join(
        patched_keys(file, source, target) or differing_parts(source.contents, target.contents)
    )
    fact = f"{target.stage!r} would not run that release, but {target.id!r}: patches change {changed}."
    return Gate("patches", False, fact, "Patch both stages alike, or put what differs into a stage variable.")


def target_known(
    deployments: Deployments, stage: str, config: ServiceConfig, *, allow_breaking: bool
) -> Gate:
    """It is known what the target runs, and it is this service."""
    service, pinned = config.service, config.stages[stage].release
    found = deployments.found.get(stage)
    if found is None:
        why = deployments.unknown.get(stage, "nobody told.")
        fact = f"It is not known what {stage!r} runs, and so not what breaks its callers: {why}"
        if allow_breaking:
            return Gate("target", True, f"{fact} That is allowed (--allow-breaking).")
        return Gate("target", False, fact, "To promote it unseen, give --allow-breaking.")
    if found.release is None:
        return Gate("target", True, f"{stage!r} is not deployed yet: {found.origin}.")
    if found.release.service != service:
        fact = f"{found.origin}: this is the service {found.release.service!r}, and not {service!r}."
        return Gate("target", False, fact, f"Give what the stack of {service!r} exports.")
    fact = f"{stage!r} runs release {found.release.id!r} ({found.origin})."
    if pinned not in (LATEST, found.release.id):
        fact += f" It is pinned to {pinned!r}: that is not deployed yet, or this was told before it was."
    return Gate("target", True, fact)


def nothing_breaks(differences: Differences, stage: str, *, allow_breaking: bool) -> Gate:
    """No caller of the target loses what it relies on."""
    broken = [f"{change.where}: {change.what}" for change in differences.changes if change.breaking]
    if not broken:
        return Gate("breaking", True, f"Nothing breaks callers of {stage!r}.")
    number = "1 change breaks" if len(broken) == 1 else f"{len(broken)} changes break"
    listed = "".join(f"\n  {each}" for each in broken)
    if allow_breaking:
        fact = f"{number} callers of {stage!r}, which is allowed (--allow-breaking):{listed}"
        return Gate("breaking", True, fact)
    fix = "If its callers know, give --allow-breaking."
    return Gate("breaking", False, f"{number} callers of {stage!r}:{listed}", fix)
